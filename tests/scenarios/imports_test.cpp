// imports_test.cpp: good and bad files of accounts and proxies over HTTP; no password is left
// anywhere readable.
#include <filesystem>
#include <fstream>

#include "core/crypto/password.h"
#include "core/log/log.h"
#include "support/agency.h"

namespace roost::testing {
namespace {

namespace bj = boost::json;

/// A file and what becomes of its lines: `2 invalid_username` per rejected line.
struct FileCase {
    std::string name;
    std::string content;
    int imported;
    int duplicates = 0;
    std::vector<std::string> rejected = {};
};

std::string utf16_le(std::string_view ascii) {
    std::string wide("\xff\xfe");
    for (char c : ascii) (wide += c) += '\0';
    return wide;
}

class Imports : public OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        server = std::make_unique<TestServer>(database());
        token = server->register_owner();
    }
    void TearDown() override { server.reset(); }

    /// The finished job of an import.
    Reply import(std::string const& what, std::string const& content,
                 std::map<std::string, std::string> fields = {}) {
        if (what == "accounts") fields.emplace("attest", "true");
        auto reply = server->upload("/api/" + what + "/import", fields, "list.csv", content, token);
        if (reply.status != 202) return reply;
        server->run_jobs();
        return server->call("GET", std::string(reply.at("status_url").as_string()), nullptr, token);
    }

    void expect_case(std::string const& what, FileCase const& file) {
        auto job = import(what, file.content);
        ASSERT_EQ(job.status, 200) << file.name << job.answer.body;
        ASSERT_EQ(job.at("state"), "succeeded") << file.name << job.answer.body;
        std::vector<std::string> rejected;
        for (auto const& line : job.at("result.rejected_lines").as_array())
            rejected.push_back(std::to_string(line.at("line").as_int64()) + " " +
                               std::string(line.at("code").as_string()));
        EXPECT_EQ(rejected, file.rejected) << file.name;
        EXPECT_EQ(job.at("result.imported"), file.imported) << file.name;
        EXPECT_EQ(job.at("result.duplicates"), file.duplicates) << file.name;
        EXPECT_EQ(job.at("result.rejected").as_int64(), std::ssize(file.rejected)) << file.name;
        EXPECT_EQ(job.at("result.lines").as_int64(),
                  file.imported + file.duplicates + std::ssize(file.rejected));
        auto report =
            server->call("GET", std::string(job.at("result.report_url").as_string()), nullptr, token);
        EXPECT_EQ(report.status, 200) << file.name;
        EXPECT_EQ(std::count(report.answer.body.begin(), report.answer.body.end(), '\n'),
                  1 + file.duplicates + std::ssize(file.rejected))
            << file.name << report.answer.body;
    }

    std::int64_t total(std::string const& path) {
        return server->call("GET", path + "?limit=1", nullptr, token).at("total").as_int64();
    }

    std::unique_ptr<TestServer> server;
    std::string token;
};

TEST_P(Imports, a_bad_line_is_named_with_its_reason_and_stops_no_other) {  // shows ACC-2, ACC-3
    std::string mixed =
        "username,password,email\n"
        "good.one,pw1,\n"
        ",pw\n"
        "bad name!,pw\n" +
        std::string(31, 'a') +
        ",pw\n"
        "no.password,\n"
        "GOOD.ONE,pw2\n"
        "broken.mail,pw,not-an-email\n"
        "sur.plus,pw,a@b.test,one too many\n"
        "\n"
        "@Good.Two,pw3,two@x.test\n"
        "\"open.quote,pw\n"
        "last.one,pw";
    std::vector<FileCase> const files{
        {"mixed",
         mixed,
         3,
         1,
         {"3 empty_username", "4 invalid_username", "5 invalid_username", "6 empty_password",
          "8 invalid_email", "9 too_many_columns", "12 unclosed_quote"}},
        {"the same file again",
         mixed,
         0,
         4,
         {"3 empty_username", "4 invalid_username", "5 invalid_username", "6 empty_password",
          "8 invalid_email", "9 too_many_columns", "12 unclosed_quote"}},
        {"Latin-1", "latin.one,pw\nlatin.two,p\xe9w\nlatin.three,pw\n", 2, 0, {"2 bad_encoding"}},
        {"UTF-16 with BOM", utf16_le("wide.one,pw\r\nwide.two,pw\r\n"), 2},
        {"a line of 10 MB",
         "long.one,pw\nlong.two," + std::string(10 << 20, 'x') + "\nlong.three,pw\n",
         2,
         0,
         {"2 line_too_long"}},
        {"BOM, CRLF, header in another order",
         "\xef\xbb\xbf"
         "email;password;username\r\na@x.test;pw;order.one\r\n",
         1},
        {"comma", "comma.one,pw,\n", 1},
        {"colon", "colon.one:pw:c@x.test\n", 1},
        {"semicolon", "semi.one;pw;s@x.test\n", 1},
        {"pipe", "pipe.one|pw|p@x.test\n", 1},
        {"tab", "tab.one\tpw\tt@x.test\n", 1},
    };
    for (auto const& file : files) expect_case("accounts", file);
    EXPECT_EQ(total("/api/accounts"), 15);
    auto kept =
        server->call("GET", "/api/accounts?filter[username]=good.two,order.one,wide.two", nullptr, token);
    EXPECT_EQ(kept.at("total"), 3);
}

TEST_P(Imports, what_is_no_list_is_refused_whole_and_leaves_nothing) {  // shows ACC-2
    for (std::string what : {"accounts", "proxies"}) {
        EXPECT_EQ(import(what, "").code(), "import.empty") << what;
        EXPECT_EQ(import(what, "\n \n\r\n").code(), "import.empty") << what;
        EXPECT_EQ(import(what, std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)).code(), "import.binary")
            << what;
        auto unknown = import(what, "a,b\n", {{"no_such_field", "1"}});
        EXPECT_EQ(unknown.status, 422) << what;
        EXPECT_EQ(unknown.code(), "field.unknown") << what << unknown.answer.body;
        auto misspelt = server->upload("/api/" + what + "/import?attest=true&dryrun=true", {}, "list.csv",
                                       "a,b\n", token);
        EXPECT_EQ(misspelt.code(), "field.unknown") << "a misspelt dry run imports nothing";
    }
    EXPECT_EQ(import("accounts", "a.one,pw\n", {{"attest", "false"}}).code(), "import.attest_required");
    EXPECT_EQ(import("accounts", "a.one,pw\n", {{"delimiter", "x"}}).code(), "import.delimiter");
    EXPECT_EQ(import("accounts", "a.one,pw\n", {{"model_id", "4711"}}).code(), "models.not_found");
    EXPECT_EQ(import("accounts", "a.one,pw\n", {{"dry_run", "perhaps"}}).status, 422);
    EXPECT_EQ(import("proxies", "203.0.113.1:80\n", {{"max_accounts", "0"}}).status, 422);
    EXPECT_EQ(total("/api/accounts"), 0);
    EXPECT_EQ(total("/api/proxies"), 0);
    auto dry = import("accounts", "dry.one,pw\n", {{"dry_run", "true"}});
    EXPECT_EQ(dry.at("result.imported"), 1) << dry.answer.body;
    EXPECT_EQ(total("/api/accounts"), 0) << "a dry run only says what would be";
}

TEST_P(Imports, proxies_of_every_form_are_taken_and_bad_ones_named) {  // shows PRX-6
    std::string const list =
        "203.0.113.1:8080:user:pw\n"
        "203.0.113.1:0:user:pw\n"
        "203.0.113.1:70000:user:pw\n"
        "[2001:db8::1]:8080:user:pw\n"
        "proxy.example.com:3128\n"
        "socks5://user:pw@203.0.113.9:1080\n"
        "http://user:pw@203.0.113.10:80\n"
        "203.0.113.1:8080:user:other\n"
        "nonsense\n";
    expect_case("proxies", {"list", list, 5, 1, {"2 invalid_port", "3 invalid_port", "9 unknown_format"}});
    expect_case("proxies", {"again", list, 0, 6, {"2 invalid_port", "3 invalid_port", "9 unknown_format"}});
    auto proxies = server->call("GET", "/api/proxies?sort=id", nullptr, token).at("items").as_array();
    EXPECT_EQ(proxies.at(1).at("host"), "2001:db8::1");
    EXPECT_EQ(proxies.at(3).at("kind"), "socks5");
}

TEST_P(Imports, a_call_that_waits_gets_the_job_s_result_itself) {  // shows ACC-3
    server = std::make_unique<TestServer>(
        database(), [](auto& c) { c.server.roles = {config::ServerRole::web, config::ServerRole::worker}; });
    auto send = [&](std::string const& content) {
        return server->send("POST", "/api/accounts/import?attest=true", content, token,
                            {{"Content-Type", "text/csv"}, {"Prefer", "wait=30"}});
    };
    auto done = send("wait.one,pw\nwait two,pw\n");
    EXPECT_EQ(done.status, 200) << done.answer.body;
    EXPECT_EQ(done.at("imported"), 1);
    EXPECT_EQ(done.at("rejected_lines.0.code"), "invalid_username");
}

/// Everything that the server wrote: database, uploads, log.
std::string all_bytes(TestDatabase& database, TestServer& server, WorkspaceId workspace) {
    std::string bytes;
    auto add = [&](std::filesystem::path const& path) {
        std::ifstream file(path, std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(file), {});
    };
    if (database.engine() == db::Engine::sqlite) {
        auto path = std::filesystem::path(database.url().substr(database.url().find('/')));
        for (auto suffix : {"", "-wal"}) add(path.string() + suffix);
        if (bytes.find("secret.one") == std::string::npos)
            throw std::runtime_error("not the database: " + path.string());
    }
    for (auto const& row : dump_workspace(database, workspace)) bytes += row + "\n";
    for (auto const& entry : std::filesystem::recursive_directory_iterator(server.program().parts().data_dir))
        if (entry.is_regular_file()) add(entry.path());
    return bytes;
}

TEST_P(Imports, no_password_can_be_read_in_database_files_or_log) {  // shows ACC-11, RUN-7
    static FakeClock clock;                                          // the log keeps it
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> log(std::tmpfile(), &std::fclose);
    log::configure({.level = log::Level::trace, .format = log::Format::json, .file = log.get()}, clock);
    import("accounts", "secret.one,qx7Account9,,pin=qx7Extra9\nsecret two,qx7Rejected9\n");
    import("accounts",
           "\"secret.three,qx7Quoted9\n" + std::string(2 << 20, 'y') + "\nsecret.four,qx7Rejected9,nomail\n");
    import("proxies", "203.0.113.5:80:someone:qx7Proxy9\n203.0.113.5:0:someone:qx7Proxy9\n");
    bj::object const login{{"email", "owner@roost.test"}, {"password", "qx7Login9"}};
    EXPECT_EQ(server->call("POST", "/api/auth/login", login).status, 401);
    auto revealed = server->call("POST", "/api/accounts/1/reveal", nullptr, token);
    EXPECT_EQ(revealed.status, 200);
    auto me = server->call("GET", "/api/auth/me", nullptr, token);
    log::configure({}, clock);
    std::rewind(log.get());
    std::string bytes(1 << 20, '\0');
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), log.get()));
    EXPECT_NE(bytes.find("/api/accounts/import"), std::string::npos) << "the log was captured";
    bytes += all_bytes(database(), *server, WorkspaceId{me.at("workspace.id").as_int64()});
    auto at = bytes.find("qx7");
    EXPECT_EQ(at, std::string::npos) << bytes.substr(
        at == std::string::npos ? 0 : at - std::min<std::size_t>(at, 200), 400);
    for (std::string secret : {"qx7Account9", "qx7Extra9", "qx7Quoted9", "qx7Rejected9", "qx7Proxy9"})
        EXPECT_EQ(bytes.find(crypto::hex(secret)), std::string::npos)
            << secret << " stands in a column of bytes";
    EXPECT_EQ(bytes.find(token), std::string::npos) << "tokens are stored as hashes only";
}

INSTANTIATE_ON_BOTH_ENGINES(Imports);

}  // namespace
}  // namespace roost::testing
