// metrics.cpp: the counters behind /metrics.
#include "core/http/metrics.h"

#include <algorithm>
#include <mutex>

namespace roost::http {

RequestMetrics::Series& RequestMetrics::series_of(std::string const& operation) {
    {
        std::shared_lock lock(mutex_);
        if (auto found = operations_.find(operation); found != operations_.end()) return found->second;
    }
    std::lock_guard lock(mutex_);
    return operations_[operation];
}

void RequestMetrics::count(std::string const& operation, int status, double seconds) {
    auto& series = series_of(operation);
    auto status_class = static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1);
    ++series.by_class[status_class];
    series.took.observe(seconds);
}

void RequestMetrics::write(metrics::Text& out) const {
    using metrics::Kind;
    std::shared_lock lock(mutex_);
    out.family("roost_http_requests_total", Kind::counter, "Answered requests by route and class of status.");
    for (auto const& [operation, series] : operations_) {
        for (std::size_t i = 0; i < classes.size(); ++i) {
            if (auto count = series.by_class[i].load())
                out.sample({{"operation", operation}, {"status", classes[i]}}, static_cast<double>(count));
        }
    }
    out.family("roost_http_request_duration_seconds", Kind::histogram,
               "From the request's head to its answer; long polls wait on purpose.");
    for (auto const& [operation, series] : operations_) out.sample({{"operation", operation}}, series.took);
    out.single("roost_http_connections", Kind::gauge, "Open connections.",
               static_cast<double>(connections.load()));
    out.single("roost_live_connections", Kind::gauge, "Open WebSockets.",
               static_cast<double>(live_connections.load()));
    out.single("roost_live_changes_sent_total", Kind::counter, "Changes sent over WebSockets.",
               static_cast<double>(live_frames.load()));
}

}  // namespace roost::http
