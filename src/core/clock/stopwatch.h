// stopwatch.h: how long something took in real time, for metrics; nothing is decided by it.
#pragma once

#include <chrono>

namespace roost {

/// Runs from its making. A test's clock may stand still; this one never does. Not thread-safe.
class Stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(Real::now() - started_).count(); }

private:
    using Real = std::chrono::steady_clock;
    Real::time_point started_ = Real::now();
};

}  // namespace roost
