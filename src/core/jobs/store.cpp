// store.cpp: reads jobs, writes problems, tells watchers.
#include "core/jobs/store.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/jobs/sql.h"
#include "core/live/live.h"

namespace roost::jobs::store {
namespace {

boost::json::value parse_or_null(std::optional<std::string_view> text) {
    boost::json::error_code failed;
    return text ? boost::json::parse(*text, failed) : boost::json::value(nullptr);
}

}  // namespace

Job job_of(db::Row const& row) {
    db::Columns in(row);
    Job job;
    job.id = in.next<JobId>();
    job.workspace = in.next<WorkspaceId>();
    job.kind = in.next<std::string>();
    job.state = in.next<JobState>();
    auto payload = parse_or_null(in.next<std::string_view>());
    if (payload.is_object()) job.payload = std::move(payload.get_object());
    auto checkpoint = parse_or_null(in.next<std::optional<std::string_view>>());
    if (checkpoint.is_object()) job.payload["checkpoint"] = std::move(checkpoint);
    job.stage = in.next<std::string>();
    job.done = in.next<std::int64_t>();
    job.total = in.next<std::optional<std::int64_t>>();
    job.attempt = in.next<int>();
    job.created_at = in.next<Instant>();
    job.started_at = in.next<std::optional<Instant>>();
    job.finished_at = in.next<std::optional<Instant>>();
    job.result = parse_or_null(in.next<std::optional<std::string_view>>());
    job.problem = parse_or_null(in.next<std::optional<std::string_view>>());
    job.user = in.next<UserId>();
    job.request_id = in.next<std::string>();
    return job;
}

Result<std::optional<Job>> find(db::Reader& reader, WorkspaceId workspace, JobId id) {
    return reader.optional(sql::job_by_id, {{"workspace_id", workspace}, {"id", id}}, job_of);
}

boost::json::object problem_of(Error const& error) {
    bool tell = error.kind != ErrorKind::internal && text::valid_utf8(error.detail);
    boost::json::object problem{{"kind", to_text(error.kind)}, {"code", error.code}};
    problem["detail"] = tell ? error.detail : "Something went wrong inside the program; the log says what.";
    if (error.retry_after_s) problem["retry_after_s"] = *error.retry_after_s;
    if (!error.extra.empty()) problem["extra"] = error.extra;
    boost::json::array fields;
    for (auto const& field : error.fields) {
        fields.push_back({{"field", field.field}, {"code", field.code}, {"message", field.message}});
    }
    if (!fields.empty()) problem["errors"] = std::move(fields);
    return problem;
}

Result<void> publish(db::Tx& tx, Clock const& clock, Job const& job, bool created) {
    if (!job.user) return {};
    bool over = job.state != JobState::queued && job.state != JobState::running;
    auto kind = created ? live::ChangeKind::created
                : over  ? live::ChangeKind::updated
                        : live::ChangeKind::progress;
    TRY(live::publish(tx, clock,
                      {.workspace = job.workspace, .topic = "jobs", .kind = kind, .ids = {job.id.value}}));
    return live::publish(tx, clock,
                         {.workspace = job.workspace,
                          .topic = "jobs/" + std::to_string(job.id.value),
                          .kind = kind,
                          .patch = to_json(job, clock.now())});
}

}  // namespace roost::jobs::store
