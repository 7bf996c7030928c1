// jobs.cpp: what services and routes do with jobs; running them is runner.cpp's part.
#include "core/jobs/jobs.h"

#include "core/base/json.h"
#include "core/jobs/sql.h"
#include "core/jobs/store.h"
#include "core/jobs/wake_up.h"
#include "core/log/log.h"

namespace roost::jobs {
namespace {

Error job_not_found() { return roost::errors::not_found("jobs.not_found", "There is no such job."); }

std::optional<std::string_view> or_null(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

Result<std::optional<JobId>> insert(db::Tx& tx, Clock const& clock, JobSpec const& spec) {
    auto now = clock.now();
    auto payload = boost::json::serialize(spec.payload);
    auto const& request = spec.request_id.empty() ? log::RequestScope::current() : spec.request_id;
    return tx.optional(sql::insert_job,
                       {{"workspace_id", spec.workspace},
                        {"queue", spec.queue},
                        {"kind", spec.kind},
                        {"payload", payload},
                        {"run_at", spec.run_at.value_or(now)},
                        {"max_attempts", spec.max_attempts},
                        {"ordering_key", or_null(spec.ordering_key)},
                        {"unique_key", or_null(spec.unique_key)},
                        {"user_id", spec.user},
                        {"request_id", request},
                        {"now", now}},
                       [](db::Row const& row) { return db::get<JobId>(row, 0); });
}

/// Runs `change` (0 or 1 rows), tells watchers if there was a change, and returns the job.
Result<Job> change_job(db::Db& db, Clock& clock, db::Query const& change, WorkspaceId workspace, JobId id) {
    return db.write(workspace, [&](db::Tx& tx) -> Result<Job> {
        auto changed =
            TRY(tx.execute(change, {{"workspace_id", workspace}, {"id", id}, {"now", clock.now()}}));
        auto job = TRY(store::find(tx, workspace, id));
        if (!job) return job_not_found();
        if (changed > 0) {
            TRY(store::publish(tx, clock, *job));
            tx.on_commit([] { wake_up().ring(); });
        }
        return *job;
    });
}

/// Whole percent, rounded down: 100 means done.
boost::json::value percent_of(Job const& job) {
    if (job.state == JobState::succeeded) return 100;
    if (!job.total) return nullptr;
    auto share = static_cast<double>(job.done) / static_cast<double>(std::max<std::int64_t>(1, *job.total));
    return static_cast<std::int64_t>(std::clamp(share, 0.0, 1.0) * 100);
}

/// From the pace since the start: what is left takes as long per piece as what is done.
boost::json::value eta_of(Job const& job, Instant now) {
    if (job.state != JobState::running || !job.total || !job.started_at || job.done <= 0) return nullptr;
    auto elapsed_s = static_cast<double>((now - *job.started_at).count()) / 1000;
    auto left = static_cast<double>(std::max<std::int64_t>(0, *job.total - job.done));
    return static_cast<std::int64_t>(
        std::ceil(std::max(0.0, elapsed_s) * left / static_cast<double>(job.done)));
}

}  // namespace

Bell& wake_up() {
    static Bell bell;
    return bell;
}

Result<JobId> enqueue(db::Tx& tx, Clock const& clock, JobSpec const& spec) {
    auto id = TRY(insert(tx, clock, spec));
    if (!id) {
        return tx.one(sql::unfinished_by_unique_key,
                      {{"workspace_id", spec.workspace}, {"unique_key", spec.unique_key}},
                      [](db::Row const& row) { return db::get<JobId>(row, 0); });
    }
    if (spec.user) TRY(store::publish(tx, clock, *TRY(store::find(tx, spec.workspace, *id)), true));
    tx.on_commit([] { wake_up().ring(); });
    return *id;
}

Result<Job> find(db::Db& db, WorkspaceId workspace, JobId id) {
    auto job = TRY(db.read([&](db::Reader& reader) { return store::find(reader, workspace, id); }));
    if (!job) return job_not_found();
    return std::move(*job);
}

Result<Job> cancel(db::Db& db, Clock& clock, WorkspaceId workspace, JobId id) {
    return change_job(db, clock, sql::cancel_job, workspace, id);
}

Result<Job> retry(db::Db& db, Clock& clock, WorkspaceId workspace, JobId id) {
    return change_job(db, clock, sql::retry_job, workspace, id);
}

std::optional<Error> error_of(Job const& job) {
    if (job.state != JobState::failed || !job.problem.is_object()) return std::nullopt;
    auto const& problem = job.problem.get_object();
    auto text = [&](std::string_view name) {
        auto const* value = problem.if_contains(name);
        return value && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    Error error{.kind = from_text<ErrorKind>(text("kind")).value_or(ErrorKind::internal),
                .code = text("code"),
                .detail = text("detail")};
    if (auto const* wait = problem.if_contains("retry_after_s")) error.retry_after_s = wait->as_int64();
    if (auto const* extra = problem.if_contains("extra")) error.extra = extra->as_object();
    if (auto const* fields = problem.if_contains("errors")) {
        for (auto const& field : fields->as_array()) {
            error.fields.push_back({.field = std::string(field.at("field").as_string()),
                                    .code = std::string(field.at("code").as_string()),
                                    .message = std::string(field.at("message").as_string())});
        }
    }
    return error;
}

boost::json::object to_json(Job const& job, Instant now) {
    return {{"id", job.id.value},
            {"kind", job.kind},
            {"state", to_text(job.state)},
            {"stage", job.stage},
            {"done", job.done},
            {"total", json::write(job.total)},
            {"percent", percent_of(job)},
            {"created_at", json::write(job.created_at)},
            {"started_at", json::write(job.started_at)},
            {"finished_at", json::write(job.finished_at)},
            {"eta_s", eta_of(job, now)},
            {"result", job.result},
            {"problem", job.problem}};
}

}  // namespace roost::jobs
