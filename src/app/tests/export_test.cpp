// export_test.cpp: exports are whole, of one workspace, and show secrets only when asked.
#include "app/export.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "app/services.h"
#include "support/server.h"

namespace roost::app {
namespace {
namespace fs = std::filesystem;

class Exporting : public testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        server = std::make_unique<testing::TestServer>(database());
        token = server->register_owner();
        for (int i = 0; i < 3; ++i)
            add_proxy(token, "10.0.0." + std::to_string(i + 1), "hidden" + std::to_string(i));
        auto other = server->register_owner("other@roost.test", "Other");
        add_proxy(other, "10.9.9.9", "foreign");
        folder = fs::temp_directory_path() / ("roost-export-" + SystemRandom().hex(8));
    }
    void TearDown() override {
        server.reset();
        fs::remove_all(folder);
    }
    void add_proxy(std::string const& who, std::string const& host, std::string const& password) {
        auto made =
            server->call("POST", "/api/proxies",
                         {{"host", host}, {"port", 8080}, {"username", "u"}, {"password", password}}, who);
        ASSERT_EQ(made.status, 201) << made.answer.body;
    }
    Result<std::vector<ExportedFile>> run(ExportOptions options) {
        options.folder = folder;
        auto workspace = server->program().services().identity.find_workspace("Agency").value();
        Progress progress;
        return export_workspace(server->program(), workspace.id, options, progress);
    }
    std::string text(std::string const& name) const {
        std::ifstream in(folder / name, std::ios::binary);
        return std::string((std::istreambuf_iterator<char>(in)), {});
    }
    std::size_t reveals() {
        std::size_t count = 0;
        auto log = server->call("GET", "/api/audit-log?limit=1000", nullptr, token);
        for (auto const& entry : log.at("items").as_array())
            count += entry.at("action").as_string() == "proxies.reveal";
        return count;
    }

    std::unique_ptr<testing::TestServer> server;
    std::string token;
    fs::path folder;
};
INSTANTIATE_ON_BOTH_ENGINES(Exporting);

TEST_P(Exporting, writes_every_list_of_the_workspace_and_no_secret) {  // shows RUN-3 IDN-5
    auto files = run({});
    ASSERT_TRUE(files.ok()) << files.error().detail;
    EXPECT_EQ(files->size(), export_lists().size());
    auto proxies = text("proxies.csv");
    EXPECT_NE(proxies.find("10.0.0.3"), std::string::npos);
    EXPECT_EQ(proxies.find("10.9.9.9"), std::string::npos);
    EXPECT_EQ(std::count(proxies.begin(), proxies.end(), '\n'), 4);
    for (auto const& file : *files) EXPECT_EQ(text(file.file).find("hidden"), std::string::npos) << file.file;
    EXPECT_EQ(reveals(), 0u);
    EXPECT_EQ(fs::status(folder / "proxies.csv").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_FALSE(fs::exists(folder.string() + ".partial"));
    EXPECT_EQ(run({}).error().code, "export.exists");
}

TEST_P(Exporting, holds_what_lies_in_the_trash_and_what_is_archived) {  // shows RUN-3
    auto made = server->call("POST", "/api/models", {{"name", "Gone"}}, token);
    ASSERT_EQ(made.status, 201) << made.answer.body;
    auto model = "/api/models/" + std::to_string(made.at("id").as_int64());
    ASSERT_EQ(server->call("DELETE", model, nullptr, token).status, 204);
    auto account =
        server->call("POST", "/api/accounts", {{"username", "thrown.away"}, {"password", "x"}}, token);
    ASSERT_EQ(account.status, 201) << account.answer.body;
    auto path = "/api/accounts/" + std::to_string(account.at("id").as_int64());
    ASSERT_EQ(server->call("DELETE", path, nullptr, token).status, 204);
    ASSERT_TRUE(run({}).ok());
    EXPECT_NE(text("models.csv").find("Gone"), std::string::npos);
    EXPECT_NE(text("trash.csv").find("thrown.away"), std::string::npos);
    EXPECT_EQ(text("accounts.csv").find("thrown.away"), std::string::npos);
}

TEST_P(Exporting, is_whole_after_one_that_was_cut_off) {
    fs::create_directories(folder.string() + ".partial");
    std::ofstream(folder.string() + ".partial/proxies.csv") << "cut off";
    ASSERT_TRUE(run({}).ok());
    EXPECT_EQ(text("proxies.csv").find("cut off"), std::string::npos);
}

TEST_P(Exporting,
       shows_secrets_when_asked_and_says_so_in_the_audit_log) {  // shows RUN-3 ACC-11 IDN-7
    auto files = run({.only = {"proxies"}, .format = ExportFormat::json, .secrets = ExportSecrets::included});
    ASSERT_TRUE(files.ok()) << files.error().detail;
    EXPECT_EQ(files->size(), 1u);
    auto rows = boost::json::parse(text("proxies.json")).as_array();
    ASSERT_EQ(rows.size(), 3u);
    std::set<std::string> passwords;
    for (auto const& row : rows) passwords.insert(std::string(row.at("password").as_string()));
    EXPECT_EQ(passwords, (std::set<std::string>{"hidden0", "hidden1", "hidden2"}));
    EXPECT_EQ(reveals(), 3u);
}

TEST_P(Exporting, refuses_a_list_that_is_not_there) {
    EXPECT_EQ(run({.only = {"passwords"}}).error().code, "export.unknown_list");
    EXPECT_FALSE(fs::exists(folder));
}

}  // namespace
}  // namespace roost::app
