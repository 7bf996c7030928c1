// instant.h: a point in time in UTC milliseconds, and spans of it.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace roost {

using Millis = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;

/// UTC milliseconds since 1970, as stored in every `…_at` column.
struct Instant {
    std::int64_t ms = 0;

    friend constexpr auto operator<=>(Instant, Instant) = default;
    friend constexpr Instant operator+(Instant at, Millis span) { return {at.ms + span.count()}; }
    friend constexpr Instant operator-(Instant at, Millis span) { return {at.ms - span.count()}; }
    friend constexpr Millis operator-(Instant a, Instant b) { return Millis{a.ms - b.ms}; }
};

/// RFC 3339 in UTC with milliseconds: `2026-11-21T08:30:00.000Z`.
std::string to_rfc3339(Instant at);

/// Reads RFC 3339 with any offset, with or without a fraction; nothing if it is not one.
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace roost
