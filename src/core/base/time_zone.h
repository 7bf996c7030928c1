// time_zone.h: local days and times of day of an IANA time zone, right when clocks change.
#pragma once

#include <optional>
#include <string>

#include "core/base/instant.h"

namespace date {
class time_zone;
}

namespace roost {

/// Which of the two instants is meant by a local time that happens twice (clocks set back).
enum class Fold { first, second };

/// A zone of the machine's database. Immutable, cheap to copy, thread-safe. Local days are counted
/// from 1970-01-01 = 0; they have 23 to 25 hours.
class TimeZone {
public:
    /// The zone `Europe/Berlin`, or nothing when there is none of that name.
    static std::optional<TimeZone> find(std::string const& name);
    static TimeZone utc();

    std::int64_t day_of(Instant at) const;
    /// Minutes that local clocks show since midnight, 0 to 1439.
    int minute_of(Instant at) const;
    Instant start_of_day(std::int64_t day) const { return at(day, 0); }
    /// When local clocks show that minute (0 to 1440, the next midnight) of that day; a time that is
    /// skipped is the instant of the change.
    Instant at(std::int64_t day, int minute, Fold fold = Fold::first) const;
    /// The first instant after `after` at which a day reaches that minute: once a day, whatever clocks do.
    Instant next(int minute, Instant after) const;

private:
    explicit TimeZone(date::time_zone const* zone) : zone_(zone) {}
    date::time_zone const* zone_;  // of the library's database, which is never unloaded
};

}  // namespace roost
