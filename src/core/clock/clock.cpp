// clock.cpp: the only reader of the machine's clocks.
#include "core/clock/clock.h"

namespace roost {

Instant SystemClock::now() const {
    auto since_epoch = std::chrono::system_clock::now().time_since_epoch() + offset_;
    return {std::chrono::duration_cast<Millis>(since_epoch).count()};
}

Millis SystemClock::monotonic() const {
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace roost
