// ticks.h: repeated jobs: which are due, enqueued once over all nodes.
#pragma once

#include <vector>

#include "core/jobs/jobs.h"

namespace roost::jobs {

/// The schedules of this node and the table of ticks they share with others. Not thread-safe.
class Ticks {
public:
    Ticks(db::Db& db, Clock& clock) : db_(db), clock_(clock) {}
    void add(Schedule schedule) { schedules_.push_back(std::move(schedule)); }
    /// Enqueues every schedule whose tick is new, in workspace 0, and forgets old finished jobs.
    Result<void> advance();

private:
    Result<void> advance_one(Schedule const& schedule);
    Result<bool> is_new(db::Tx& tx, std::string const& kind, Millis every);
    Result<void> forget_old();

    db::Db& db_;
    Clock& clock_;
    std::vector<Schedule> schedules_;
    std::map<std::string, std::int64_t> seen_;  // last tick this node looked at
};

}  // namespace roost::jobs
