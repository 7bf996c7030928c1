// metrics.h: counts and durations of requests for /metrics.
#pragma once

#include <array>
#include <map>
#include <shared_mutex>
#include <string>

#include "core/metrics/text.h"

namespace roost::http {

/// Thread-safe. Operations are those of the routes, so that their number is bounded.
class RequestMetrics {
public:
    void count(std::string const& operation, int status, double seconds);
    void write(metrics::Text& out) const;

    metrics::Gauge connections{0};
    metrics::Gauge live_connections{0};
    metrics::Counter live_frames{0};

private:
    static constexpr std::array<std::string_view, 5> classes{"1xx", "2xx", "3xx", "4xx", "5xx"};
    struct Series {
        std::array<metrics::Counter, classes.size()> by_class{};
        metrics::Histogram took;
    };
    Series& series_of(std::string const& operation);

    mutable std::shared_mutex mutex_;  // of the map; a series is counted without it
    std::map<std::string, Series> operations_;
};

}  // namespace roost::http
