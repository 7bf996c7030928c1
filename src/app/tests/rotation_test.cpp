// rotation_test.cpp: a new master key takes everything over, also when the program is killed while it does.
#include "app/rotation.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "app/key_check.h"
#include "app/opened.h"
#include "app/tests/temporary_folder.h"
#include "core/crypto/master_key.h"
#include "core/crypto/sealed_file.h"
#include "core/db/tests/adhoc.h"
#include "support/database.h"

namespace roost::app {
namespace {
namespace fs = std::filesystem;
namespace bj = boost::json;

class Rotating : public testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        set("data.dir", data().string());
        if (GetParam() == db::Engine::postgres) set("database.url", database().url());
        fill();
    }
    void set(std::string key, std::string value) {
        std::erase_if(line.flags, [&](auto const& flag) { return flag.key == key; });
        line.flags.push_back({.name = "--" + key, .key = std::move(key), .value = std::move(value)});
    }
    fs::path data() const { return folder.path() / "data"; }

    static bj::value call(Opened& opened, http::Method method, std::string path, bj::value const& body,
                          std::string const& token, std::string const& key = "") {
        http::Request request{.method = method, .path = std::move(path)};
        request.headers = {{"authorization", "Bearer " + token}, {"content-type", "application/json"}};
        if (!key.empty()) request.headers["idempotency-key"] = key;
        if (!body.is_null()) request.body = bj::serialize(body);
        auto response = opened.program->server().dispatch(std::move(request)).value();
        EXPECT_LT(response.status, 300) << response.body;
        return bj::parse(response.body.empty() ? "null" : response.body);
    }

    /// One of everything that is sealed, and accounts for several transactions.
    void fill() {
        auto opened = open_program(line).value();
        identity::UserSpec spec;
        spec.credentials = {.email = "owner@roost.test",
                            .password = Secret<std::string>("correct horse battery")};
        spec.workspace = "Agency";
        spec.role = Role::owner;
        auto& identity = opened.services().identity;
        ASSERT_TRUE(identity.create_user(spec).ok());
        token = identity.create_token_for("owner@roost.test", "Agency", {.name = "test"})->token.reveal();
        using enum http::Method;
        for (int i = 0; i < accounts; ++i) {
            call(opened, post, "/api/accounts",
                 {{"username", "user" + std::to_string(i)}, {"password", "pw"}, {"extra", {{"pin", "1234"}}}},
                 token);
        }
        call(opened, patch, "/api/accounts/1", {{"password", "pw-after"}}, token);
        call(opened, post, "/api/proxies",
             {{"host", "proxy.example"}, {"port", 8080}, {"username", "u"}, {"password", "proxy-pw"}}, token);
        call(opened, put, "/api/workspace/settings", {{"airtable", {{"token", "airtable-token"}}}}, token);
        answer = call(opened, post, "/api/models", {{"name", "Mara"}}, token, "the-key");
        fs::create_directories(data() / "uploads");
        auto writer = crypto::SealedFileWriter::create(data() / "uploads/one.upload",
                                                       *opened.foundation->keys, opened.foundation->random)
                          .value();
        ASSERT_TRUE(writer->write(content).ok() && writer->finish().ok());
    }

    std::string secret(Opened& opened, std::string path, std::string_view name) {
        return bj::serialize(call(opened, http::Method::post, std::move(path), nullptr, token).at(name));
    }

    /// With whatever keys the file has now.
    void expect_readable() {
        auto opened = open_program(line).value();
        EXPECT_EQ(secret(opened, "/api/accounts/1/reveal", "password"), "\"pw-after\"");
        EXPECT_EQ(secret(opened, "/api/accounts/2/reveal", "password"), "\"pw\"");
        EXPECT_EQ(secret(opened, "/api/accounts/2/reveal", "extra"), R"({"pin":"1234"})");
        EXPECT_EQ(secret(opened, "/api/proxies/1/reveal", "password"), "\"proxy-pw\"");
        if (compared_by_first_key) {
            EXPECT_EQ(call(opened, http::Method::post, "/api/models", {{"name", "Mara"}}, token, "the-key"),
                      answer);
        }
        auto reader =
            crypto::SealedFileReader::open(data() / "uploads/one.upload", *opened.foundation->keys).value();
        EXPECT_EQ(reader->next().value(), content);
    }

    Result<Rotation> rotate() {
        auto foundation = TRY(open_foundation(line, Use::reseal));
        Progress progress;
        return rotate_secrets(*foundation, progress);
    }

    /// Another process, which dies as soon as it says that it began with `stage`.
    void rotate_until_killed_at(std::string_view stage) {
        int told[2];
        ASSERT_EQ(::pipe(told), 0);
        auto child = ::fork();
        if (child == 0) {
            ::dup2(told[1], STDERR_FILENO);
            (void)rotate();
            ::_exit(0);
        }
        ::close(told[1]);
        std::string heard;
        for (char c = 0; heard.find(stage) == std::string::npos && ::read(told[0], &c, 1) == 1;) heard += c;
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(told[0]);
        EXPECT_NE(heard.find(stage), std::string::npos) << heard;
    }

    std::vector<std::string> key_lines() const {
        std::ifstream in(data() / "master.key");
        return {std::istream_iterator<std::string>(in), {}};
    }

    /// Only the newest key is right: what an older one sealed does not open.
    void expect_all_of_the_newest() {
        auto lines = key_lines();
        for (std::size_t i = 0; i + 1 < lines.size(); ++i) lines[i] = std::string(64, 'a');
        std::ofstream out(data() / "master.key");
        for (auto const& one : lines) out << one << "\n";
        out.close();
        auto foundation = open_foundation(line).value();
        EXPECT_TRUE(check_keys(*foundation->db, *foundation->keys, foundation->clock).ok());
        foundation.reset();
        compared_by_first_key = false;
        expect_readable();
    }

    static constexpr int accounts = 12;
    std::string const content = "anna,pw\n";
    TemporaryFolder folder;
    CommandLine line;
    std::string token;
    bj::value answer;
    bool compared_by_first_key = true;  // requests under an Idempotency-Key are, as all keyed hashes
};
INSTANTIATE_ON_BOTH_ENGINES(Rotating);

TEST_P(Rotating, everything_is_sealed_with_the_new_key_and_only_with_it) {  // shows RUN-3 REL-4
    auto done = rotate();
    ASSERT_TRUE(done.ok()) << done.error().detail;
    EXPECT_EQ(done->key, 2);
    EXPECT_EQ(done->files, 1);
    EXPECT_GE(done->values, 2 * accounts + 1 /* proxy */ + 1 /* Airtable */ + 1 /* proof */ + 2 /* undo */);
    ASSERT_EQ(key_lines().size(), 2u);
    EXPECT_EQ(fs::status(data() / "master.key").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
    expect_readable();
    expect_all_of_the_newest();
}

TEST_P(Rotating, one_that_is_killed_leaves_everything_readable_and_goes_on) {  // shows RUN-3 REL-1
    for (auto stage : {"Airtable tokens", "passwords of accounts", "passwords of proxies", "files"}) {
        rotate_until_killed_at(stage);
        expect_readable();
        EXPECT_EQ(key_lines().size(), 2u) << "no second new key";
    }
    ASSERT_TRUE(rotate().ok());
    EXPECT_EQ(key_lines().size(), 2u);
    expect_all_of_the_newest();
}

TEST_P(Rotating, again_makes_a_third_key_and_a_server_that_runs_forbids_it) {  // shows RUN-3
    ASSERT_TRUE(rotate().ok());
    {
        auto serving = open_foundation(line, Use::serve).value();
        EXPECT_EQ(rotate().error().code, "data.in_use");
    }
    EXPECT_EQ(rotate()->key, 3);
    expect_readable();
}

TEST_P(Rotating, keys_of_the_configuration_are_asked_for) {  // shows RUN-4
    auto lines = key_lines();
    set("secrets.master_key", lines[0]);
    EXPECT_EQ(rotate().error().code, "keys.configured");
    set("secrets.master_key", lines[0] + "," + std::string(64, 'b'));
    auto done = rotate();
    ASSERT_TRUE(done.ok()) << done.error().detail;
    EXPECT_EQ(done->key, 2);
    EXPECT_EQ(key_lines().size(), 1u) << "the file is not what counts";
    expect_readable();
}

}  // namespace
}  // namespace roost::app
