// dispatcher.cpp: route, admit, call, finish.
#include "core/http/dispatcher.h"

#include "core/crypto/password.h"
#include "core/http/access.h"
#include "core/http/files.h"
#include "core/http/problem.h"
#include "core/http/url.h"
#include "core/jobs/process_identity.h"
#include "core/log/log.h"

namespace roost::http {
namespace {

constexpr std::int64_t failed_log_ins_per_minute = 20;
constexpr std::int64_t ignored_body_max = 64 << 10;  // of routes that take none

constexpr std::string_view page_policy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
constexpr std::string_view data_policy = "default-src 'none'; frame-ancestors 'none'";

/// A client's own request id is kept when it can stand in a header and a log line as it is.
bool is_sane_request_id(std::string_view id) {
    return !id.empty() && id.size() <= 128 && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.' || c == ':';
    });
}

/// Whose requests are counted together: the token or session, else the address.
std::string caller_of(Request const& request) {
    auto token = request.header("authorization");
    if (token.empty()) token = request.header("cookie");
    if (token.empty()) return "address " + request.remote_address;
    return crypto::sha256(token);
}

std::string const& operation_of(Exchange const& exchange) {
    static std::string const none = "none";
    return exchange.route ? exchange.route->operation_id : none;
}

bool has_header(Response const& response, std::string_view name) {
    return std::ranges::any_of(response.headers, [&](auto const& header) { return header.first == name; });
}

/// A reader that has the object already is told so.
void answer_not_modified(Request const& request, Response& response) {
    bool reads = request.method == Method::get || request.method == Method::head;
    auto wanted = request.header("if-none-match");
    if (!reads || response.status != 200 || wanted.empty() || response.stream) return;
    for (auto const& [name, value] : response.headers) {
        if (name != "ETag" || !none_match_hits(wanted, value)) continue;
        response.status = 304;
        response.body.clear();
    }
}

}  // namespace

Dispatcher::Dispatcher(ServerOptions const& options, ServerParts const& parts, Router const& router,
                       RequestMetrics& metrics)
    : options_(options),
      parts_(parts),
      router_(router),
      metrics_(metrics),
      static_files_(options.static_files),
      limiter_(parts.clock),
      idempotency_(parts.db, parts.clock, parts.keys, jobs::new_owner_name()),
      body_limits_(options.openapi_json),
      behind_tls_(options.public_url.starts_with("https://")) {}

Result<void> Dispatcher::route(Exchange& exchange, std::string_view target) {
    auto& request = exchange.request;
    exchange.took = {};
    auto given_id = request.header("x-request-id");
    request.request_id = is_sane_request_id(given_id) ? std::string(given_id) : "req_" + parts_.random.hex(8);
    auto parsed = TRY(parse_target(target));
    request.path = std::move(parsed.path);
    request.query = std::move(parsed.query);
    if (!is_at_its_port(exchange)) return errors::not_found();
    auto match = router_.find(request.method, parsed.segments);
    exchange.route = match.route;
    exchange.allow = std::move(match.allow);
    request.path_params = std::move(match.params);
    return {};
}

/// With a listener of their own, metrics are there and nowhere else, and nothing else is there.
bool Dispatcher::is_at_its_port(Exchange const& exchange) const {
    if (metrics_port == 0 || exchange.local_port == 0) return true;
    return (exchange.local_port == metrics_port) == (exchange.request.path == metrics_path);
}

std::int64_t Dispatcher::body_limit(Exchange const& exchange) {
    if (exchange.route == nullptr) return Body::json().bytes_max;
    return std::max(exchange.route->body.bytes_max, ignored_body_max);
}

Result<void> Dispatcher::check_pace(Exchange& exchange, std::string const& caller, std::int64_t limit) {
    auto standing = limiter_.count(caller, limit);
    exchange.headers.emplace_back("RateLimit-Limit", std::to_string(standing.limit));
    exchange.headers.emplace_back("RateLimit-Remaining", std::to_string(standing.remaining));
    exchange.headers.emplace_back("RateLimit-Reset", std::to_string(standing.reset_s));
    if (!standing.allowed) return too_many(standing);
    return {};
}

Result<void> Dispatcher::admit(Exchange& exchange) {
    if (exchange.route == nullptr) return {};
    auto const& route = *exchange.route;
    auto& request = exchange.request;
    if (route.rate == Rate::login) {
        auto standing = limiter_.look("log-in " + request.remote_address, failed_log_ins_per_minute);
        if (!standing.allowed) return too_many(standing);
    }
    auto limit = request.path.starts_with("/api/") ? options_.rate_limit_per_minute : 0;
    if (route.permission == Permission::anyone) {
        if (limit > 0) TRY(check_pace(exchange, caller_of(request), limit));
        return {};
    }
    auto actor = parts_.authenticator.authenticate(request);
    // Without a good token the address is counted, so that guessing has a pace too.
    bool known = actor.ok() && *actor;
    if (limit > 0)
        TRY(check_pace(exchange, known ? caller_of(request) : "address " + request.remote_address, limit));
    request.maybe_actor = TRY(std::move(actor));
    return check_access(route, request.maybe_actor ? &*request.maybe_actor : nullptr);
}

Result<Response> Dispatcher::without_route(Exchange const& exchange) const {
    auto method = exchange.request.method;
    if (!exchange.allow.empty()) {
        return Error{.kind = ErrorKind::method_not_allowed,
                     .code = "request.method_not_allowed",
                     .detail = "This address takes " + exchange.allow + "."};
    }
    if (method == Method::get || method == Method::head) {
        if (auto file = static_files_.find(exchange.request)) return std::move(*file);
    }
    return errors::not_found();
}

Result<Response> Dispatcher::call(Exchange& exchange) {
    if (exchange.route == nullptr) return without_route(exchange);
    if (exchange.route->body.kind == Body::Kind::json)
        TRY(body_limits_.check(exchange.route->operation_id, exchange.request.body));
    if (auto known = TRY(idempotency_.begin(exchange))) return std::move(*known);
    try {
        return exchange.route->handler(exchange.request);
    } catch (std::exception const& impossible) {
        return roost::errors::internal(impossible.what());
    }
}

Response Dispatcher::finish(Exchange& exchange, Result<Response> result) {
    auto const& request = exchange.request;
    if (result.ok() && result->file) result = open_file(request, std::move(*result));
    if (!result.ok() && result.error().kind == ErrorKind::internal) {
        log::failure(log::Level::error, "a request failed", result.error(),
                     {{"operation", operation_of(exchange)}, {"path", request.path}});
    }
    auto response = result.ok() ? std::move(*result) : problem_response(result.error(), request.request_id);
    if (!exchange.allow.empty() && response.status == 405)
        response.headers.emplace_back("Allow", exchange.allow);
    idempotency_.end(exchange, response);
    if (exchange.route && exchange.route->rate == Rate::login && response.status == 401) {
        limiter_.count("log-in " + request.remote_address, failed_log_ins_per_minute);
    }
    answer_not_modified(request, response);
    add_common_headers(exchange, response);
    auto took = exchange.took.seconds();
    metrics_.count(operation_of(exchange), response.status, took);
    if (log::enabled(log::Level::debug)) {
        log::debug("request", {{"method", method_name(request.method)},
                               {"path", request.path},
                               {"status", response.status},
                               {"ms", static_cast<std::int64_t>(took * 1'000)}});
    }
    return response;
}

void Dispatcher::add_common_headers(Exchange const& exchange, Response& response) const {
    auto& headers = response.headers;
    headers.insert(headers.end(), exchange.headers.begin(), exchange.headers.end());
    for (auto const& header : exchange.request.answer_headers) {
        if (!has_header(response, header.first)) headers.push_back(header);
    }
    headers.emplace_back("X-Request-Id", exchange.request.request_id);
    headers.emplace_back("X-Content-Type-Options", "nosniff");
    headers.emplace_back("X-Frame-Options", "DENY");
    headers.emplace_back("Referrer-Policy", "same-origin");
    bool is_page = response.content_type.starts_with("text/html");
    headers.emplace_back("Content-Security-Policy", is_page ? page_policy : data_policy);
    if (behind_tls_) headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    if (!has_header(response, "Cache-Control")) {
        headers.emplace_back("Cache-Control",
                             has_header(response, "ETag") ? "private, no-cache" : "no-store");
    }
}

}  // namespace roost::http
