// rules_pacing_warmup.cpp: pacing in the workspace's time zone, right on days of 23 and 25 hours.
#include "domains/accounts/rules_pacing_warmup.h"

#include <algorithm>

namespace roost::accounts::rules {

Pacing::Pacing(identity::WorkspaceSettings const& settings)
    : settings_(settings.warmup), zone_(TimeZone::find(settings.time_zone).value_or(TimeZone::utc())) {
    if (!settings_.hours) return;
    auto from = identity::minute_of_day(settings_.hours->from);
    auto to = identity::minute_of_day(settings_.hours->to);
    if (from && to && *from != *to) hours_ = {*from, *to};
}

Day Pacing::day_of(Instant at) const {
    auto day = zone_.day_of(at);
    return {zone_.start_of_day(day), zone_.start_of_day(day + 1)};
}

bool Pacing::open_at(Instant at) const {
    if (!hours_) return true;
    auto [from, to] = *hours_;
    int minute = zone_.minute_of(at);
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/// The first opening of that local day at or after `at`: an hour that happens twice opens twice, and
/// one that is skipped opens at the change if that is still within hours.
std::optional<Instant> Pacing::opening_of_day(std::int64_t local_day, Instant at) const {
    for (auto fold : {Fold::first, Fold::second}) {
        auto instant = zone_.at(local_day, hours_->first, fold);
        if (instant >= at && open_at(instant)) return instant;
    }
    return std::nullopt;
}

Instant Pacing::next_opening(Instant at) const {
    if (open_at(at)) return at;
    auto today = zone_.day_of(at);
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
