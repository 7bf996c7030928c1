// meters.h: what a runner counts of its work, by kind of job.
#pragma once

#include <map>
#include <string>

#include "core/jobs/leases.h"
#include "core/metrics/text.h"

namespace roost::jobs {

/// Kinds are added before the first run; counting is thread-safe then and takes no lock.
class Meters {
public:
    void add(std::string const& kind) { kinds_[kind]; }

    /// A try of `kind` begins.
    void begin(std::string const& kind) { ++kinds_.at(kind).running; }
    /// It ended after `seconds` the way `outcome` says.
    void end(std::string const& kind, Outcome const& outcome, double seconds) {
        auto& of_kind = kinds_.at(kind);
        --of_kind.running;
        of_kind.took.observe(seconds);
        ++of_kind.ended[static_cast<std::size_t>(end_of(outcome))];
    }

    void write(metrics::Text& out) const {
        using metrics::Kind;
        out.family("roost_jobs_ended_total", Kind::counter, "Tries of jobs by how they ended.");
        for (auto const& [kind, of_kind] : kinds_) {
            for (std::size_t i = 0; i < of_kind.ended.size(); ++i)
                out.sample({{"kind", kind}, {"outcome", ends[i]}},
                           static_cast<double>(of_kind.ended[i].load()));
        }
        out.family("roost_jobs_running", Kind::gauge, "Jobs that run in this process.");
        for (auto const& [kind, of_kind] : kinds_)
            out.sample({{"kind", kind}}, static_cast<double>(of_kind.running.load()));
        out.family("roost_jobs_duration_seconds", Kind::histogram, "Tries of jobs.");
        for (auto const& [kind, of_kind] : kinds_) out.sample({{"kind", kind}}, of_kind.took);
    }

private:
    enum class End { succeeded, failed, retried, interrupted, cancelled };
    static constexpr std::array<std::string_view, 5> ends{"succeeded", "failed", "retried", "interrupted",
                                                          "cancelled"};
    static End end_of(Outcome const& outcome) {
        switch (outcome.state) {
            case JobState::succeeded:
                return End::succeeded;
            case JobState::cancelled:
                return End::cancelled;
            case JobState::failed:
                return End::failed;
            case JobState::queued:
            case JobState::running:
                break;
        }
        return outcome.counted ? End::retried : End::interrupted;
    }

    struct OfKind {
        metrics::Gauge running{0};
        std::array<metrics::Counter, ends.size()> ended{};
        metrics::Histogram took;
    };
    std::map<std::string, OfKind> kinds_;
};

}  // namespace roost::jobs
