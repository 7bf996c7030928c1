// store_warmup.h: leases, attempts and the due queue as rows.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/db/db.h"
#include "domains/accounts/api_warmup.h"
#include "domains/accounts/rules_warmup.h"

namespace roost::accounts::store {

/// A row of warmup_step_logs as reports need it.
struct StepLog {
    StepLogId id;
    AccountId account_id;
    std::string task_id;
    rules::Step step;
    std::string step_name;
    int attempt = 1;
    StepStatus status = StepStatus::in_progress;
    std::optional<std::int64_t> bot_id;
    std::optional<ModelId> model_id;
    std::optional<ProxyId> proxy_id;
    std::optional<Instant> lease_expires_at;
    std::optional<Instant> started_at;
    std::optional<Instant> completed_at;
    std::optional<std::string> error_code;
    std::optional<std::string> report;
};

/// An account as the engine needs it.
struct WarmupAccount {
    AccountId id;
    std::string username;
    std::optional<std::string> email;
    std::optional<std::string> password_box;
    std::optional<std::string> extra_box;
    rules::Progress progress;
    std::optional<ProxyId> proxy_id;
    bool trashed = false;
};

/// A group of the due queue.
struct DueGroup {
    std::int64_t model = -1;
    std::int64_t lane = -1;

    bool without_proxy() const { return lane >= 100; }
    bool not_started() const { return lane % 100 == 0; }
    bool cleanup() const { return lane % 100 > 10; }
    int step() const { return static_cast<int>(lane % 10 == 0 ? 1 : lane % 10); }
    friend auto operator<=>(DueGroup, DueGroup) = default;
};

/// An account at the head of a group.
struct DueAccount {
    AccountId id;
    Instant due_at;
    std::optional<ProxyId> proxy_id;
    int retry_count = 0;
    std::optional<proxies::ProxyStatus> proxy_status;
    std::int64_t proxy_max = 0;
    std::int64_t proxy_busy = 0;

    bool proxy_is_off() const { return proxy_id && proxy_status != proxies::ProxyStatus::active; }
    bool proxy_is_full() const { return proxy_id && proxy_busy >= proxy_max; }
};

Result<std::optional<DueGroup>> next_group(db::Reader& reader, WorkspaceId workspace, DueGroup after);
Result<std::vector<DueAccount>> head_of_group(db::Reader& reader, WorkspaceId workspace, DueGroup group,
                                              int limit, int offset);
Result<rules::PacingFacts> pacing_facts(db::Reader& reader, WorkspaceId workspace, DueAccount const& account,
                                        Instant day_start);
Result<void> postpone(db::Tx& tx, WorkspaceId workspace, AccountId id, Instant until);

Result<std::optional<WarmupAccount>> find_account(db::Reader& reader, WorkspaceId workspace, AccountId id);
/// Those of `ids` that exist, without their sealed boxes. `ids` is `[{"id": 1}, …]`.
Result<std::vector<WarmupAccount>> list_accounts(db::Reader& reader, WorkspaceId workspace,
                                                 std::string const& ids);

Result<std::optional<StepLog>> task_of_bot(db::Reader& reader, WorkspaceId workspace, std::int64_t bot);
Result<std::optional<StepLog>> find_task(db::Reader& reader, WorkspaceId workspace,
                                         std::string const& task_id);
Result<std::vector<StepLog>> expired_tasks(db::Reader& reader, WorkspaceId workspace, Instant now, int limit);

Result<void> hold_account(db::Tx& tx, WorkspaceId workspace, WarmupAccount const& account, BotRef const& bot,
                          Instant now);
/// Inserts the lease described by `log`.
Result<void> insert_lease(db::Tx& tx, WorkspaceId workspace, StepLog const& log, BotRef const& bot,
                          Instant now);

/// What an attempt left behind, as its row keeps it.
struct Outcome {
    StepStatus status = StepStatus::completed;
    std::optional<std::string> session_id;
    std::optional<std::int64_t> execution_time_ms;
    std::optional<std::int64_t> content_id;
    std::optional<std::int64_t> text_id;
    std::optional<std::string> content_used;
    std::optional<std::string> instagram_response;
    std::optional<std::string> error_code;
    std::optional<std::string> error_message;
    std::optional<std::string> error_details;
    std::optional<std::string> report;
};
Result<void> finish_task(db::Tx& tx, WorkspaceId workspace, StepLogId id, Outcome const& outcome,
                         Instant now);

/// The account after an outcome; without `bot` and `error` these columns stay.
struct AccountChange {
    rules::Progress progress;
    std::optional<Instant> due_at;
    std::optional<std::string> error_code;
    std::optional<std::string> error_message;
    std::optional<std::string> bot;
};
Result<void> save_account(db::Tx& tx, WorkspaceId workspace, AccountId id, AccountChange const& change,
                          Instant now);

/// One line of an account's timeline.
struct TimelineEntry {
    std::string_view action;
    std::optional<LifecycleState> from = {};
    std::optional<LifecycleState> to = {};
    ActorKind actor_kind = ActorKind::system;
    std::string actor = {};
    std::optional<std::string> reason = {};
    boost::json::object detail = {};
};
Result<void> insert_event(db::Tx& tx, WorkspaceId workspace, AccountId id, TimelineEntry const& entry,
                          Instant now);

}  // namespace roost::accounts::store
