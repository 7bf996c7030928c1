// errors.h: what identity refuses, each with its code.
#pragma once

#include "core/base/actor.h"
#include "core/base/result.h"

namespace roost::identity::errors {

/// One answer for an unknown person and a wrong password (IDN-2).
inline Error bad_credentials() {
    return {.kind = ErrorKind::unauthenticated,
            .code = "auth.bad_credentials",
            .detail = "E-mail and password do not match."};
}

inline Error throttled(std::int64_t seconds) {
    return {.kind = ErrorKind::rate_limited,
            .code = "auth.throttled",
            .detail = "Too many failed log-ins. Wait and try again.",
            .retry_after_s = seconds};
}

inline Error invalid_token() {
    return {.kind = ErrorKind::unauthenticated,
            .code = "auth.invalid_token",
            .detail = "This log-in or token is unknown, has expired or was ended. Log in again."};
}

inline Error csrf() {
    return {.kind = ErrorKind::forbidden,
            .code = "auth.csrf",
            .detail = "A change with the cookie needs the header X-CSRF-Token; reload the page."};
}

inline Error workspace_required() {
    return {.kind = ErrorKind::unreadable,
            .code = "workspace.required",
            .detail = "You belong to several workspaces: name one in the header X-Workspace-Id."};
}

inline Error no_workspace() {
    return {.kind = ErrorKind::forbidden,
            .code = "workspace.none",
            .detail = "You belong to no workspace. Ask an owner for an invitation."};
}

inline Error workspace_not_found() {
    return roost::errors::not_found("workspace.not_found", "There is no such workspace for you.");
}

inline Error ambiguous_workspace(std::string const& name) {
    return roost::errors::conflict(
        "workspace.ambiguous", "Several workspaces are called '" + name + "'. Name one by its number: #ID.");
}

inline Error registration_closed() {
    return {.kind = ErrorKind::forbidden,
            .code = "auth.registration_closed",
            .detail = "Signing up is by invitation here. Ask an owner for a link."};
}

inline Error email_taken() {
    return roost::errors::conflict("auth.email_taken",
                                   "Somebody with this e-mail exists. Log in, or invite them.");
}

inline Error link_invalid() {
    return roost::errors::not_found("auth.link_invalid",
                                    "This link is unknown, was used or has expired. Ask for a new one.");
}

inline Error wrong_person() {
    return {.kind = ErrorKind::forbidden,
            .code = "auth.wrong_person",
            .detail = "This invitation is for another e-mail address."};
}

inline Error session_required() {
    return {.kind = ErrorKind::forbidden,
            .code = "auth.session_required",
            .detail = "A token may not do this: log in as a person."};
}

inline Error wrong_password() {
    return roost::errors::invalid_field("current_password", "auth.wrong_password",
                                        "This is not your current password.");
}

inline Error session_not_found() {
    return roost::errors::not_found("sessions.not_found", "There is no such session.");
}

inline Error user_not_found(std::string const& email) {
    return roost::errors::not_found("users.not_found", "There is nobody with the e-mail " + email + ".");
}

inline Error password_differs(std::string const& email) {
    return roost::errors::conflict("users.password_differs",
                                   email + " exists with another password; nothing was changed.");
}

inline Error member_not_found() {
    return roost::errors::not_found("members.not_found", "There is no such member.");
}

inline Error last_owner() {
    return roost::errors::conflict("members.last_owner",
                                   "A workspace needs an owner: make somebody else owner first.");
}

inline Error already_member(Role role) {
    return roost::errors::conflict("members.exists", "This person is already a member, with the role " +
                                                         std::string(to_text(role)) + ".");
}

inline Error invitation_not_found() {
    return roost::errors::not_found("invitations.not_found", "There is no such invitation.");
}

inline Error token_not_found() {
    return roost::errors::not_found("tokens.not_found", "There is no such token.");
}

inline Error view_not_found() {
    return roost::errors::not_found("views.not_found", "There is no such view of yours.");
}

inline Error may_not_share() {
    return {.kind = ErrorKind::forbidden,
            .code = "views.may_not_share",
            .detail = "Owners and managers share views."};
}

inline Error too_many(std::string code, std::string detail) {
    return roost::errors::conflict(std::move(code), std::move(detail));
}

}  // namespace roost::identity::errors
