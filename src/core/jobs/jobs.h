// jobs.h: durable background work: enqueue in the transaction that makes it true, run it with leases.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/base/actor.h"
#include "core/base/result.h"
#include "core/clock/clock.h"
#include "core/crypto/random.h"
#include "core/db/db.h"

namespace roost::jobs {

enum class JobState { queued, running, succeeded, failed, cancelled };
BOOST_DESCRIBE_ENUM(JobState, queued, running, succeeded, failed, cancelled)

/// What to do. `payload` holds ids and options, never objects or secrets.
struct JobSpec {
    WorkspaceId workspace;
    std::string kind;  // stable: `accounts.import`
    boost::json::object payload = {};
    std::string queue = "default";
    std::optional<Instant> run_at = {};  // default: now
    int max_attempts = 5;
    std::string ordering_key = {};  // at most one running job per key; empty: no order
    std::string unique_key = {};    // a second queued or running job of that key joins the first
    UserId user = {};               // who asked; shown in the jobs tray
    std::string request_id = {};    // follows the work into the log (RUN-7)
};

/// A job as `GET /api/jobs/:id` shows it.
struct Job {
    JobId id;
    WorkspaceId workspace;
    std::string kind;
    JobState state = JobState::queued;
    boost::json::object payload;
    std::string stage;
    std::int64_t done = 0;
    std::optional<std::int64_t> total;
    int attempt = 0;
    Instant created_at;
    std::optional<Instant> started_at;
    std::optional<Instant> finished_at;
    boost::json::value result;   // null until it succeeded
    boost::json::value problem;  // of a failed job: what error_of() reads; null otherwise
    UserId user;                 // who asked; 0: the program itself
    std::string request_id;
};

/// Enqueues within `tx`; workers on this and other nodes wake up after the commit. Returns the id of
/// the new job, or of the one already waiting or running under the same unique_key.
Result<JobId> enqueue(db::Tx& tx, Clock const& clock, JobSpec const& spec);

/// What a running job sees. Used from the job's own thread.
class JobContext {
public:
    virtual ~JobContext() = default;
    virtual Job const& job() const = 0;
    /// Tells how far it is; throttled to a few writes a second, so call it as often as you like.
    virtual void progress(std::string_view stage, std::int64_t done, std::optional<std::int64_t> total) = 0;
    /// Saves a checkpoint inside the job's own transaction; `job().payload["checkpoint"]` holds it
    /// when the job runs again after a crash. Fails with jobs.lease_lost when another worker took
    /// over, so that the transaction it is part of changes nothing.
    virtual Result<void> checkpoint(db::Tx& tx, boost::json::object state) = 0;
    /// Whether a person cancelled it or the program stops: return errors from `stop_requested()`.
    virtual bool cancelled() const = 0;
    virtual bool stopping() const = 0;
};

/// Runs one kind. The value becomes `result`. An error of kind unavailable, rate_limited, timeout or
/// internal is retried with backoff until max_attempts; any other fails the job at once. When
/// cancelled() or stopping() says so, return `errors::interrupted()`.
using JobHandler = std::function<Result<boost::json::value>(JobContext&)>;

namespace errors {
inline Error interrupted() {
    return {
        .kind = ErrorKind::unavailable, .code = "jobs.interrupted", .detail = "The job was told to stop."};
}
}  // namespace errors

/// A repeated job: enqueued every `every` with a unique key, by one node at a time.
struct Schedule {
    std::string kind;
    Millis every;
};

struct RunnerOptions {
    int threads = 3;
    Millis lease = Millis{30'000};
    std::string node_id = {};  // unique per process; empty: a name by which others see it die
};

/// What a started runner does: jobs, and the ticks of the schedules. A node may do either alone.
struct Duties {
    bool jobs = true;
    bool ticks = true;
};

/// Due jobs of a kind that no handler was registered for.
struct Unhandled {
    std::string kind;
    std::int64_t count = 0;
    Instant since;
};

/// Claims and runs jobs. Thread-safe. Register every kind before start().
class Runner {
public:
    virtual ~Runner() = default;
    virtual void handle(std::string kind, JobHandler handler) = 0;
    virtual void schedule(Schedule schedule) = 0;
    virtual void start(Duties duties = {}) = 0;
    /// Stops claiming, tells running jobs to stop, waits for them up to `grace`, releases leases.
    virtual void stop(Millis grace) = 0;
    /// Runs everything that is due now on the calling thread, until nothing is; for tests with a
    /// fake clock. Returns how many jobs ran.
    virtual Result<int> run_until_idle() = 0;
    /// Every kind that was registered.
    virtual std::vector<std::string> const& kinds() const = 0;
};

std::unique_ptr<Runner> make_runner(db::Db& db, Clock& clock, Random& random, RunnerOptions options);

/// What has been due for a minute and is of none of `kinds`: left behind by another version of the
/// program, or a handler was forgotten. Such jobs are kept until somebody handles them.
Result<std::vector<Unhandled>> unhandled(db::Db& db, std::vector<std::string> const& kinds, Instant now);

/// A job of that workspace, or not_found (jobs.not_found).
Result<Job> find(db::Db& db, WorkspaceId workspace, JobId id);
/// Cancels a queued job at once and asks a running one to stop; a finished one is left as it is.
Result<Job> cancel(db::Db& db, Clock& clock, WorkspaceId workspace, JobId id);
/// Gives a failed (dead) job all its attempts again, from its last checkpoint; another one is left as it is.
Result<Job> retry(db::Db& db, Clock& clock, WorkspaceId workspace, JobId id);
/// Why a failed job failed, for core/http to turn into a problem; nothing for any other.
std::optional<Error> error_of(Job const& job);
/// The API's view of a job, `eta_s` and `percent` included.
boost::json::object to_json(Job const& job, Instant now);

}  // namespace roost::jobs
