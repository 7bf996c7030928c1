// failures.h: the error codes of core/db, the same for both engines.
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"

namespace roost::db::failures {

inline Error unique(std::string detail) { return roost::errors::conflict("db.unique", std::move(detail)); }

/// A foreign key: the row points to nothing, or something still points to it.
inline Error reference(std::string detail) {
    return roost::errors::conflict("db.reference", std::move(detail));
}

/// A CHECK or NOT NULL that the code should have kept.
inline Error constraint(std::string detail) {
    return {.kind = ErrorKind::internal, .code = "db.constraint", .detail = std::move(detail)};
}

inline Error full(std::string detail) { return roost::errors::unavailable("db.full", std::move(detail)); }
inline Error busy(std::string detail) { return roost::errors::unavailable("db.busy", std::move(detail)); }
inline Error unreachable(std::string detail) {
    return roost::errors::unavailable("db.unreachable", std::move(detail));
}

/// Two transactions got into each other's way; lanes repeat the closure and tell nobody.
inline Error collided(std::string detail) {
    return roost::errors::unavailable("db.collided", std::move(detail));
}

inline Error outcome_unknown(std::string_view why) {
    return roost::errors::unavailable(
        "db.outcome_unknown", "The connection was lost while committing (" + std::string(why) +
                                  "). The change may or may not have been kept: look before repeating it.");
}

inline Error corrupt(std::string detail) {
    return {.kind = ErrorKind::internal, .code = "db.corrupt", .detail = std::move(detail)};
}

/// Text that is not UTF-8 or holds a NUL; both engines refuse it the same way.
inline Error bad_text(std::string detail) {
    return {.kind = ErrorKind::invalid, .code = "db.bad_text", .detail = std::move(detail)};
}

inline Error too_large(std::string detail) {
    return {.kind = ErrorKind::too_large, .code = "db.too_large", .detail = std::move(detail)};
}

}  // namespace roost::db::failures
