// rules.h: the decisions of identity, without time, database or network of their own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "domains/identity/types.h"

namespace roost::identity::rules {

/// An e-mail as it is compared and stored: trimmed, lower case.
std::string fold_email(std::string_view text);

/// The folded e-mail; a problem under `field` when it is none.
std::string check_email(std::string_view text, std::string const& field, json::Problems& problems);

/// The trimmed name of a person or thing: 1–100 bytes, no control characters.
std::string check_name(std::string_view text, std::string const& field, json::Problems& problems);

/// 8–1,024 bytes, and not the e-mail itself.
void check_password(Secret<std::string> const& password, std::string_view email, std::string const& field,
                    json::Problems& problems);

/// The problems as one error, or success when there are none.
Result<void> settled(json::Problems problems);

/// How many failures are free before each further one blocks twice as long.
struct ThrottlePolicy {
    int free;
    Seconds longest;
};
/// Of one account: at most about sixty guesses an hour, and its owner never waits over a minute.
inline constexpr ThrottlePolicy account_policy{10, Seconds{60}};
inline constexpr ThrottlePolicy address_policy{60, Seconds{900}};
/// Failures are forgotten when there was none for that long.
inline constexpr Millis throttle_memory = std::chrono::hours{1};

/// The throttle after one more failure.
Throttle after_failure(Throttle throttle, ThrottlePolicy policy, Instant now);

/// Whole seconds that a log-in must wait; 0 when it may be tried. A clock that went back never
/// blocks longer than the policy's longest.
std::int64_t blocked_for_s(Throttle const& throttle, ThrottlePolicy policy, Instant now);

/// What of a network address is throttled: IPv4 whole, IPv6 its /64, which is one customer.
std::string address_group(std::string_view address);

/// A session ends 14 days after its last use and 90 days after its beginning.
Instant session_end(Instant created_at, Instant now);
inline constexpr Millis session_longest = std::chrono::hours{24 * 90};
/// Whether a use at `now` should be written down; not each one, because reads are many.
bool worth_noting(Instant last_used_at, Instant now);

/// `accounts:read`, `bots:write`, … as scopes; a problem per unknown one.
std::vector<Scope> check_scopes(std::vector<std::string> const& texts, json::Problems& problems);
std::string join_scopes(std::vector<std::string> const& texts);
std::vector<std::string> split_scopes(std::string_view stored);

/// Whether a member may lose the role `from` (for `to`, or altogether) when `owners` have it.
Result<void> may_leave_role(Role from, std::optional<Role> to, std::int64_t owners);

/// Error auth.session_required for tokens, bots and the program itself.
Result<void> require_person(Actor const& actor);

/// The workspace that the header X-Workspace-Id names (empty: none), of those a person belongs to.
/// Errors workspace.none, workspace.required, workspace.not_found.
Result<WorkspaceRef> choose_workspace(std::vector<WorkspaceRef> const& all, std::string_view wanted);

/// A preference's key: 1–100 of a–z A–Z 0–9 and . _ : / -
Result<void> check_key(std::string_view key);

}  // namespace roost::identity::rules
