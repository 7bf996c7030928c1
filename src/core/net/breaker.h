// breaker.h: leaves a host alone that failed several times in a row.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "core/base/result.h"
#include "core/clock/clock.h"

namespace roost::net {

/// One state per host. Thread-safe. After `failures_to_open` failures in a row a host is left alone
/// for `left_alone`; then one request may try, and its end decides.
class Breaker {
public:
    Breaker(Clock& clock, int failures_to_open, Millis left_alone)
        : clock_(clock), failures_to_open_(failures_to_open), left_alone_(left_alone) {}

    /// Error net.left_alone while the host is left alone.
    Result<void> admit(std::string const& host);
    void succeeded(std::string const& host);
    void failed(std::string const& host);
    /// Whether requests to `host` are refused now.
    bool leaves_alone(std::string const& host) const;

private:
    struct State {
        int failures = 0;
        Millis closed_until{0};  // of the monotonic clock
        bool probing = false;
    };

    Clock& clock_;
    int failures_to_open_;
    Millis left_alone_;
    mutable std::mutex mutex_;
    std::map<std::string, State> failing_;  // hosts without failures have no entry
};

}  // namespace roost::net
