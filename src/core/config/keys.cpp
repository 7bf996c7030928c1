// keys.cpp: the table of every configuration key.
#include "core/config/keys.h"

#include "core/config/values.h"

namespace roost::config {
namespace {

using Check = std::string (*)(std::string_view);

/// A key whose value `member` (Config& → T&) holds; `check` looks at the text first.
template <class Member>
Key key(std::string name, Member member, std::string meaning, Check check = nullptr) {
    using T = std::remove_cvref_t<decltype(member(std::declval<Config&>()))>;
    return {
        .name = std::move(name),
        .meaning = std::move(meaning),
        .secret = std::is_same_v<T, Secret<std::string>>,
        .set =
            [member, check](Config& config, std::string_view text) {
                auto wrong = check ? check(text) : "";
                return wrong.empty() ? values::parse(text, member(config)) : wrong;
            },
        .show = [member](Config const& config) { return values::show(member(const_cast<Config&>(config))); }};
}

#define MEMBER(path) [](Config& c) -> auto& { return c.path; }

std::string check_url(std::string_view text) {
    bool fine = text.starts_with("http://") || text.starts_with("https://");
    return fine && text.find(' ') == text.npos ? "" : "be an address that begins with http:// or https://";
}
std::string check_optional_url(std::string_view text) { return text.empty() ? "" : check_url(text); }
/// An address that paths are appended to, so that a slash at its end is dropped.
template <class Member>
Key base_url(std::string name, Member member, std::string meaning, Check check = check_url) {
    auto made = key(std::move(name), member, std::move(meaning), check);
    made.set = [set = made.set](Config& config, std::string_view text) {
        while (text.ends_with('/')) text.remove_suffix(1);
        return set(config, text);
    };
    return made;
}
std::string check_listen(std::string_view text) {
    auto colon = text.rfind(':');
    std::int64_t port = -1;
    bool fine = colon != text.npos && colon > 0 && values::parse(text.substr(colon + 1), port).empty() &&
                port >= 0 && port <= 65535;
    return fine ? "" : "be address:port, for example 127.0.0.1:8080 or [::1]:8080";
}
std::string check_optional_listen(std::string_view text) { return text.empty() ? "" : check_listen(text); }
std::string check_database(std::string_view text) {
    bool other = text.find("://") != text.npos && !text.starts_with("postgres://") &&
                 !text.starts_with("postgresql://");
    return other ? "be empty, the path of an SQLite file, or begin with postgres://" : "";
}
std::string check_count(std::string_view text) {
    std::int64_t count = 0;
    return values::parse(text, count).empty() && count >= 1 && count <= 1'000'000
               ? ""
               : "be a whole number from 1";
}
std::string check_threads(std::string_view text) {
    std::int64_t count = 0;
    return values::parse(text, count).empty() && count >= 1 && count <= 256
               ? ""
               : "be a whole number from 1 to 256";
}
std::string check_not_negative(std::string_view text) {
    std::int64_t count = 0;
    return values::parse(text, count).empty() && count >= 0 ? "" : "be a whole number from 0";
}
std::string check_not_empty(std::string_view text) { return text.empty() ? "not be empty" : ""; }

std::vector<Key> program_keys() {
    return {
        key("server.listen", MEMBER(server.listen),
            "Address and port of the HTTP server; port 0 takes a free one.", check_listen),
        key("server.metrics_listen", MEMBER(server.metrics_listen),
            "Address and port of /metrics alone. Empty: /metrics is on server.listen, for this machine and private "
            "networks.",
            check_optional_listen),
        base_url(
            "server.public_url", MEMBER(server.public_url),
            "The address people type, for links in mails and call-backs. Empty: the address it listens on.",
            check_optional_url),
        key("server.mode", MEMBER(server.mode),
            "`production` or `development` (allows clock.offset and pasted tokens)."),
        key("server.roles", MEMBER(server.roles), "What this process does: any of web, worker, scheduler.",
            check_not_empty),
        key("server.rate_limit", MEMBER(server.rate_limit), "Requests per minute and token; 0: no limit.",
            check_not_negative),
        key("server.threads", MEMBER(server.threads), "Requests handled at the same time.", check_threads),
        key("database.url", MEMBER(database.url),
            "`postgres://…` or the path of an SQLite file. Empty: roost.db in data.dir.", check_database),
        key("database.readers", MEMBER(database.readers), "Database connections for reading.", check_threads),
        key("data.dir", MEMBER(data.dir), "Folder of the database, the master key, uploads and pictures.",
            check_not_empty),
        key("jobs.threads", MEMBER(jobs.threads), "Background jobs run at the same time.", check_threads),
        key("log.level", MEMBER(log.level),
            "The least important message that is logged: trace, debug, info, warning, error, off."),
        key("log.format", MEMBER(log.format),
            "text, json, or automatic: text on a terminal, else JSON lines."),
        key("secrets.master_key", MEMBER(secrets.master_key),
            "Keys that seal passwords and tokens: 64 hexadecimal digits each, one per line, the newest last. "
            "Empty: master.key in data.dir, made at the first start."),
        key("identity.registration", MEMBER(identity.registration),
            "`open`: anybody may register. `invite`: the first start's link, `roost user create` and "
            "invitations only."),
        key("clock.offset", MEMBER(clock.offset),
            "Seconds added to every reading of the clock; development mode only."),
        key("net.allow_private", MEMBER(net.allow_private),
            "Whether addresses that users give may lie in private networks."),
        key("proxies.health_url", MEMBER(proxies.health_url),
            "Page that a proxy check asks for; its answer should be the caller's address.", check_url),
    };
}

std::vector<Key> service_keys() {
    return {
        key("meta.app_id", MEMBER(meta.app_id), "Meta app (Facebook Login for Business)."),
        key("meta.app_secret", MEMBER(meta.app_secret), "Its secret; also checks webhook signatures."),
        key("meta.instagram_app_id", MEMBER(meta.instagram_app_id),
            "Instagram app of the Meta app (Instagram Login)."),
        key("meta.instagram_app_secret", MEMBER(meta.instagram_app_secret), "Its secret."),
        key("meta.webhook_verify_token", MEMBER(meta.webhook_verify_token),
            "The token Meta shows when it verifies the webhook."),
        base_url("meta.graph_url", MEMBER(meta.graph_url), "Graph API."),
        base_url("meta.dialog_url", MEMBER(meta.dialog_url), "Facebook's login dialog."),
        base_url("meta.instagram_graph_url", MEMBER(meta.instagram_graph_url), "Instagram's Graph API."),
        base_url("meta.instagram_api_url", MEMBER(meta.instagram_api_url), "Instagram's token exchange."),
        base_url("meta.instagram_dialog_url", MEMBER(meta.instagram_dialog_url), "Instagram's login dialog."),
        key("meta.graph_version", MEMBER(meta.graph_version), "Version of the Graph API.", check_not_empty),
        base_url("airtable.url", MEMBER(airtable.url), "Airtable's API, without /v0."),
        key("airtable.token", MEMBER(airtable.token),
            "Personal access token; the first workspace's default."),
        key("airtable.bases", MEMBER(airtable.bases), "Base ids (`app…`); the first workspace's default."),
        base_url("stripe.url", MEMBER(stripe.url), "Stripe's API."),
        key("stripe.secret_key", MEMBER(stripe.secret_key), "Stripe's secret key."),
        key("stripe.webhook_secret", MEMBER(stripe.webhook_secret),
            "Checks the signature of Stripe's events."),
        key("stripe.prices", MEMBER(stripe.prices), "Prices of the plans, `plan=price_…`."),
        base_url("google.issuer_url", MEMBER(google.issuer_url),
                 "OpenID Connect issuer of the Google login."),
        key("google.client_id", MEMBER(google.client_id), "OAuth client."),
        key("google.client_secret", MEMBER(google.client_secret), "Its secret."),
        key("llm.provider", MEMBER(llm.provider), "openai, anthropic or none."),
        base_url("llm.url", MEMBER(llm.url), "The provider's API. Empty: its usual address.",
                 check_optional_url),
        key("llm.api_key", MEMBER(llm.api_key), "The provider's key."),
        key("llm.model", MEMBER(llm.model), "Model by the provider's name. Empty: a sensible one."),
        base_url("resend.url", MEMBER(resend.url), "Resend's API."),
        key("resend.api_key", MEMBER(resend.api_key), "Resend's key."),
        key("smtp.url", MEMBER(smtp.url), "`smtp://user:password@host:port`, when mail goes by SMTP."),
        key("mail.from", MEMBER(mail.from), "Sender of mails, `Name <address>`."),
        base_url("s3.url", MEMBER(s3.url), "S3-compatible storage. Empty: files stay in data.dir.",
                 check_optional_url),
        key("s3.bucket", MEMBER(s3.bucket), "Its bucket."),
        key("s3.region", MEMBER(s3.region), "Its region."),
        key("s3.access_key", MEMBER(s3.access_key), "Its access key."),
        key("s3.secret_key", MEMBER(s3.secret_key), "Its secret key."),
        key("outreach.daily_selection_target", MEMBER(outreach.daily_selection_target),
            "Profiles per campaign; the first workspace's default.", check_count),
        key("outreach.num_va_tables", MEMBER(outreach.num_va_tables),
            "Tables a campaign is dealt to; the first workspace's default.", check_count),
        key("outreach.profiles_per_table", MEMBER(outreach.profiles_per_table),
            "Profiles per table; the first workspace's default.", check_count),
        key("billing.enabled", MEMBER(billing.enabled), "Whether plans and payments are in force."),
    };
}
#undef MEMBER

/// Edits (insert, drop, replace) that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::vector<Key> const& keys() {
    static std::vector<Key> const all = [] {
        auto list = program_keys();
        for (auto& service : service_keys()) list.push_back(std::move(service));
        return list;
    }();
    return all;
}

std::string environment_name(std::string_view key) {
    std::string name = "ROOST_";
    for (char c : key) name += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

std::string nearest(std::string_view word, std::vector<std::string> const& candidates) {
    std::string best;
    std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (auto const& candidate : candidates) {
        auto edits = edit_distance(word, candidate);
        if (edits < fewest) {
            fewest = edits;
            best = candidate;
        }
    }
    return best;
}

}  // namespace roost::config
