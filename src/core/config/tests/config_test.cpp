// config_test.cpp: sources override each other, and every mistake is told with its place and fix.
#include "core/config/config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/crypto/random.h"

namespace roost::config {
namespace {

class Configuration : public testing::Test {
protected:
    Configuration() {
        SystemRandom random;
        folder = std::filesystem::temp_directory_path() / ("roost-config-" + random.hex(8));
        std::filesystem::create_directories(folder);
    }
    ~Configuration() override { std::filesystem::remove_all(folder); }

    std::filesystem::path file(std::string_view text, std::string_view name = "roost.toml") {
        std::ofstream(folder / name) << text;
        return folder / name;
    }
    /// The message of a configuration that must be refused; asserts that it names `key`.
    std::string refused(Sources const& sources, std::string_view key) {
        auto config = load(sources);
        if (config.ok()) return "accepted";
        EXPECT_EQ(config.error().code, "config.invalid");
        bool named = false;
        for (auto const& field : config.error().fields) named = named || field.field == key;
        EXPECT_TRUE(named) << config.error().detail;
        return config.error().detail;
    }
    static bool has(std::string const& text, std::string_view part) { return text.find(part) != text.npos; }

    std::filesystem::path folder;
};

TEST_F(Configuration, without_sources_has_the_documented_defaults) {
    auto config = load({});
    ASSERT_TRUE(config.ok());
    EXPECT_EQ(config->server.listen, "127.0.0.1:8080");
    EXPECT_EQ(config->server.mode, Mode::production);
    EXPECT_EQ(config->identity.registration, Registration::invite);
    EXPECT_EQ(config->meta.graph_url, "https://graph.facebook.com");
    EXPECT_EQ(config->outreach.daily_selection_target, 14'400);
    EXPECT_FALSE(config->net.allow_private);
    EXPECT_TRUE(config->origins.empty());
}

TEST_F(Configuration, flags_beat_environment_beats_file) {  // shows RUN-4
    auto toml = file("[server]\nlisten = \"127.0.0.1:1\"\nrate_limit = 5\n[data]\ndir = \"a\"\n");
    auto config = load({.file = toml,
                        .environment = {{"ROOST_SERVER_LISTEN", "127.0.0.1:2"}, {"ROOST_DATA_DIR", "b"}},
                        .flags = {{"--listen", "server.listen", "127.0.0.1:3"}}});
    ASSERT_TRUE(config.ok()) << config.error().detail;
    EXPECT_EQ(config->server.listen, "127.0.0.1:3");
    EXPECT_EQ(config->data.dir, "b");
    EXPECT_EQ(config->server.rate_limit, 5);
    EXPECT_EQ(config->origins["server.listen"], "--listen");
    EXPECT_EQ(config->origins["data.dir"], "ROOST_DATA_DIR");
    EXPECT_EQ(config->origins["server.rate_limit"], toml.string() + ":3");
}

TEST_F(Configuration, lists_numbers_and_switches_are_read_from_both_forms) {
    auto toml = file(
        "[airtable]\nbases = [\"app1\", \"app2\"]\n[net]\nallow_private = true\n[clock]\noffset = -60\n"
        "[server]\nmode = \"development\"\nroles = [\"worker\"]\n");
    auto config =
        load({.file = toml,
              .environment = {{"ROOST_STRIPE_PRICES", "pro=p1, team=p2"}, {"ROOST_CLOCK_OFFSET", "+90"}}});
    ASSERT_TRUE(config.ok()) << config.error().detail;
    EXPECT_EQ(config->airtable.bases, (std::vector<std::string>{"app1", "app2"}));
    EXPECT_EQ(config->stripe.prices, (std::vector<std::string>{"pro=p1", "team=p2"}));
    EXPECT_TRUE(config->net.allow_private);
    EXPECT_EQ(config->clock.offset, Seconds{90});
    EXPECT_EQ(config->server.roles, std::vector{ServerRole::worker});
}

TEST_F(Configuration, secrets_come_from_files_too) {
    auto secret = file("line one\nline two\n", "secret");
    auto config = load({.file = file("[meta]\napp_secret_file = \"" + secret.string() + "\"\n"),
                        .environment = {{"ROOST_SECRETS_MASTER_KEY_FILE", secret.string()}}});
    ASSERT_TRUE(config.ok()) << config.error().detail;
    EXPECT_EQ(config->meta.app_secret.reveal(), "line one\nline two");
    EXPECT_EQ(config->secrets.master_key.reveal(), "line one\nline two");
}

TEST_F(Configuration, a_missing_or_empty_secret_file_is_told) {
    auto text =
        refused({.environment = {{"ROOST_SECRETS_MASTER_KEY_FILE", "/nowhere/key"}}}, "secrets.master_key");
    EXPECT_TRUE(has(text, "/nowhere/key") && has(text, "cannot be read")) << text;
    text =
        refused({.environment = {{"ROOST_LLM_API_KEY_FILE", file("\n", "empty").string()}}}, "llm.api_key");
    EXPECT_TRUE(has(text, "is empty")) << text;
}

TEST_F(Configuration, a_secret_and_its_file_together_are_refused) {
    auto key = file("k", "key");
    auto text =
        refused({.environment = {{"ROOST_LLM_API_KEY", "hidden"}, {"ROOST_LLM_API_KEY_FILE", key.string()}}},
                "llm.api_key");
    EXPECT_TRUE(has(text, "twice")) << text;
    EXPECT_FALSE(has(text, "hidden")) << text;
}

TEST_F(Configuration, an_unknown_key_is_told_with_line_and_nearest) {  // shows RUN-4
    auto toml = file("# comment\n[server]\nlisen = \"127.0.0.1:1\"\n");
    auto text = refused({.file = toml}, "server.lisen");
    EXPECT_EQ(text, toml.string() + ":3: server.lisen is unknown; did you mean server.listen?");
    EXPECT_TRUE(has(refused({.file = file("listen = 1")}, "listen"), "unknown"));
    EXPECT_TRUE(has(refused({.file = file("[server.http]\nport = 1")}, "server.http.port"), "unknown"));
    EXPECT_TRUE(
        has(refused({.file = file("[zzzz]\nqqqqqqqqqq = 1")}, "zzzz.qqqqqqqqqq"), "docs/configuration.md"));
}

TEST_F(Configuration, an_unknown_variable_or_flag_is_told) {
    EXPECT_TRUE(has(refused({.environment = {{"ROOST_SERVER_LISTN", "x"}}}, "ROOST_SERVER_LISTN"),
                    "did you mean ROOST_SERVER_LISTEN?"));
    EXPECT_TRUE(has(refused({.environment = {{"ROOST_SERVER_LISTEN_FILE", "x"}}}, "ROOST_SERVER_LISTEN_FILE"),
                    "unknown"));
    EXPECT_TRUE(has(refused({.flags = {{"--x", "server.x", "1"}}}, "server.x"), "--x"));
}

TEST_F(Configuration, bad_values_are_told_with_what_is_allowed) {
    struct Case {
        std::string variable, value, key, says;
    };
    for (auto const& [variable, value, key, says] : std::vector<Case>{
             {"ROOST_SERVER_LISTEN", "8080", "server.listen", "address:port"},
             {"ROOST_SERVER_LISTEN", "a:70000", "server.listen", "address:port"},
             {"ROOST_SERVER_LISTEN", ":80", "server.listen", "address:port"},
             {"ROOST_SERVER_PUBLIC_URL", "roost.example", "server.public_url", "https://"},
             {"ROOST_SERVER_MODE", "prod", "server.mode", "production, development"},
             {"ROOST_SERVER_ROLES", "web,boss", "server.roles", "web, worker, scheduler"},
             {"ROOST_SERVER_ROLES", "", "server.roles", "not be empty"},
             {"ROOST_SERVER_RATE_LIMIT", "-1", "server.rate_limit", "from 0"},
             {"ROOST_SERVER_THREADS", "0", "server.threads", "from 1 to 256"},
             {"ROOST_DATABASE_URL", "mysql://x", "database.url", "postgres://"},
             {"ROOST_DATA_DIR", "", "data.dir", "not be empty"},
             {"ROOST_IDENTITY_REGISTRATION", "yes", "identity.registration", "open, invite"},
             {"ROOST_NET_ALLOW_PRIVATE", "1", "net.allow_private", "true or false"},
             {"ROOST_CLOCK_OFFSET", "1h", "clock.offset", "whole seconds"},
             {"ROOST_LOG_LEVEL", "loud", "log.level", "trace, debug, info"},
             {"ROOST_PROXIES_HEALTH_URL", "ftp://x", "proxies.health_url", "http://"},
             {"ROOST_OUTREACH_NUM_VA_TABLES", "0", "outreach.num_va_tables", "from 1"},
             {"ROOST_OUTREACH_NUM_VA_TABLES", "99999999999999999999", "outreach.num_va_tables", "from 1"},
             {"ROOST_LLM_PROVIDER", "", "llm.provider", "openai, anthropic, none"},
             {"ROOST_BILLING_ENABLED", "maybe", "billing.enabled", "true or false"}}) {
        auto text = refused({.environment = {{variable, value}}}, key);
        EXPECT_TRUE(has(text, says)) << variable << "=" << value << " → " << text;
        EXPECT_TRUE(has(text, variable)) << text;
    }
}

TEST_F(Configuration, a_slash_at_the_end_of_a_base_address_is_dropped) {
    auto config = load({.environment = {{"ROOST_META_GRAPH_URL", "http://127.0.0.1:9/"},
                                        {"ROOST_PROXIES_HEALTH_URL", "http://a/"}}});
    ASSERT_TRUE(config.ok());
    EXPECT_EQ(config->meta.graph_url, "http://127.0.0.1:9");
    EXPECT_EQ(config->proxies.health_url, "http://a/");
}

TEST_F(Configuration, a_bad_secret_is_told_without_showing_it) {  // shows RUN-7
    EXPECT_FALSE(
        has(refused({.environment = {{"ROOST_DATABASE_URL", "mysql://user:hunter2@x"}}}, "database.url"),
            "hunter2"));
}

TEST_F(Configuration, a_moved_clock_needs_development_mode) {
    auto text = refused({.environment = {{"ROOST_CLOCK_OFFSET", "60"}}}, "clock.offset");
    EXPECT_TRUE(has(text, "ROOST_CLOCK_OFFSET: clock.offset works in development mode only")) << text;
    EXPECT_TRUE(
        load({.environment = {{"ROOST_CLOCK_OFFSET", "60"}, {"ROOST_SERVER_MODE", "development"}}}).ok());
}

TEST_F(Configuration, all_mistakes_are_told_at_once) {
    auto config = load({.file = file("[server]\nmode = \"x\"\nfoo = 1\n[data]\ndir = 2024-01-01\n"),
                        .environment = {{"ROOST_NOPE", "1"}}});
    ASSERT_FALSE(config.ok());
    EXPECT_EQ(config.error().fields.size(), 4u) << config.error().detail;
}

TEST_F(Configuration, a_file_that_is_missing_or_no_toml_is_told) {
    auto missing = load({.file = folder / "none.toml"});
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().code, "config.unreadable");
    auto broken = load({.file = file("[server]\nlisten = \n")});
    ASSERT_FALSE(broken.ok());
    EXPECT_TRUE(has(broken.error().detail, "roost.toml:2: ")) << broken.error().detail;
}

TEST_F(Configuration, is_documented_in_full) {
    for (auto const& key : describe()) EXPECT_FALSE(key.meaning.empty()) << key.name;
    std::ifstream in("docs/configuration.md");
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_EQ(text.str(), describe_markdown())
        << "docs/configuration.md is out of date; what it must hold is in configuration.expected.md";
    if (HasFailure()) std::ofstream("configuration.expected.md") << describe_markdown();
}

}  // namespace
}  // namespace roost::config
