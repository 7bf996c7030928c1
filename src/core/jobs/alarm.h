// alarm.h: tells once of every kind of job that waits and that nobody here handles.
#pragma once

#include <mutex>
#include <set>
#include <vector>

#include "core/jobs/jobs.h"
#include "core/metrics/text.h"

namespace roost::jobs {

/// Looks once a minute, from the runner's thread; write() is thread-safe.
class Alarm {
public:
    Alarm(db::Db& db, Clock& clock) : db_(db), clock_(clock) {}
    Result<void> look(std::vector<std::string> const& kinds);
    void write(metrics::Text& out) const;

private:
    db::Db& db_;
    Clock& clock_;
    std::optional<Millis> looked_;
    std::set<std::string> told_;
    mutable std::mutex mutex_;
    std::vector<Unhandled> found_;  // guarded by mutex_
};

}  // namespace roost::jobs
