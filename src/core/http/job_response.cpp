// job_response.cpp: waiting for jobs, and the job routes.
#include "core/http/job_response.h"

#include "core/base/text.h"
#include "core/http/list.h"
#include "core/http/poll.h"
#include "core/http/problem.h"
#include "core/jobs/sql.h"
#include "core/jobs/store.h"

namespace roost::http {
namespace {

std::string status_url(JobId id) { return "/api/jobs/" + std::to_string(id.value); }

Response accepted_now(JobId id) {
    auto response = Response::json(202, {{"job_id", id.value}, {"status_url", status_url(id)}});
    return std::move(response).with_header("Location", status_url(id));
}

/// What a job came to; nothing while it is waiting or running.
Result<std::optional<Response>> outcome(jobs::Job const& job) {
    switch (job.state) {
        case jobs::JobState::queued:
        case jobs::JobState::running:
            return std::nullopt;
        case jobs::JobState::succeeded:
            return std::optional(Response::ok(job.result).with_header("Preference-Applied", "wait"));
        case jobs::JobState::cancelled:
            return roost::errors::conflict("jobs.cancelled", "The job was cancelled.");
        case jobs::JobState::failed:
            break;
    }
    return jobs::error_of(job).value_or(roost::errors::internal("a failed job without a problem"));
}

/// The job with its problem as problem+json.
boost::json::object present(jobs::Job const& job, Instant now) {
    auto object = jobs::to_json(job, now);
    if (auto error = jobs::error_of(job)) object["problem"] = problem_json(*error, job.request_id);
    return object;
}

/// Whose jobs a caller sees: 0 is everybody's.
UserId seen_by(Actor const& actor) { return actor.role == Role::va ? actor.user : UserId{}; }

Result<jobs::Job> access_job(db::Db& db, Request const& request) {
    auto id = TRY(request.path_id<JobId>("id"));
    auto job = TRY(jobs::find(db, request.actor().workspace, id));
    auto user = seen_by(request.actor());
    if (user && job.user != user) return roost::errors::not_found("jobs.not_found", "There is no such job.");
    return job;
}

ListSpec const& job_list() {
    static ListSpec const spec{
        .name = "jobs",
        .from = &jobs::sql::list_jobs,
        .count = &jobs::sql::count_jobs,
        .id_sql = "jobs.id",
        .columns =
            {{.name = "id", .type = ColumnType::integer, .sql = "jobs.id"},
             {.name = "kind",
              .type = ColumnType::text,
              .sql = "jobs.kind",
              .stored_lower = true,
              .searchable = true},
             {.name = "state",
              .type = ColumnType::state,
              .sql = "jobs.state",
              .states = {"queued", "running", "succeeded", "failed", "cancelled"}},
             {.name = "user_id", .type = ColumnType::integer, .sql = "jobs.user_id"},
             {.name = "created_at", .type = ColumnType::instant, .sql = "jobs.created_at"},
             {.name = "started_at", .type = ColumnType::instant, .sql = "jobs.started_at", .nullable = true},
             {.name = "finished_at",
              .type = ColumnType::instant,
              .sql = "jobs.finished_at",
              .nullable = true}},
        .default_sort = "-id"};
    return spec;
}

Result<Response> list_jobs(db::Db& db, Clock& clock, Request const& request) {
    auto now = clock.now();
    auto to_json = [now](db::Row const& row, std::string& out) {
        out += boost::json::serialize(present(jobs::store::job_of(row), now));
    };
    return list_response(db, request, job_list(),
                         {{"workspace_id", request.actor().workspace}, {"user_id", seen_by(request.actor())}},
                         to_json);
}

Result<Response> get_job(db::Db& db, Clock& clock, Request const& request) {
    return Response::ok(present(TRY(access_job(db, request)), clock.now()));
}

Result<Response> cancel_job(db::Db& db, Clock& clock, Request const& request) {
    auto job = TRY(access_job(db, request));
    if (request.actor().role == Role::viewer && job.user != request.actor().user) {
        return Error{.kind = ErrorKind::forbidden,
                     .code = "auth.forbidden",
                     .detail = "A viewer may not cancel jobs of others."};
    }
    return Response::ok(present(TRY(jobs::cancel(db, clock, job.workspace, job.id)), clock.now()));
}

Result<Response> retry_job(db::Db& db, Clock& clock, Request const& request) {
    auto job = TRY(access_job(db, request));
    return Response::ok(present(TRY(jobs::retry(db, clock, job.workspace, job.id)), clock.now()));
}

}  // namespace

int preferred_wait(Request const& request) {
    auto prefer = request.header("prefer");
    while (!prefer.empty()) {
        auto end = std::min(prefer.find_first_of(",;"), prefer.size());
        auto item = text::trim(prefer.substr(0, end));
        prefer.remove_prefix(std::min(end + 1, prefer.size()));
        if (!text::lower_ascii(item).starts_with("wait=")) continue;
        return static_cast<int>(std::clamp<std::int64_t>(text::parse_int(item.substr(5)).value_or(0), 0, 60));
    }
    return 0;
}

Result<Response> accepted(Request const& request, db::Db& db, live::Feed& feed, JobId job_id) {
    int wait_s = preferred_wait(request);
    if (wait_s == 0) return accepted_now(job_id);
    auto workspace = request.actor().workspace;
    auto attempt = [&db, workspace, job_id]() -> Result<std::optional<Response>> {
        return outcome(TRY(jobs::find(db, workspace, job_id)));
    };
    auto topic = "jobs/" + std::to_string(job_id.value);
    return poll({.wait = Seconds(wait_s),
                 .subscribe =
                     [&feed, workspace, topic](std::function<void()> wake) {
                         return feed.listen(
                             [workspace, topic, wake](WorkspaceId where, live::Event const& event) {
                                 if (where == workspace && event.topic == topic) wake();
                             });
                     },
                 .attempt = attempt,
                 .give_up = [attempt, job_id]() -> Result<Response> {
                     auto done = TRY(attempt());
                     return done ? std::move(*done) : accepted_now(job_id);
                 }});
}

Routes job_routes(db::Db& db, Clock& clock) {
    auto with = [&db, &clock](auto handler) {
        return [&db, &clock, handler](Request const& request) { return handler(db, clock, request); };
    };
    auto area = Area::admin;
    auto self = Permission::self;
    return {
        {Method::get, "/api/jobs", "list_jobs", area, self, Rate::read, with(list_jobs), Body::none()},
        {Method::get, "/api/jobs/:id", "get_job", area, self, Rate::read, with(get_job), Body::none()},
        {Method::del, "/api/jobs/:id", "cancel_job", area, self, Rate::write, with(cancel_job), Body::none()},
        {Method::post, "/api/jobs/:id/retry", "retry_job", area, Permission::manage, Rate::write,
         with(retry_job), Body::json()},
    };
}

}  // namespace roost::http
