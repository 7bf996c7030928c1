// execution.h: one try of one job: its context, its handler, and what its end means.
#pragma once

#include <atomic>
#include <mutex>

#include "core/jobs/leases.h"

namespace roost::jobs {

/// A claimed job while it waits, runs and is stored. The handler's thread uses it as JobContext; the
/// runner's thread reads progress and sets flags.
class Execution final : public JobContext {
public:
    explicit Execution(Claimed claimed) : claimed_(std::move(claimed)), shown_(claimed_.job) {}

    // For the handler.
    Job const& job() const override { return claimed_.job; }
    void progress(std::string_view stage, std::int64_t done, std::optional<std::int64_t> total) override;
    Result<void> checkpoint(db::Tx& tx, boost::json::object state) override;
    bool cancelled() const override { return cancelled_; }
    bool stopping() const override { return stopping_; }

    /// Runs the handler, whatever it does, and keeps its outcome. Blocks as long as it runs.
    void run(JobHandler const& handler, Clock& clock, Random& random);

    // For the runner.
    Outcome const& outcome() const { return outcome_; }
    Held held() const { return {claimed_.job.workspace, claimed_.job.id, claimed_.runs}; }
    std::int64_t runs() const { return claimed_.runs; }
    void cancel() { cancelled_ = true; }
    /// Also for a lost lease: what the job still does would be thrown away.
    void stop() { stopping_ = true; }
    /// The job with new progress since the last call, or nothing.
    std::optional<Job> take_progress();

private:
    void settle(Result<boost::json::value> result, Clock& clock, Random& random);
    void fail(Error const& error, Clock& clock, Random& random);

    Claimed claimed_;
    std::mutex mutex_;
    Job shown_;  // guarded by mutex_: claimed_.job with the newest progress
    bool moved_ = false;
    std::atomic<bool> cancelled_ = false;
    std::atomic<bool> stopping_ = false;
    Outcome outcome_;
};

/// Whether trying again may help.
bool worth_retrying(Error const& error);

/// The wait before try `attempt` + 1: doubling from 2 s to 10 min, times 0.5 to 1 at random, but
/// never less than the error asks for.
Millis backoff(int attempt, Error const& error, Random& random);

}  // namespace roost::jobs
