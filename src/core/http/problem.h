// problem.h: the one place where an error becomes a status and a problem+json body (RFC 9457).
#pragma once

#include <string_view>

#include "core/http/message.h"

namespace roost::http {

/// The HTTP status of an error kind.
int status_of(ErrorKind kind);

/// The error as application/problem+json. The detail of an internal error is not shown.
Response problem_response(Error const& error, std::string_view request_id);

/// The problem as an object, for bodies that carry one inside (a failed job).
boost::json::object problem_json(Error const& error, std::string_view request_id);

namespace errors {
inline Error not_found() {
    return roost::errors::not_found("request.not_found", "There is nothing at this address.");
}
inline Error unreadable(std::string detail) {
    return {.kind = ErrorKind::unreadable, .code = "request.unreadable", .detail = std::move(detail)};
}
inline Error too_large(std::int64_t bytes_max) {
    return {.kind = ErrorKind::too_large,
            .code = "request.too_large",
            .detail = "The body may have at most " + std::to_string(bytes_max) + " bytes."};
}
inline Error headers_too_large() {
    return {.kind = ErrorKind::headers_too_large,
            .code = "request.headers_too_large",
            .detail = "The request line and headers are too long."};
}
inline Error too_slow() {
    return {.kind = ErrorKind::timeout,
            .code = "request.timeout",
            .detail = "The request took too long to arrive."};
}
inline Error busy() {
    return {.kind = ErrorKind::unavailable,
            .code = "server.busy",
            .detail = "The server has more to do than it can take. Try again in a moment.",
            .retry_after_s = 1};
}
}  // namespace errors
}  // namespace roost::http
