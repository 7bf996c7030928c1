// job_response.h: answers of requests whose work goes on as a job, and the routes that show jobs.
#pragma once

#include "core/clock/clock.h"
#include "core/http/message.h"
#include "core/http/route.h"
#include "core/jobs/jobs.h"
#include "core/live/live.h"

namespace roost::http {

/// 202 `{"job_id", "status_url"}`. With `Prefer: wait=SECONDS` (at most 60) the answer waits for the
/// job without holding a thread: 200 with its result, its problem when it failed, 409 jobs.cancelled,
/// or 202 when the time is over.
Result<Response> accepted(Request const& request, db::Db& db, live::Feed& feed, JobId job_id);

/// Seconds of `Prefer: wait=S`, 0 without it, at most 60.
int preferred_wait(Request const& request);

/// list_jobs (newest first), get_job, cancel_job, retry_job. A VA sees own jobs only.
Routes job_routes(db::Db& db, Clock& clock);

}  // namespace roost::http
