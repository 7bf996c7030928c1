// rules_pacing_warmup.cpp: pacing in the workspace's time zone, right on days of 23 and 25 hours.
#include "domains/accounts/rules_pacing_warmup.h"

#include <date/tz.h>

#include <algorithm>

namespace roost::accounts::rules {

namespace {

using LocalMillis = date::local_time<Millis>;
using SysMillis = date::sys_time<Millis>;

SysMillis to_sys(Instant at) { return SysMillis{Millis{at.ms}}; }
Instant to_instant(SysMillis at) { return {at.time_since_epoch().count()}; }

date::time_zone const* find_zone(std::string const& name) {
    try {
        return date::locate_zone(name);
    } catch (std::exception const&) {
        return date::locate_zone("UTC");
    }
}

}  // namespace

struct Pacing::Zone {
    date::time_zone const* zone;

    LocalMillis local(Instant at) const { return zone->to_local(to_sys(at)); }
    /// A local time that a change of the clock skips is the instant of the change.
    Instant instant(LocalMillis at, date::choose choice) const {
        return to_instant(date::sys_time<Millis>{zone->to_sys(at, choice)});
    }
    static LocalMillis midnight(std::int64_t local_day) { return LocalMillis{date::days{local_day}}; }
};

Pacing::Pacing(identity::WorkspaceSettings const& settings)
    : settings_(settings.warmup),
      zone_(std::make_shared<Zone>(Zone{find_zone(settings.time_zone)})) {
    if (!settings_.hours) return;
    auto from = identity::minute_of_day(settings_.hours->from);
    auto to = identity::minute_of_day(settings_.hours->to);
    if (from && to && *from != *to) hours_ = {*from, *to};
}

Day Pacing::day_of(Instant at) const {
    auto day = date::floor<date::days>(zone_->local(at)).time_since_epoch().count();
    return {zone_->instant(Zone::midnight(day), date::choose::earliest),
            zone_->instant(Zone::midnight(day + 1), date::choose::earliest)};
}

int Pacing::minute_at(Instant at) const {
    auto local = zone_->local(at);
    auto since_midnight = local - date::floor<date::days>(local);
    return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(since_midnight).count());
}

bool Pacing::open_at(Instant at) const {
    if (!hours_) return true;
    auto [from, to] = *hours_;
    int minute = minute_at(at);
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/// The first opening of that local day at or after `at`: an hour that happens twice opens twice, and
/// one that is skipped opens at the change if that is still within hours.
std::optional<Instant> Pacing::opening_of_day(std::int64_t local_day, Instant at) const {
    auto opening = Zone::midnight(local_day) + std::chrono::minutes{hours_->first};
    for (auto choice : {date::choose::earliest, date::choose::latest}) {
        auto instant = zone_->instant(opening, choice);
        if (instant >= at && open_at(instant)) return instant;
    }
    return std::nullopt;
}

Instant Pacing::next_opening(Instant at) const {
    if (open_at(at)) return at;
    auto today = date::floor<date::days>(zone_->local(at)).time_since_epoch().count();
    for (std::int64_t day = today - 1; day <= today + 3; ++day) {
        if (auto found = opening_of_day(day, at)) return *found;
    }
    return at + Seconds{24 * 3600};
}

std::optional<Block> Pacing::blocked(PacingFacts const& facts, int retry_count, Instant now) const {
    if (!open_at(now)) return Block{BlockReason::hours, next_opening(now)};
    auto gap_end = facts.last_completed_at.value_or(Instant{0}) + Seconds{settings_.gap_s};
    if (facts.last_completed_at && retry_count == 0 && gap_end > now) {
        return Block{BlockReason::gap, next_opening(gap_end)};
    }
    auto reached = [](int cap, std::int64_t steps) { return cap > 0 && steps >= cap; };
    if (reached(settings_.cap_per_account_day, facts.account_steps_today) ||
        reached(settings_.cap_per_proxy_day, facts.proxy_steps_today)) {
        return Block{BlockReason::cap, next_opening(day_of(now).end)};
    }
    return std::nullopt;
}

Millis Pacing::backoff(int n, double unit) const {
    constexpr int doublings_max = 40;  // beyond that any base is over any maximum
    auto base = static_cast<double>(settings_.backoff_base_s) * 1000;
    auto wait = base * static_cast<double>(std::int64_t{1} << std::clamp(n - 1, 0, doublings_max));
    wait *= 0.5 + 0.5 * unit;
    wait = std::min(wait, static_cast<double>(settings_.backoff_max_s) * 1000);
    return Millis{static_cast<std::int64_t>(wait)};
}

}  // namespace roost::accounts::rules
