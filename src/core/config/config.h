// config.h: every setting of the program, typed, with its default; read once at start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enums.h"
#include "core/base/instant.h"
#include "core/base/result.h"
#include "core/base/secret.h"

namespace roost::config {

enum class Mode { production, development };
BOOST_DESCRIBE_ENUM(Mode, production, development)
enum class ServerRole { web, worker, scheduler };
BOOST_DESCRIBE_ENUM(ServerRole, web, worker, scheduler)
enum class Registration { open, invite };
BOOST_DESCRIBE_ENUM(Registration, open, invite)
enum class LogLevel { trace, debug, info, warning, error, off };
BOOST_DESCRIBE_ENUM(LogLevel, trace, debug, info, warning, error, off)
enum class LogFormat { automatic, text, json };
BOOST_DESCRIBE_ENUM(LogFormat, automatic, text, json)
enum class LlmProvider { openai, anthropic, none };
BOOST_DESCRIBE_ENUM(LlmProvider, openai, anthropic, none)

/// The settings, one member per key `section.name`; what each means stands in keys.cpp and in
/// docs/configuration.md. Credentials are Secret, also addresses that may contain one.
struct Config {
    struct Server {
        std::string listen = "127.0.0.1:8080";
        std::string metrics_listen;
        std::string public_url;
        Mode mode = Mode::production;
        std::vector<ServerRole> roles = {ServerRole::web, ServerRole::worker, ServerRole::scheduler};
        std::int64_t rate_limit = 0;
        std::int64_t threads = 32;  // most of them wait for the commit they share
    } server;
    struct Database {
        Secret<std::string> url;
        std::int64_t readers = 4;
    } database;
    struct Data {
        std::string dir = "data";
    } data;
    struct Jobs {
        std::int64_t threads = 3;
    } jobs;
    struct Log {
        LogLevel level = LogLevel::info;
        LogFormat format = LogFormat::automatic;
    } log;
    struct Secrets {
        Secret<std::string> master_key;
    } secrets;
    struct Identity {
        Registration registration = Registration::invite;
    } identity;
    struct Clock {
        Seconds offset{0};
    } clock;
    struct Net {
        bool allow_private = false;
    } net;
    struct Proxies {
        std::string health_url = "https://api.ipify.org";
    } proxies;
    struct Meta {
        std::string app_id;
        Secret<std::string> app_secret;
        std::string instagram_app_id;
        Secret<std::string> instagram_app_secret;
        Secret<std::string> webhook_verify_token;
        std::string graph_url = "https://graph.facebook.com";
        std::string dialog_url = "https://www.facebook.com";
        std::string instagram_graph_url = "https://graph.instagram.com";
        std::string instagram_api_url = "https://api.instagram.com";
        std::string instagram_dialog_url = "https://www.instagram.com";
        std::string graph_version = "v23.0";
    } meta;
    struct Airtable {
        std::string url = "https://api.airtable.com";
        Secret<std::string> token;
        std::vector<std::string> bases;
    } airtable;
    struct Stripe {
        std::string url = "https://api.stripe.com";
        Secret<std::string> secret_key;
        Secret<std::string> webhook_secret;
        std::vector<std::string> prices;
    } stripe;
    struct Google {
        std::string issuer_url = "https://accounts.google.com";
        std::string client_id;
        Secret<std::string> client_secret;
    } google;
    struct Llm {
        LlmProvider provider = LlmProvider::none;
        std::string url;
        Secret<std::string> api_key;
        std::string model;
    } llm;
    struct Resend {
        std::string url = "https://api.resend.com";
        Secret<std::string> api_key;
    } resend;
    struct Smtp {
        Secret<std::string> url;
    } smtp;
    struct Mail {
        std::string from;
    } mail;
    struct S3 {
        std::string url;
        std::string bucket;
        std::string region = "us-east-1";
        Secret<std::string> access_key;
        Secret<std::string> secret_key;
    } s3;
    struct Outreach {
        std::int64_t daily_selection_target = 14'400;
        std::int64_t num_va_tables = 80;
        std::int64_t profiles_per_table = 180;
    } outreach;
    struct Billing {
        bool enabled = false;
    } billing;

    /// Where a value came from, by key: `roost.toml:12`, `ROOST_SERVER_LISTEN`, `--listen`. A key
    /// that is not here has its default.
    std::map<std::string, std::string> origins;
};

/// A command-line flag that sets a key.
struct Flag {
    std::string name;  // `--listen`, for messages
    std::string key;   // `server.listen`
    std::string value;
};

/// Where values come from, weakest first after the built-in defaults.
struct Sources {
    std::vector<Flag> defaults = {};                 // of the command, instead of the built-in ones
    std::optional<std::filesystem::path> file;       // none: only what follows
    std::map<std::string, std::string> environment;  // the ROOST_* variables
    std::vector<Flag> flags;
};

/// The process's ROOST_* variables; the only reader of the environment. Not thread-safe against
/// setenv, which nobody calls. ROOST_TEST_* belong to the test programs and are left out.
std::map<std::string, std::string> environment();

/// The configuration of those sources. Every mistake is found before it fails: config.invalid has
/// one line per mistake in `detail` (`roost.toml:3: server.lisen is unknown; did you mean
/// server.listen?`) and the key in `fields`. Also config.unreadable for the file itself.
Result<Config> load(Sources const& sources);

/// One key, for `--help` and the documentation.
struct KeyInfo {
    std::string name;
    std::string environment;
    std::string default_value;
    std::string meaning;
    bool secret = false;  // may also be given as NAME_file / NAME_FILE
};

/// Every key in the order of the documentation.
std::vector<KeyInfo> describe();

/// docs/configuration.md in full; a test compares.
std::string describe_markdown();

}  // namespace roost::config
