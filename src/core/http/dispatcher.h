// dispatcher.h: what happens to a request between the socket and its handler, without sockets.
#pragma once

#include <memory>
#include <string>

#include "core/http/body_limits.h"
#include "core/http/exchange.h"
#include "core/http/idempotency.h"
#include "core/http/metrics.h"
#include "core/http/rate_limit.h"
#include "core/http/router.h"
#include "core/http/server.h"
#include "core/http/static_files.h"

namespace roost::http {

/// The steps of a request in their order. Thread-safe once the routes are added.
class Dispatcher {
public:
    Dispatcher(ServerOptions const& options, ServerParts const& parts, Router const& router,
               RequestMetrics& metrics);

    /// Fills path, parameters, request id and the route of `exchange`. Errors: request.unreadable.
    Result<void> route(Exchange& exchange, std::string_view target);

    /// Authentication, pace and rights. Before an upload is read; before anything else is done.
    Result<void> admit(Exchange& exchange);

    /// Idempotency and the handler of an admitted request, or the static file, or 404 or 405. What
    /// it returns may still be deferred.
    Result<Response> call(Exchange& exchange);

    /// The answer as it is sent: an error as a problem, a file opened, all common headers; kept for
    /// its idempotency key, counted and logged. Exactly once per request.
    Response finish(Exchange& exchange, Result<Response> result);

    static constexpr std::string_view metrics_path = "/metrics";
    /// The port of server.metrics_listen once it is bound; 0: metrics share the other address. Set
    /// before the first request.
    int metrics_port = 0;

    /// The largest body the request may have.
    static std::int64_t body_limit(Exchange const& exchange);

private:
    bool is_at_its_port(Exchange const& exchange) const;
    Result<Response> without_route(Exchange const& exchange) const;
    Result<void> check_pace(Exchange& exchange, std::string const& caller, std::int64_t limit);
    void add_common_headers(Exchange const& exchange, Response& response) const;

    ServerOptions const& options_;
    ServerParts const& parts_;
    Router const& router_;
    RequestMetrics& metrics_;
    StaticFiles static_files_;
    RateLimiter limiter_;
    Idempotency idempotency_;
    BodyLimits const body_limits_;
    bool const behind_tls_;
};

}  // namespace roost::http
