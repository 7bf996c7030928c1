// time_zone.cpp: a thin skin over Hinnant's date library and the machine's zone files.
#include "core/base/time_zone.h"

#include <date/tz.h>

namespace roost {
namespace {

using LocalMillis = date::local_time<Millis>;

LocalMillis local(date::time_zone const* zone, Instant at) {
    return zone->to_local(date::sys_time<Millis>{Millis{at.ms}});
}

}  // namespace

std::optional<TimeZone> TimeZone::find(std::string const& name) {
    try {
        return TimeZone(date::locate_zone(name));
    } catch (std::runtime_error const&) {  // how the library says that there is none
        return std::nullopt;
    }
}

TimeZone TimeZone::utc() { return TimeZone(date::locate_zone("UTC")); }

std::int64_t TimeZone::day_of(Instant at) const {
    return date::floor<date::days>(local(zone_, at)).time_since_epoch().count();
}

int TimeZone::minute_of(Instant at) const {
    auto now = local(zone_, at);
    auto since_midnight = now - date::floor<date::days>(now);
    return static_cast<int>(std::chrono::floor<std::chrono::minutes>(since_midnight).count());
}

Instant TimeZone::at(std::int64_t day, int minute, Fold fold) const {
    LocalMillis wanted = date::local_days{date::days{day}} + std::chrono::minutes{minute};
    auto choice = fold == Fold::first ? date::choose::earliest : date::choose::latest;
    date::sys_time<Millis> instant = zone_->to_sys(wanted, choice);
    return {instant.time_since_epoch().count()};
}

Instant TimeZone::next(int minute, Instant after) const {
    auto day = day_of(after) - 1;
    while (at(day, minute) <= after) ++day;
    return at(day, minute);
}

}  // namespace roost
