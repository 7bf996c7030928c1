// metrics.h: counts and durations of requests for /metrics.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <string>

#include "core/base/instant.h"

namespace roost::http {

/// Thread-safe.
class RequestMetrics {
public:
    void count(std::string const& operation, int status, Millis took);
    /// In the text format of Prometheus.
    std::string text() const;

    std::atomic<std::int64_t> connections{0};
    std::atomic<std::int64_t> live_connections{0};

private:
    static constexpr std::array<int, 10> bounds_ms{1, 2, 5, 10, 25, 50, 100, 500, 2'000, 10'000};
    struct Series {
        std::map<int, std::int64_t> by_status;
        std::array<std::int64_t, bounds_ms.size()> buckets{};
        std::int64_t total = 0;
        std::int64_t total_ms = 0;
    };
    mutable std::mutex mutex_;
    std::map<std::string, Series, std::less<>> operations_;
};

}  // namespace roost::http
