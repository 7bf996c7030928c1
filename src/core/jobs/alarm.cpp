// alarm.cpp: due jobs of unknown kinds, from the table to the log and the metrics.
#include "core/jobs/alarm.h"

#include "core/jobs/leases.h"
#include "core/jobs/sql.h"
#include "core/log/log.h"

namespace roost::jobs {
namespace {

/// A node of a newer version may handle it, and is given this long to take it.
constexpr Millis patience = std::chrono::minutes{1};
constexpr Millis look_every = std::chrono::minutes{1};

}  // namespace

Result<std::vector<Unhandled>> unhandled(db::Db& db, std::vector<std::string> const& kinds, Instant now) {
    return db.read([&](db::Reader& reader) {
        return reader.list(sql::unhandled_jobs, {{"before", now - patience}, {"kinds", kinds_json(kinds)}},
                           [](db::Row const& row) {
                               return Unhandled{.kind = db::get<std::string>(row, 0),
                                                .count = db::get<std::int64_t>(row, 1),
                                                .since = db::get<Instant>(row, 2)};
                           });
    });
}

Result<void> Alarm::look(std::vector<std::string> const& kinds) {
    auto now = clock_.monotonic();
    if (looked_ && now - *looked_ < look_every) return {};
    auto found = TRY(unhandled(db_, kinds, clock_.now()));
    looked_ = now;
    for (auto const& one : found) {
        if (!told_.insert(one.kind).second) continue;
        log::error("jobs wait that no handler takes; a newer version made them, or a handler is missing",
                   {{"kind", one.kind}, {"jobs", one.count}, {"since", one.since.ms}});
    }
    std::lock_guard lock(mutex_);
    found_ = std::move(found);
    return {};
}

void Alarm::write(metrics::Text& out) const {
    out.family("roost_jobs_unhandled", metrics::Kind::gauge,
               "Due jobs of kinds that this program does not handle.");
    std::lock_guard lock(mutex_);
    for (auto const& one : found_) out.sample({{"kind", one.kind}}, static_cast<double>(one.count));
}

}  // namespace roost::jobs
