// leases.h: claiming, keeping and giving back jobs; every change guarded by the number of the lease.
#pragma once

#include <string>
#include <vector>

#include "core/jobs/jobs.h"

namespace roost::jobs {

/// A job this runner holds. `runs` is the number of its lease.
struct Claimed {
    Job job;
    std::int64_t runs = 0;
    int max_attempts = 1;
    Instant due_at;
};

/// How a try ended, ready to be stored.
struct Outcome {
    WorkspaceId workspace;
    JobId id;
    std::int64_t runs = 0;
    JobState state = JobState::succeeded;  // queued: again at run_at
    Instant run_at;
    bool counted = true;  // whether the try counts as an attempt
    std::string stage;
    std::int64_t done = 0;
    std::optional<std::int64_t> total;
    boost::json::value result;
    boost::json::value problem;
    UserId user;
};

/// A job this runner holds, as the database sees it.
struct Held {
    WorkspaceId workspace;
    JobId id;
    std::int64_t runs = 0;
    bool cancel_requested = false;
};

/// `kinds` as rows for a query: [{"kind": …}, …].
std::string kinds_json(std::vector<std::string> const& kinds);

/// The table of jobs from the side of one runner. Thread-safe as far as Db is.
class Leases {
public:
    Leases(db::Db& db, Clock& clock, std::string owner, Millis lease)
        : db_(db), clock_(clock), owner_(std::move(owner)), lease_(lease) {}

    /// Up to `count` due jobs of those kinds, spread evenly over the workspaces that have any.
    /// Without any, `next_due` says when the earliest queued job wants to run.
    Result<std::vector<Claimed>> claim(std::vector<std::string> const& kinds, int count,
                                       std::optional<Instant>& next_due);
    /// How long the oldest due job has waited, and how many of each kind are due (of the first 10,000).
    struct Waiting {
        Millis oldest{0};
        std::vector<std::pair<std::string, std::int64_t>> by_kind;
    };
    Result<Waiting> waiting() const;
    /// Stores how tries ended and tells the watchers; leases that were lost are passed over.
    Result<void> finish(WorkspaceId workspace, std::vector<Outcome> const& outcomes);
    /// Gives jobs back as if they had never been claimed.
    Result<void> release(std::vector<Held> const& jobs);
    Result<std::vector<Held>> held();
    Result<void> extend();
    /// Saves how far a job is and tells the watchers; whether the lease still holds.
    Result<bool> save_progress(Job const& job, std::int64_t runs);
    /// Puts jobs of crashed runners back: of expired leases, and at once those of processes that
    /// were on this machine and are gone. How many.
    Result<std::int64_t> rescue();

private:
    Result<std::vector<Claimed>> claim_from(WorkspaceId workspace, std::string const& kinds, int count);
    Result<std::int64_t> rescue_owner(std::string const& owner, Instant expired);

    db::Db& db_;
    Clock& clock_;
    std::string owner_;
    Millis lease_;
    WorkspaceId last_served_;  // the next claim begins after it
};

}  // namespace roost::jobs
