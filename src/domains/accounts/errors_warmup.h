// errors_warmup.h: what can be wrong with a task, a report or a review.
#pragma once

#include <string>

#include "core/base/error.h"
#include "domains/accounts/types.h"

namespace roost::accounts::errors {

inline Error task_not_found() {
    return roost::errors::not_found("bots.task_not_found", "There is no such task of this bot.");
}

inline Error too_much_evidence(std::size_t max) {
    return roost::errors::conflict("bots.too_much_evidence",
                                   "A task keeps at most " + std::to_string(max) + " pictures as evidence.");
}

inline Error not_in_review(LifecycleState current) {
    auto error = roost::errors::conflict("accounts.not_in_review",
                                         "The account needs no review, so there is nothing to retry.");
    error.extra["current"] = to_text(current);
    return error;
}

inline Error no_step(LifecycleState current) {
    auto error = roost::errors::conflict(
        "accounts.no_step", "The account is " + std::string(to_text(current)) + ", where no step is open.");
    error.extra["current"] = to_text(current);
    return error;
}

inline Error illegal_step(int last) {
    return roost::errors::invalid_field("step", "accounts.illegal_step",
                                        "Name a step from 1 to " + std::to_string(last) + ".");
}

}  // namespace roost::accounts::errors
