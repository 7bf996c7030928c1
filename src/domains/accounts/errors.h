// errors.h: what can be wrong with a request about accounts.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "domains/accounts/types.h"

namespace roost::accounts::errors {

inline Error not_found() {
    return roost::errors::not_found("accounts.not_found", "There is no such account.");
}

/// A way the lifecycle does not have; names where the account is and where it may go.
inline Error illegal_transition(LifecycleState current, std::vector<LifecycleState> const& allowed) {
    boost::json::array names;
    std::string list;
    for (auto state : allowed) {
        names.emplace_back(to_text(state));
        list += (list.empty() ? "" : ", ") + std::string(to_text(state));
    }
    auto error = roost::errors::conflict(
        "accounts.illegal_transition",
        "The account is " + std::string(to_text(current)) + "; from there it may go to " + list + ".");
    error.extra["current"] = to_text(current);
    error.extra["allowed"] = std::move(names);
    return error;
}

inline Error no_model() {
    return roost::errors::conflict("accounts.no_model", "The account has no model. Assign one first.");
}

/// Something else than the state stands in the way (in the trash, held by a bot, …).
inline Error state_conflict(std::string code, std::string detail, LifecycleState current) {
    auto error = roost::errors::conflict(std::move(code), std::move(detail));
    error.extra["current"] = to_text(current);
    return error;
}

inline Error trashed() {
    return roost::errors::conflict("accounts.trashed", "The account is in the trash. Restore it first.");
}

inline Error trash_emptied() {
    return roost::errors::conflict("accounts.trash_emptied",
                                   "The account was in the trash for more than 30 days; its password "
                                   "and details are gone.");
}

inline Error username_taken() {
    std::string const message = "There is (or was) already an account of this name in the workspace.";
    return {.kind = ErrorKind::conflict,
            .code = "accounts.username_taken",
            .detail = message,
            .fields = {{"username", "accounts.username_taken", message}}};
}

inline Error proxy_reserved() {
    return roost::errors::conflict("proxies.reserved",
                                   "The proxy is reserved for the accounts of another model.");
}

/// If-Match names an older version; the answer carries the current object.
inline Error changed_meanwhile() {
    return {.kind = ErrorKind::precondition_failed,
            .code = "accounts.changed_meanwhile",
            .detail = "Somebody changed the account since you read it. Nothing was changed."};
}

inline Error attest_required() {
    return roost::errors::invalid_field(
        "attest", "import.attest_required",
        "Confirm that you are entitled to operate these accounts (attest=true).");
}

inline Error import_empty() {
    return roost::errors::invalid_field("file", "import.empty",
                                        "The file has no lines with data. Nothing was imported.");
}

inline Error import_binary() {
    return roost::errors::invalid_field(
        "file", "import.binary",
        "This is not a text file. Save it as CSV or plain text. Nothing was imported.");
}

inline Error undo_not_found() {
    return roost::errors::not_found("accounts.undo_not_found", "There is no such gesture to undo.");
}

inline Error undo_done(bool redo) {
    return roost::errors::conflict(
        "accounts.undo_done",
        redo ? "It was not undone, so there is nothing to do again." : "It is undone already.");
}

inline Error import_not_redone() {
    return roost::errors::conflict("accounts.import_not_redone",
                                   "An undone import is repeated with its file.");
}

inline Error import_not_found() {
    return roost::errors::not_found("import.not_found", "There is no such import.");
}

inline Error upload_gone() {
    return roost::errors::conflict("import.upload_gone", "The uploaded file is gone. Upload it again.");
}

inline Error import_started() {
    return roost::errors::conflict("import.started", "This import is running already.");
}

inline Error undo_expired() {
    return roost::errors::conflict("accounts.undo_expired", "This can be undone for 24 hours only.");
}

/// Rows changed since the gesture; nothing was undone.
inline Error undo_stale(std::int64_t changed, boost::json::array ids) {
    auto error = roost::errors::conflict(
        "accounts.undo_stale",
        std::to_string(changed) + " of the accounts changed since. Nothing was undone.");
    error.extra["changed"] = changed;
    error.extra["changed_ids"] = std::move(ids);
    return error;
}

}  // namespace roost::accounts::errors
