// api.h: what other domains may know of identity: settings, audit log, members, bots' tokens.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/actor.h"
#include "core/base/result.h"
#include "core/clock/clock.h"
#include "core/db/db.h"

namespace roost::identity {

/// A span of the day in the workspace's time zone, `HH:MM` to `HH:MM`; may run over midnight.
struct WorkingHours {
    std::string from;
    std::string to;
};
BOOST_DESCRIBE_STRUCT(WorkingHours, (), (from, to))

/// Minutes since midnight of a valid `HH:MM`; nothing for any other text.
std::optional<int> minute_of_day(std::string_view hh_mm);

/// How fast accounts are warmed up (ACC-7, ACC-8). A cap of 0 means none.
struct WarmupSettings {
    bool auto_start = true;
    bool require_proxy = true;
    int gap_s = 14400;
    std::optional<WorkingHours> hours = {};
    int cap_per_account_day = 3;
    int cap_per_proxy_day = 9;
    int max_retries = 3;
    int backoff_base_s = 60;
    int backoff_max_s = 3600;
    int lease_s = 600;
};
BOOST_DESCRIBE_STRUCT(WarmupSettings, (),
                      (auto_start, require_proxy, gap_s, hours, cap_per_account_day, cap_per_proxy_day,
                       max_retries, backoff_base_s, backoff_max_s, lease_s))

struct OutreachSettings {
    int daily_selection_target = 14400;
    int num_va_tables = 80;
    int profiles_per_table = 180;
    int low_pool_days = 2;
};
BOOST_DESCRIBE_STRUCT(OutreachSettings, (),
                      (daily_selection_target, num_va_tables, profiles_per_table, low_pool_days))

/// The token is not here: it is sealed and write-only.
struct AirtableSettings {
    std::vector<std::string> bases = {};
};
BOOST_DESCRIBE_STRUCT(AirtableSettings, (), (bases))

/// What a workspace decided; a new one has these defaults.
struct WorkspaceSettings {
    std::string time_zone = "UTC";  // IANA name that exists
    WarmupSettings warmup = {};
    OutreachSettings outreach = {};
    AirtableSettings airtable = {};
};
BOOST_DESCRIBE_STRUCT(WorkspaceSettings, (), (time_zone, warmup, outreach, airtable))

/// The settings of that workspace. Error workspace.not_found.
Result<WorkspaceSettings> settings(db::Reader& reader, WorkspaceId workspace);

/// One line of the audit log: `{.action = "accounts.reveal", .object_type = "account",
/// .object_id = 17}`. `detail` holds names and numbers, never a secret.
struct AuditEntry {
    std::string_view action;
    std::string_view object_type;
    std::optional<std::int64_t> object_id = {};
    boost::json::object detail = {};
};

/// Writes who did what, in the transaction that does it, to the actor's workspace.
Result<void> audit(db::Tx& tx, Clock const& clock, Actor const& actor, AuditEntry const& entry);

/// A person's membership of a workspace.
struct Member {
    UserId user;
    std::string email;
    std::string name;
    Role role = Role::viewer;
};

/// The member of that workspace, or nothing when the person is none.
Result<std::optional<Member>> find_member(db::Reader& reader, WorkspaceId workspace, UserId user);

/// Implemented by the bots domain, so that the authenticator knows bots without knowing the domain.
class BotTokens {
public:
    virtual ~BotTokens() = default;
    /// The bot with this token as an actor of kind bot, or nothing. Called once for every request
    /// of a bot, from any thread: keep it quick. Bots' tokens never start with `rs_`, `rt_` or `ri_`.
    virtual Result<std::optional<Actor>> find_by_token(std::string const& token) = 0;
};

}  // namespace roost::identity
