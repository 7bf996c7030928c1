// fake_clock.h: a clock that stands still until a test moves it.
#pragma once

#include <atomic>

#include "core/clock/clock.h"

namespace roost {

/// Thread-safe. Starts at a fixed instant so that runs repeat.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Instant start = Instant{1'790'000'000'000}) : now_ms_(start.ms) {}
    Instant now() const override { return {now_ms_.load()}; }
    Millis monotonic() const override { return Millis{monotonic_ms_.load()}; }
    /// Lets `span` pass.
    void advance(Millis span) {
        now_ms_ += span.count();
        monotonic_ms_ += span.count();
    }
    /// The wall clock jumps; the monotonic one does not notice.
    void jump(Millis span) { now_ms_ += span.count(); }

private:
    std::atomic<std::int64_t> now_ms_;
    std::atomic<std::int64_t> monotonic_ms_ = 0;
};

}  // namespace roost
