// error.h: the one error type; a kind decides the HTTP status and whether a job is retried.
#pragma once

#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace roost {

/// What went wrong, as far as a caller can act on it. core/http maps it to a status, core/jobs to
/// retry or dead; nothing else does.
enum class ErrorKind {
    unreadable,           // 400: not parseable at all
    unauthenticated,      // 401
    payment_required,     // 402: the plan's limit
    forbidden,            // 403: the role or scope
    not_found,            // 404: not there, or not yours
    method_not_allowed,   // 405
    conflict,             // 409: the state does not allow it
    precondition_failed,  // 412: somebody else changed it first
    too_large,            // 413
    unsupported_type,     // 415
    invalid,              // 422: readable, but means nothing legal
    headers_too_large,    // 431
    rate_limited,         // 429
    internal,             // 500: a bug or a broken machine
    unavailable,          // 503: a dependency is away; trying again may help
    timeout,              // 408: the client was too slow
};
BOOST_DESCRIBE_ENUM(ErrorKind, unreadable, unauthenticated, payment_required, forbidden, not_found,
                    method_not_allowed, conflict, precondition_failed, too_large, unsupported_type, invalid,
                    headers_too_large, rate_limited, internal, unavailable, timeout)

/// One field of the input that is wrong. `field` is its name or dotted path.
struct FieldError {
    std::string field;
    std::string code;
    std::string message;
};

/// A failure as a value. `code` is `area.reason` and stable; `detail` is a sentence for a person:
/// what happened, what was kept, what to do. `extra` is shown as further problem+json members.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string code;
    std::string detail;
    std::vector<FieldError> fields = {};
    std::optional<std::int64_t> retry_after_s = {};
    boost::json::object extra = {};
};

namespace errors {

/// Input that is readable but not acceptable; one field at fault.
inline Error invalid_field(std::string field, std::string code, std::string message) {
    return {.kind = ErrorKind::invalid,
            .code = code,
            .detail = message,
            .fields = {{std::move(field), std::move(code), std::move(message)}}};
}

/// Something that must not happen. `detail` goes to the log; the client sees only the request id.
inline Error internal(std::string detail) {
    return {.kind = ErrorKind::internal, .code = "internal.error", .detail = std::move(detail)};
}

/// The thing is not there or belongs to somebody else; the answer is the same on purpose.
inline Error not_found(std::string code, std::string detail) {
    return {.kind = ErrorKind::not_found, .code = std::move(code), .detail = std::move(detail)};
}

inline Error conflict(std::string code, std::string detail) {
    return {.kind = ErrorKind::conflict, .code = std::move(code), .detail = std::move(detail)};
}

inline Error unavailable(std::string code, std::string detail) {
    return {.kind = ErrorKind::unavailable, .code = std::move(code), .detail = std::move(detail)};
}

}  // namespace errors
}  // namespace roost
