// service_warmup_report.cpp: what bots tell: done, failed, late, twice; content and evidence of a task.
#include <boost/json.hpp>

#include "core/base/json.h"
#include "domains/accounts/errors_warmup.h"
#include "domains/accounts/jobs_warmup.h"
#include "domains/accounts/service_warmup.h"
#include "domains/accounts/sql.h"

namespace roost::accounts {

namespace bj = boost::json;

namespace {

constexpr Millis repeats_answered = std::chrono::hours{24};
constexpr std::size_t evidence_max = 10;

std::optional<std::string> text_of(std::optional<bj::value> const& value) {
    if (!value || value->is_null()) return std::nullopt;
    return bj::serialize(*value);
}

bj::object answer_of(store::StepLog const& log, StepStatus status, rules::Progress const& progress,
                     std::optional<Instant> retry_at) {
    return {{"task_id", log.task_id},
            {"status", to_text(status)},
            {"account_id", log.account_id.value},
            {"lifecycle_state", to_text(progress.state)},
            {"warmup_step", json::write(progress.warmup_step)},
            {"cleanup_step", json::write(progress.cleanup_step)},
            {"attempt", log.attempt},
            {"retry_at", json::write(retry_at)},
            {"requires_human_review", progress.requires_review}};
}

bool same_outcome(StepStatus recorded, StepStatus reported) {
    if (reported == StepStatus::completed) return recorded == StepStatus::completed;
    return recorded == StepStatus::failed || recorded == StepStatus::requires_review;
}

store::TimelineEntry entry_of(std::string_view action, store::StepLog const& log, BotRef const& bot) {
    return {.action = action,
            .actor_kind = ActorKind::bot,
            .actor = bot.bot_id,
            .detail = {{"task_id", log.task_id},
                       {"kind", to_text(log.step.kind)},
                       {"step", log.step_name},
                       {"attempt", log.attempt}}};
}

}  // namespace

Result<store::StepLog> Warmup::own_task(db::Reader& reader, WorkspaceId workspace, BotRef const& bot,
                                        std::string const& task_id) {
    auto log = TRY(store::find_task(reader, workspace, task_id));
    if (!log || log->bot_id != bot.id) return errors::task_not_found();
    return std::move(*log);
}

Result<std::optional<Reported>> Warmup::refuse_report(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                                      store::StepLog& log, StepStatus outcome,
                                                      bj::object const& evidence) {
    auto now = clock_.now();
    if (log.status == StepStatus::in_progress && *log.lease_expires_at > now)
        return std::optional<Reported>{};
    bool repeated =
        log.report && same_outcome(log.status, outcome) && *log.completed_at + repeats_answered > now;
    if (repeated) return std::optional(Reported{bj::parse(*log.report).as_object(), true});
    if (log.status == StepStatus::in_progress) {
        TRY(expire(tx, workspace, log));
        log.status = StepStatus::failed;
        log.error_code = lease_expired;
    }
    TRY(keep_late(tx, workspace, log, evidence, bot));
    return std::optional(Reported{});
}

/// The bot may have done the step although its lease had ended: unless the step was handed out again
/// meanwhile, a person must look before it is repeated.
Result<void> Warmup::keep_late(db::Tx& tx, WorkspaceId workspace, store::StepLog const& log,
                               bj::object const& evidence, BotRef const& bot) {
    auto now = clock_.now();
    auto status = log.status;
    auto account = TRY(store::find_account(tx, workspace, log.account_id));
    bool uncertain = status == StepStatus::failed && log.error_code == lease_expired && account &&
                     !account->trashed && rules::current_step(account->progress) == log.step;
    if (uncertain) {
        uncertain = TRY(tx.scalar<std::int64_t>(
                        sql::newer_attempt_exists,
                        {{"workspace_id", workspace}, {"account_id", log.account_id}, {"id", log.id}})) == 0;
    }
    if (uncertain) {
        status = StepStatus::requires_review;
        TRY(tx.execute(sql::require_review,
                       {{"workspace_id", workspace},
                        {"id", log.account_id},
                        {"error_code", "late_report"},
                        {"error_message",
                         "The bot reported after its lease had ended; look whether the step was "
                         "done, then skip or retry it."},
                        {"now", now}}));
    }
    auto report = bj::serialize(evidence);
    TRY(tx.execute(sql::keep_late_report, {{"workspace_id", workspace},
                                           {"id", log.id},
                                           {"now", now},
                                           {"late_report", report},
                                           {"status", status}}));
    TRY(store::insert_event(tx, workspace, log.account_id, entry_of("late_report", log, bot), now));
    return announce(tx, workspace, log, uncertain);
}

Result<Reported> Warmup::complete(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                  StepDone const& report) {
    auto now = clock_.now();
    auto log = TRY(own_task(tx, workspace, bot, report.task_id));
    bj::object evidence{{"outcome", "completed"},
                        {"execution_time_ms", report.execution_time_ms},
                        {"content_used", report.content_used.value_or(nullptr)},
                        {"instagram_response", report.instagram_response.value_or(nullptr)}};
    if (auto refused = TRY(refuse_report(tx, workspace, bot, log, StepStatus::completed, evidence))) {
        return std::move(*refused);
    }
    auto account = TRY(store::find_account(tx, workspace, log.account_id));
    if (!account) return errors::task_not_found();
    auto before = account->progress.state;
    auto progress = rules::advance(account->progress);
    auto used = TRY(content::confirm(tx, workspace, log.task_id, now));
    auto answer = answer_of(log, StepStatus::completed, progress, {});
    store::Outcome outcome{.status = StepStatus::completed,
                           .session_id = report.session_id,
                           .execution_time_ms = report.execution_time_ms,
                           .content_used = text_of(report.content_used),
                           .instagram_response = text_of(report.instagram_response),
                           .report = bj::serialize(answer)};
    if (used && used->content_id) outcome.content_id = used->content_id->value;
    if (used && used->text_id) outcome.text_id = used->text_id->value;
    TRY(store::finish_task(tx, workspace, log.id, outcome, now));
    auto gap = Seconds{TRY(pacing(tx, workspace)).settings().gap_s};
    bool queued = rules::is_queued(progress, account->trashed);
    TRY(store::save_account(
        tx, workspace, log.account_id,
        {.progress = progress, .due_at = queued ? std::optional(now + gap) : std::nullopt, .bot = bot.bot_id},
        now));
    auto entry = entry_of("step_completed", log, bot);
    if (before != progress.state) entry.from = before, entry.to = progress.state;
    TRY(store::insert_event(tx, workspace, log.account_id, entry, now));
    TRY(announce(tx, workspace, log, false));
    return Reported{std::move(answer)};
}

Result<Reported> Warmup::fail(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                              StepFailed const& report) {
    auto now = clock_.now();
    auto log = TRY(own_task(tx, workspace, bot, report.task_id));
    bj::object evidence{{"outcome", "failed"},
                        {"error_code", to_text(report.error_code)},
                        {"error_message", report.error_message},
                        {"error_details", report.error_details.value_or(nullptr)}};
    if (auto refused = TRY(refuse_report(tx, workspace, bot, log, StepStatus::failed, evidence))) {
        return std::move(*refused);
    }
    auto account = TRY(store::find_account(tx, workspace, log.account_id));
    if (!account) return errors::task_not_found();
    TRY(content::release(tx, workspace, {log.task_id}, now));
    auto failure = rules::fail(account->progress, report.error_code, TRY(pacing(tx, workspace)),
                               random_.next_unit(), now);
    auto status = failure.retry_at ? StepStatus::failed : StepStatus::requires_review;
    auto answer = answer_of(log, status, failure.progress, failure.retry_at);
    TRY(store::finish_task(tx, workspace, log.id,
                           {.status = status,
                            .session_id = report.session_id,
                            .execution_time_ms = report.execution_time_ms,
                            .error_code = std::string(to_text(report.error_code)),
                            .error_message = report.error_message,
                            .error_details = text_of(report.error_details),
                            .report = bj::serialize(answer)},
                           now));
    TRY(store::save_account(tx, workspace, log.account_id,
                            {.progress = failure.progress,
                             .due_at = failure.retry_at,
                             .error_code = std::string(to_text(report.error_code)),
                             .error_message = report.error_message,
                             .bot = bot.bot_id},
                            now));
    auto entry = entry_of("step_failed", log, bot);
    entry.reason = report.error_message;
    entry.detail["error_code"] = to_text(report.error_code);
    entry.detail["retry_at"] = json::write(failure.retry_at);
    TRY(store::insert_event(tx, workspace, log.account_id, entry, now));
    TRY(announce(tx, workspace, log, !failure.retry_at));
    return Reported{std::move(answer)};
}

Result<TaskContent> Warmup::content(db::Tx& tx, WorkspaceId workspace, BotRef const& bot, AccountId account,
                                    std::string const& task_id) {
    auto now = clock_.now();
    auto log = TRY(own_task(tx, workspace, bot, task_id));
    if (log.account_id != account) return errors::task_not_found();
    if (log.status != StepStatus::in_progress || *log.lease_expires_at <= now) return errors::lease_lost();
    auto need = rules::content_need(log.step);
    TaskContent held{log.step.number, log.step_name, {}};
    if (!log.model_id || (!need.picture && !need.text)) return held;
    auto& reserved = held.reserved;
    reserved = TRY(content::reserve(tx, workspace, *log.model_id, need, task_id, now));
    TRY(tx.execute(sql::remember_content, {{"workspace_id", workspace},
                                           {"id", log.id},
                                           {"content_id", reserved.content_id},
                                           {"text_id", reserved.text_id}}));
    return held;
}

Result<void> Warmup::add_evidence(db::Tx& tx, WorkspaceId workspace, BotRef const& bot,
                                  std::string const& task_id, Evidence const& evidence) {
    auto log = TRY(own_task(tx, workspace, bot, task_id));
    auto stored =
        TRY(tx.scalar<std::string>(sql::evidence_of_task, {{"workspace_id", workspace}, {"id", log.id}}));
    auto list = bj::parse(stored).as_array();
    if (list.size() >= evidence_max) return errors::too_much_evidence(evidence_max);
    list.push_back(bj::object{{"sha256", evidence.sha256},
                              {"mime", evidence.mime},
                              {"bytes", evidence.bytes},
                              {"at", to_rfc3339(clock_.now())}});
    stored = bj::serialize(list);
    TRY(tx.execute(sql::save_evidence, {{"workspace_id", workspace}, {"id", log.id}, {"evidence", stored}}));
    return announce(tx, workspace, log, false);
}

}  // namespace roost::accounts
