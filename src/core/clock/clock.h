// clock.h: where the time comes from; injected, so that tests move it.
#pragma once

#include "core/base/instant.h"

namespace roost {

/// Thread-safe source of the current time.
class Clock {
public:
    virtual ~Clock() = default;
    /// Wall time, for everything that is stored or shown. May jump when the machine's clock does.
    virtual Instant now() const = 0;
    /// Never goes back; only differences mean something. For timeouts inside one process.
    virtual Millis monotonic() const = 0;
};

/// The machine's clock, shifted by `offset` (configuration key clock.offset).
class SystemClock final : public Clock {
public:
    explicit SystemClock(Seconds offset = Seconds{0}) : offset_(offset) {}
    Instant now() const override;
    Millis monotonic() const override;

private:
    Seconds offset_;
};

}  // namespace roost
