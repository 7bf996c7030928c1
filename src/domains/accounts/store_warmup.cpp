// store_warmup.cpp: leases, attempts and the due queue as rows.
#include "domains/accounts/store_warmup.h"

#include "domains/accounts/sql.h"

namespace roost::accounts::store {

namespace {

StepLog map_log(db::Row const& row) {
    db::Columns in{row};
    StepLog log;
    log.id = in.next<StepLogId>();
    log.account_id = in.next<AccountId>();
    log.task_id = in.next<std::string>();
    log.step.kind = in.next<StepKind>();
    log.step.number = in.next<int>();
    log.step_name = in.next<std::string>();
    log.attempt = in.next<int>();
    log.status = in.next<StepStatus>();
    log.bot_id = in.next<std::optional<std::int64_t>>();
    log.model_id = in.next<std::optional<ModelId>>();
    log.proxy_id = in.next<std::optional<ProxyId>>();
    log.lease_expires_at = in.next<std::optional<Instant>>();
    log.started_at = in.next<std::optional<Instant>>();
    log.completed_at = in.next<std::optional<Instant>>();
    log.error_code = in.next<std::optional<std::string>>();
    log.report = in.next<std::optional<std::string>>();
    return log;
}

WarmupAccount map_account(db::Row const& row) {
    db::Columns in{row};
    WarmupAccount account;
    account.username = in.next<std::string>();
    account.email = in.next<std::optional<std::string>>();
    account.password_box = in.next<std::optional<std::string>>();
    account.extra_box = in.next<std::optional<std::string>>();
    auto& progress = account.progress;
    progress.state = in.next<LifecycleState>();
    progress.warmup_step = in.next<std::optional<int>>();
    progress.cleanup_step = in.next<std::optional<int>>();
    progress.retry_count = in.next<int>();
    progress.requires_review = in.next<bool>();
    progress.model_id = in.next<std::optional<ModelId>>();
    progress.content_model_id = in.next<std::optional<ModelId>>();
    progress.cleanup_target_model_id = in.next<std::optional<ModelId>>();
    account.proxy_id = in.next<std::optional<ProxyId>>();
    account.trashed = in.next<std::optional<Instant>>().has_value();
    account.id = in.next<AccountId>();
    return account;
}

DueAccount map_due(db::Row const& row) {
    db::Columns in{row};
    DueAccount due;
    due.id = in.next<AccountId>();
    due.due_at = in.next<Instant>();
    due.proxy_id = in.next<std::optional<ProxyId>>();
    due.retry_count = in.next<int>();
    due.proxy_status = in.next<std::optional<proxies::ProxyStatus>>();
    due.proxy_max = in.next<std::optional<std::int64_t>>().value_or(0);
    due.proxy_busy = in.next<std::int64_t>();
    return due;
}

}  // namespace

Result<std::optional<DueGroup>> next_group(db::Reader& reader, WorkspaceId workspace, DueGroup after) {
    return reader.optional(
        sql::next_due_group,
        {{"workspace_id", workspace}, {"due_model", after.model}, {"from_lane", after.lane + 1}},
        [](db::Row const& row) { return DueGroup{row.int64(0), row.int64(1)}; });
}

Result<std::vector<DueAccount>> head_of_group(db::Reader& reader, WorkspaceId workspace, DueGroup group,
                                              int limit, int offset) {
    return reader.list(sql::head_of_due_group,
                       {{"workspace_id", workspace},
                        {"due_model", group.model},
                        {"due_lane", group.lane},
                        {"limit", limit},
                        {"offset", offset}},
                       map_due);
}

Result<rules::PacingFacts> pacing_facts(db::Reader& reader, WorkspaceId workspace, DueAccount const& account,
                                        Instant day_start) {
    return reader.one(sql::pacing_facts,
                      {{"workspace_id", workspace},
                       {"account_id", account.id},
                       {"proxy_id", account.proxy_id},
                       {"day_start", day_start}},
                      [](db::Row const& row) {
                          return rules::PacingFacts{db::get<std::optional<Instant>>(row, 0), row.int64(1),
                                                    row.int64(2)};
                      });
}

Result<void> postpone(db::Tx& tx, WorkspaceId workspace, AccountId id, Instant until) {
    TRY(tx.execute(sql::postpone_account, {{"workspace_id", workspace}, {"id", id}, {"due_at", until}}));
    return {};
}

Result<std::optional<WarmupAccount>> find_account(db::Reader& reader, WorkspaceId workspace, AccountId id) {
    return reader.optional(sql::warmup_account, {{"workspace_id", workspace}, {"id", id}}, map_account);
}

Result<std::vector<WarmupAccount>> list_accounts(db::Reader& reader, WorkspaceId workspace,
                                                 std::string const& ids) {
    return reader.list(sql::warmup_accounts, {{"workspace_id", workspace}, {"ids", ids}}, map_account);
}

Result<std::optional<StepLog>> task_of_bot(db::Reader& reader, WorkspaceId workspace, std::int64_t bot) {
    return reader.optional(sql::task_of_bot, {{"workspace_id", workspace}, {"bot_id", bot}}, map_log);
}

Result<std::optional<StepLog>> find_task(db::Reader& reader, WorkspaceId workspace,
                                         std::string const& task_id) {
    return reader.optional(sql::task_by_id, {{"workspace_id", workspace}, {"task_id", task_id}}, map_log);
}

Result<std::vector<StepLog>> expired_tasks(db::Reader& reader, WorkspaceId workspace, Instant now,
                                           int limit) {
    return reader.list(sql::expired_tasks, {{"workspace_id", workspace}, {"now", now}, {"limit", limit}},
                       map_log);
}

Result<void> hold_account(db::Tx& tx, WorkspaceId workspace, WarmupAccount const& account, BotRef const& bot,
                          Instant now) {
    bool warmup = account.progress.state == LifecycleState::warming_up;
    TRY(tx.execute(sql::hold_account, {{"workspace_id", workspace},
                                       {"id", account.id},
                                       {"lifecycle_state", account.progress.state},
                                       {"warmup_step", account.progress.warmup_step},
                                       {"warmup_started_at", warmup ? std::optional(now) : std::nullopt},
                                       {"bot", bot.bot_id},
                                       {"now", now}}));
    return {};
}

Result<void> insert_lease(db::Tx& tx, WorkspaceId workspace, StepLog const& log, BotRef const& bot,
                          Instant now) {
    TRY(tx.execute(sql::insert_lease, {{"workspace_id", workspace},
                                       {"account_id", log.account_id},
                                       {"task_id", log.task_id},
                                       {"kind", log.step.kind},
                                       {"step_number", log.step.number},
                                       {"step_name", log.step_name},
                                       {"attempt", log.attempt},
                                       {"bot_id", bot.id},
                                       {"bot", bot.bot_id},
                                       {"model_id", log.model_id},
                                       {"proxy_id", log.proxy_id},
                                       {"lease_expires_at", log.lease_expires_at},
                                       {"now", now}}));
    return {};
}

Result<void> finish_task(db::Tx& tx, WorkspaceId workspace, StepLogId id, Outcome const& outcome,
                         Instant now) {
    TRY(tx.execute(sql::finish_task, {{"workspace_id", workspace},
                                      {"id", id},
                                      {"status", outcome.status},
                                      {"now", now},
                                      {"session_id", outcome.session_id},
                                      {"execution_time_ms", outcome.execution_time_ms},
                                      {"content_id", outcome.content_id},
                                      {"text_id", outcome.text_id},
                                      {"content_used", outcome.content_used},
                                      {"instagram_response", outcome.instagram_response},
                                      {"error_code", outcome.error_code},
                                      {"error_message", outcome.error_message},
                                      {"error_details", outcome.error_details},
                                      {"report", outcome.report}}));
    return {};
}

Result<void> save_account(db::Tx& tx, WorkspaceId workspace, AccountId id, AccountChange const& change,
                          Instant now) {
    auto const& progress = change.progress;
    TRY(tx.execute(sql::save_outcome, {{"workspace_id", workspace},
                                       {"id", id},
                                       {"lifecycle_state", progress.state},
                                       {"warmup_step", progress.warmup_step},
                                       {"cleanup_step", progress.cleanup_step},
                                       {"retry_count", progress.retry_count},
                                       {"requires_human_review", progress.requires_review},
                                       {"due_at", change.due_at},
                                       {"model_id", progress.model_id},
                                       {"content_model_id", progress.content_model_id},
                                       {"cleanup_target_model_id", progress.cleanup_target_model_id},
                                       {"error_code", change.error_code},
                                       {"error_message", change.error_message},
                                       {"bot", change.bot},
                                       {"now", now}}));
    return {};
}

Result<void> insert_event(db::Tx& tx, WorkspaceId workspace, AccountId id, TimelineEntry const& entry,
                          Instant now) {
    auto detail = boost::json::serialize(entry.detail);
    TRY(tx.execute(sql::insert_warmup_event, {{"workspace_id", workspace},
                                              {"account_id", id},
                                              {"at", now},
                                              {"action", entry.action},
                                              {"from_state", entry.from},
                                              {"to_state", entry.to},
                                              {"actor_kind", entry.actor_kind},
                                              {"actor", entry.actor},
                                              {"reason", entry.reason},
                                              {"detail", detail}}));
    return {};
}

}  // namespace roost::accounts::store
