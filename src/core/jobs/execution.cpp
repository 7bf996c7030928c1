// execution.cpp: runs a handler and decides: succeeded, again later, or dead.
#include "core/jobs/execution.h"

#include "core/jobs/sql.h"
#include "core/jobs/store.h"
#include "core/log/log.h"

namespace roost::jobs {
namespace {

Error lease_lost() {
    return roost::errors::unavailable("jobs.lease_lost", "Another worker has taken this job over.");
}

Result<boost::json::value> call(JobHandler const& handler, JobContext& context) {
    try {
        return handler(context);
    } catch (std::exception const& thrown) {
        return roost::errors::internal(fmt::format("{} threw: {}", context.job().kind, thrown.what()));
    }
}

}  // namespace

void Execution::progress(std::string_view stage, std::int64_t done, std::optional<std::int64_t> total) {
    std::lock_guard lock(mutex_);
    shown_.stage = stage;
    shown_.done = done;
    shown_.total = total;
    moved_ = true;
}

Result<void> Execution::checkpoint(db::Tx& tx, boost::json::object state) {
    auto text = boost::json::serialize(state);
    std::unique_lock lock(mutex_);
    auto now = shown_;
    lock.unlock();
    auto cancel = TRY(tx.optional(sql::save_checkpoint,
                                  {{"checkpoint", text},
                                   {"stage", now.stage},
                                   {"done", now.done},
                                   {"total", now.total},
                                   {"workspace_id", now.workspace},
                                   {"id", now.id},
                                   {"runs", claimed_.runs}},
                                  [](db::Row const& row) { return db::get<bool>(row, 0); }));
    if (!cancel) return lease_lost();
    if (*cancel) cancelled_ = true;
    return {};
}

std::optional<Job> Execution::take_progress() {
    std::lock_guard lock(mutex_);
    if (!std::exchange(moved_, false)) return std::nullopt;
    return shown_;
}

void Execution::run(JobHandler const& handler, Clock& clock, Random& random) {
    log::RequestScope scope(job().request_id);
    bool told_to_stop = cancelled_ || stopping_;
    auto result = told_to_stop ? Result<boost::json::value>(errors::interrupted()) : call(handler, *this);
    settle(std::move(result), clock, random);
}

void Execution::settle(Result<boost::json::value> result, Clock& clock, Random& random) {
    {
        std::lock_guard lock(mutex_);
        outcome_ = {.workspace = job().workspace,
                    .id = job().id,
                    .runs = claimed_.runs,
                    .run_at = clock.now(),
                    .stage = shown_.stage,
                    .done = shown_.done,
                    .total = shown_.total,
                    .user = job().user};
    }
    if (result.ok()) {
        outcome_.result = std::move(result).value();
    } else if (result.error().code == errors::interrupted().code) {
        outcome_.state = JobState::queued;
        outcome_.counted = false;
    } else {
        fail(result.error(), clock, random);
    }
}

void Execution::fail(Error const& error, Clock& clock, Random& random) {
    outcome_.problem = store::problem_of(error);
    bool again = worth_retrying(error) && job().attempt < claimed_.max_attempts;
    outcome_.state = again ? JobState::queued : JobState::failed;
    if (again) outcome_.run_at = clock.now() + backoff(job().attempt, error, random);
    if (cancelled_ || error.code == "jobs.lease_lost") return;
    log::failure(again ? log::Level::warning : log::Level::error,
                 again ? "a job will be tried again" : "a job failed", error,
                 {{"job_id", job().id},
                  {"kind", job().kind},
                  {"workspace_id", job().workspace},
                  {"attempt", job().attempt}});
}

bool worth_retrying(Error const& error) {
    switch (error.kind) {
        case ErrorKind::unavailable:
        case ErrorKind::rate_limited:
        case ErrorKind::timeout:
        case ErrorKind::internal:
            return true;
        default:
            return false;
    }
}

Millis backoff(int attempt, Error const& error, Random& random) {
    constexpr double first_ms = 2'000, most_ms = 600'000;
    auto full = std::min(most_ms, first_ms * std::exp2(std::clamp(attempt - 1, 0, 20)));
    auto wait = Millis{static_cast<std::int64_t>(full * (0.5 + random.next_unit() / 2))};
    return std::max<Millis>(wait, Seconds{error.retry_after_s.value_or(0)});
}

}  // namespace roost::jobs
