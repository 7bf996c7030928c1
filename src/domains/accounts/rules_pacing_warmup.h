// rules_pacing_warmup.h: when a step may be handed out: gap, working hours, daily caps, backoff.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/enums.h"
#include "core/base/instant.h"
#include "core/base/time_zone.h"
#include "domains/identity/api.h"

namespace roost::accounts::rules {

/// Why an account cannot be handed out now, as `?blocked=true` tells it.
enum class BlockReason { no_model, no_content, no_proxy, review, hours, gap, cap };
BOOST_DESCRIBE_ENUM(BlockReason, no_model, no_content, no_proxy, review, hours, gap, cap)

/// A local day of a time zone in UTC; 23, 24 or 25 hours long.
struct Day {
    Instant start;
    Instant end;
};

/// What is known of an account and its proxy when it is examined.
struct PacingFacts {
    std::optional<Instant> last_completed_at;  // of any step of the account
    std::int64_t account_steps_today = 0;      // completed ones that started in the local day
    std::int64_t proxy_steps_today = 0;        // the same of all its proxy's accounts, held ones too
};

/// Until when an account is blocked, and by what.
struct Block {
    BlockReason reason;
    Instant until;
};

/// The pacing of one workspace: its settings with the time zone looked up. Immutable, thread-safe.
class Pacing {
public:
    /// An unknown zone or unreadable hours cannot be stored, so they count as UTC and always.
    explicit Pacing(identity::WorkspaceSettings const& settings);

    identity::WarmupSettings const& settings() const { return settings_; }

    /// The local day that `at` is in.
    Day day_of(Instant at) const;
    /// Whether `at` is within working hours. Hours from X to X are the whole day.
    bool open_at(Instant at) const;
    /// The first instant from `at` on within working hours; `at` itself when they are open.
    Instant next_opening(Instant at) const;
    /// The gap or cap that forbids the account's next step at `now`, or nothing. A retry does not
    /// wait for the gap: it belongs to the step that already began, and has its own wait.
    std::optional<Block> blocked(PacingFacts const& facts, int retry_count, Instant now) const;
    /// How long to wait before retry `n` (from 1); `unit` is uniform in [0, 1).
    Millis backoff(int n, double unit) const;
    Millis lease() const { return Seconds{settings_.lease_s}; }

private:
    std::optional<Instant> opening_of_day(std::int64_t local_day, Instant at) const;

    identity::WarmupSettings settings_;
    std::optional<std::pair<int, int>> hours_;  // minutes since midnight
    TimeZone zone_;
};

}  // namespace roost::accounts::rules
