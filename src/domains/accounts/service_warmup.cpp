// service_warmup.cpp: the engine's settings, its sweep of silent bots, and what it tells the others.
#include "domains/accounts/service_warmup.h"

#include <boost/json.hpp>

#include "core/base/json.h"
#include "core/jobs/jobs.h"
#include "core/live/live.h"
#include "domains/accounts/jobs_warmup.h"
#include "domains/accounts/sql.h"

namespace roost::accounts {

namespace {

constexpr int reopened_per_transaction = 2000;
constexpr int returned_per_transaction = 500;

/// The settings that due times depend on, as text.
std::string pacing_text(identity::WorkspaceSettings const& settings) {
    auto const& warmup = settings.warmup;
    auto hours = warmup.hours ? warmup.hours->from + "-" + warmup.hours->to : std::string("always");
    return fmt::format("{} {} gap {} caps {} {} backoff {}", settings.time_zone, hours, warmup.gap_s,
                       warmup.cap_per_account_day, warmup.cap_per_proxy_day, warmup.backoff_max_s);
}

}  // namespace

Warmup::Warmup(db::Db& db, Clock& clock, Random& random, crypto::Keyring& keys)
    : db_(db), clock_(clock), random_(random), keys_(keys) {}

Result<rules::Pacing> Warmup::pacing(db::Reader& reader, WorkspaceId workspace) {
    return rules::Pacing(TRY(identity::settings(reader, workspace)));
}

/// Notices that the settings differ from those that due times were computed under.
Result<void> Warmup::apply_settings(db::Tx& tx, WorkspaceId workspace,
                                    identity::WorkspaceSettings const& settings) {
    auto text = pacing_text(settings);
    {
        std::lock_guard lock(mutex_);
        auto known = applied_settings_.find(workspace);
        if (known != applied_settings_.end() && known->second == text) return {};
    }
    auto applied = TRY(tx.optional(sql::applied_pacing, {{"workspace_id", workspace}},
                                   [](db::Row const& row) { return db::get<std::string>(row, 0); }));
    if (applied != text) {
        TRY(tx.execute(sql::remember_pacing, {{"workspace_id", workspace}, {"applied", text}}));
        bool more = applied && TRY(reopen_queue(tx, workspace, rules::Pacing(settings)));
        if (more) TRY(jobs::enqueue(tx, clock_, reopen_queue_job(workspace)));
    }
    tx.on_commit([this, workspace, text] {
        std::lock_guard lock(mutex_);
        applied_settings_[workspace] = text;
    });
    return {};
}

Result<bool> Warmup::reopen_queue(db::Tx& tx, WorkspaceId workspace, rules::Pacing const& pacing) {
    auto changed = TRY(tx.execute(sql::reopen_queue,
                                  {{"workspace_id", workspace},
                                   {"now", clock_.now()},
                                   {"gap_ms", std::int64_t{1000} * pacing.settings().gap_s},
                                   {"backoff_max_ms", std::int64_t{1000} * pacing.settings().backoff_max_s},
                                   {"limit", reopened_per_transaction}}));
    return changed == reopened_per_transaction;
}

/// The attempt ends as failed without counting as one of the account's: the bot was silent, the
/// account did nothing wrong. The same step is due again at once.
Result<void> Warmup::expire(db::Tx& tx, WorkspaceId workspace, store::StepLog const& log) {
    auto now = clock_.now();
    TRY(content::release(tx, workspace, {log.task_id}, now));
    TRY(store::finish_task(tx, workspace, log.id,
                           {.status = StepStatus::failed,
                            .error_code = std::string(lease_expired),
                            .error_message = "The bot fell silent: its lease ended without a report."},
                           now));
    auto account = TRY(store::find_account(tx, workspace, log.account_id));
    if (!account) return {};
    bool queued = rules::is_queued(account->progress, account->trashed);
    TRY(tx.execute(sql::requeue_account, {{"workspace_id", workspace},
                                          {"id", log.account_id},
                                          {"due_at", queued ? std::optional(now) : std::nullopt},
                                          {"now", now}}));
    TRY(store::insert_event(tx, workspace, log.account_id,
                            {.action = "lease_expired",
                             .actor = "roost",
                             .detail = {{"task_id", log.task_id}, {"step", log.step_name}}},
                            now));
    return announce(tx, workspace, log, false);
}

Result<std::int64_t> Warmup::return_expired(db::Tx& tx, WorkspaceId workspace, int limit) {
    auto expired = TRY(store::expired_tasks(tx, workspace, clock_.now(), limit));
    for (auto const& log : expired) TRY(expire(tx, workspace, log));
    return static_cast<std::int64_t>(expired.size());
}

Result<std::int64_t> Warmup::sweep() {
    auto workspaces = TRY(db_.read([](db::Reader& reader) {
        return reader.list(sql::workspaces_with_leases, {{"workspace_id", 1}},
                           [](db::Row const& row) { return db::get<WorkspaceId>(row, 0); });
    }));
    std::int64_t returned = 0;
    for (auto workspace : workspaces) {
        returned += TRY(db_.write(workspace, [&](db::Tx& tx) -> Result<std::int64_t> {
            auto span = TRY(pacing(tx, workspace)).lease();
            auto now = clock_.now();
            TRY(tx.execute(sql::shorten_leases_from_the_future,
                           {{"workspace_id", workspace}, {"now", now}, {"lease_expires_at", now + span}}));
            return return_expired(tx, workspace, returned_per_transaction);
        }));
    }
    return returned;
}

Result<void> Warmup::announce(db::Tx& tx, WorkspaceId workspace, store::StepLog const& log, bool review) {
    auto publish = [&](std::string topic, std::vector<std::int64_t> ids) {
        return live::publish(tx, clock_,
                             {.workspace = workspace, .topic = std::move(topic), .ids = std::move(ids)});
    };
    auto account = log.account_id.value;
    TRY(publish("accounts", {account}));
    TRY(publish("accounts/" + std::to_string(account), {account}));
    if (review) TRY(publish("review", {account}));
    return publish("bots", {log.bot_id.value_or(0)});
}

}  // namespace roost::accounts
