// metrics.cpp: the counters behind /metrics.
#include "core/http/metrics.h"

#include <fmt/format.h>

namespace roost::http {

void RequestMetrics::count(std::string const& operation, int status, Millis took) {
    std::lock_guard lock(mutex_);
    auto& series = operations_[operation];
    ++series.by_status[status];
    ++series.total;
    series.total_ms += took.count();
    for (std::size_t i = 0; i < bounds_ms.size(); ++i) series.buckets[i] += took.count() <= bounds_ms[i];
}

std::string RequestMetrics::text() const {
    std::string out = "# TYPE roost_http_requests_total counter\n";
    std::lock_guard lock(mutex_);
    for (auto const& [operation, series] : operations_) {
        for (auto const& [status, count] : series.by_status) {
            out += fmt::format("roost_http_requests_total{{operation=\"{}\",status=\"{}\"}} {}\n", operation,
                               status, count);
        }
    }
    out += "# TYPE roost_http_request_duration_seconds histogram\n";
    for (auto const& [operation, series] : operations_) {
        auto name = "roost_http_request_duration_seconds";
        for (std::size_t i = 0; i < bounds_ms.size(); ++i) {
            out += fmt::format("{}_bucket{{operation=\"{}\",le=\"{}\"}} {}\n", name, operation,
                               bounds_ms[i] / 1000.0, series.buckets[i]);
        }
        out += fmt::format("{}_bucket{{operation=\"{}\",le=\"+Inf\"}} {}\n", name, operation, series.total);
        out += fmt::format("{}_sum{{operation=\"{}\"}} {}\n", name, operation,
                           static_cast<double>(series.total_ms) / 1000.0);
        out += fmt::format("{}_count{{operation=\"{}\"}} {}\n", name, operation, series.total);
    }
    out +=
        fmt::format("# TYPE roost_http_connections gauge\nroost_http_connections {}\n", connections.load());
    out += fmt::format("# TYPE roost_live_connections gauge\nroost_live_connections {}\n",
                       live_connections.load());
    return out;
}

}  // namespace roost::http
