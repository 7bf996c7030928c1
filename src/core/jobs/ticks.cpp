// ticks.cpp: a tick is the number of whole periods since 1970; one row per kind says which is done.
#include "core/jobs/ticks.h"

#include "core/jobs/sql.h"

namespace roost::jobs {
namespace {

constexpr WorkspaceId program{0};
/// How long finished jobs are kept: those of the program itself, and those of people (and dead letters).
constexpr Millis program_kept = std::chrono::hours{24};
constexpr Millis person_kept = std::chrono::hours{24 * 30};
constexpr Millis forget_every = std::chrono::minutes{5};
constexpr std::int64_t forget_at_once = 2'000;

}  // namespace

Result<void> Ticks::advance() {
    for (auto const& schedule : schedules_) TRY(advance_one(schedule));
    return forget_old();
}

Result<bool> Ticks::is_new(db::Tx& tx, std::string const& kind, Millis every) {
    auto tick = clock_.now().ms / every.count();
    return TRY(tx.execute(sql::advance_tick, {{"kind", kind}, {"tick", tick}})) > 0;
}

Result<void> Ticks::advance_one(Schedule const& schedule) {
    auto tick = clock_.now().ms / schedule.every.count();
    if (auto seen = seen_.find(schedule.kind); seen != seen_.end() && seen->second == tick) return {};
    TRY(db_.write(program, [&](db::Tx& tx) -> Result<void> {
        if (!TRY(is_new(tx, schedule.kind, schedule.every))) return {};
        TRY(enqueue(
            tx, clock_,
            {.workspace = program, .kind = schedule.kind, .unique_key = "schedule/" + schedule.kind}));
        return {};
    }));
    seen_[schedule.kind] = tick;
    return {};
}

Result<void> Ticks::forget_old() {
    static std::string const kind = "jobs.forget";
    auto tick = clock_.now().ms / forget_every.count();
    if (seen_[kind] == tick) return {};
    auto now = clock_.now();
    TRY(db_.write(program, [&](db::Tx& tx) -> Result<void> {
        if (!TRY(is_new(tx, kind, forget_every))) return {};
        TRY(tx.execute(sql::forget_jobs, {{"program_before", now - program_kept},
                                          {"person_before", now - person_kept},
                                          {"limit", forget_at_once}}));
        return {};
    }));
    seen_[kind] = tick;
    return {};
}

}  // namespace roost::jobs
