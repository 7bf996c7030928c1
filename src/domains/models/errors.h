// errors.h: what can be wrong with a request about models.
#pragma once

#include <string>

#include "core/base/error.h"

namespace roost::models::errors {

inline Error not_found() { return roost::errors::not_found("models.not_found", "There is no such model."); }

inline Error archived() {
    return roost::errors::conflict("models.archived", "The model is archived. Restore it first.");
}

inline Error in_use(std::int64_t accounts) {
    auto error = roost::errors::conflict(
        "models.in_use", std::to_string(accounts) + (accounts == 1 ? " account works" : " accounts work") +
                             " for this model. Reassign them first, or archive with accounts=unassign.");
    error.extra["accounts"] = accounts;
    return error;
}

/// Somebody changed it since the version that If-Match names; `current` is how it is now.
inline Error changed_meanwhile(boost::json::object current) {
    Error error{.kind = ErrorKind::precondition_failed,
                .code = "models.changed_meanwhile",
                .detail = "Somebody changed the model meanwhile. Look at it again."};
    error.extra["current"] = std::move(current);
    return error;
}

}  // namespace roost::models::errors
