// rate_limit.cpp: fixed windows in sharded maps.
#include "core/http/rate_limit.h"

namespace roost::http {

static constexpr Millis window{60'000};
static constexpr std::size_t callers_max = 65'536;

RateLimiter::Standing RateLimiter::count(std::string_view key, std::int64_t limit, std::int64_t cost) {
    auto& shard = shards_[std::hash<std::string_view>{}(key) % shards_.size()];
    auto now = clock_.monotonic();
    std::lock_guard lock(shard.mutex);
    if (shard.windows.size() >= callers_max) {
        std::erase_if(shard.windows, [&](auto const& entry) { return now - entry.second.started >= window; });
        if (shard.windows.size() >= callers_max) shard.windows.clear();
    }
    auto& mine = shard.windows.try_emplace(std::string(key), Window{now, 0}).first->second;
    if (now - mine.started >= window) mine = {now, 0};
    Standing standing{.limit = limit};
    standing.allowed = mine.used + std::max<std::int64_t>(cost, 1) <= limit;
    if (standing.allowed) mine.used += cost;
    standing.remaining = std::max<std::int64_t>(0, limit - mine.used);
    standing.reset_s = ((mine.started + window - now).count() + 999) / 1000;
    return standing;
}

Error too_many(RateLimiter::Standing const& standing) {
    return {.kind = ErrorKind::rate_limited,
            .code = "request.rate_limited",
            .detail = "Too many requests. Try again in " + std::to_string(standing.reset_s) + " seconds.",
            .retry_after_s = standing.reset_s};
}

}  // namespace roost::http
