// rate_limit.h: requests per minute and caller, and failed log-ins per address.
#pragma once

#include <array>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/result.h"
#include "core/clock/clock.h"

namespace roost::http {

/// Counts in windows of a minute that start with a caller's first request. Thread-safe; memory is
/// bounded: ended windows go first, and above 65,536 callers per shard counting starts anew.
class RateLimiter {
public:
    explicit RateLimiter(Clock& clock) : clock_(clock) {}

    struct Standing {
        std::int64_t limit = 0;
        std::int64_t remaining = 0;
        std::int64_t reset_s = 0;
        bool allowed = true;
    };
    /// Counts `cost` for `key` if it fits under `limit`.
    Standing count(std::string_view key, std::int64_t limit, std::int64_t cost = 1);
    /// How the key stands, without counting.
    Standing look(std::string_view key, std::int64_t limit) { return count(key, limit, 0); }

private:
    struct Window {
        Millis started{0};
        std::int64_t used = 0;
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Window> windows;
    };

    Clock& clock_;
    std::array<Shard, 16> shards_;
};

/// The 429 of a caller that stands at its limit.
Error too_many(RateLimiter::Standing const& standing);

}  // namespace roost::http
