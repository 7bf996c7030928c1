// breaker.cpp: counts failures in a row.
#include "core/net/breaker.h"

#include <fmt/format.h>

namespace roost::net {

Result<void> Breaker::admit(std::string const& host) {
    std::lock_guard lock(mutex_);
    auto found = failing_.find(host);
    if (found == failing_.end() || found->second.failures < failures_to_open_) return {};
    auto& state = found->second;
    auto left = state.closed_until - clock_.monotonic();
    if (left <= Millis{0} && !state.probing) {
        state.probing = true;
        return {};
    }
    auto error = errors::unavailable(
        "net.left_alone",
        fmt::format("{} failed {} times in a row and is left alone for a while.", host, state.failures));
    error.retry_after_s = std::max<std::int64_t>(1, std::chrono::ceil<Seconds>(left).count());
    return error;
}

bool Breaker::leaves_alone(std::string const& host) const {
    std::lock_guard lock(mutex_);
    auto found = failing_.find(host);
    return found != failing_.end() && found->second.failures >= failures_to_open_;
}

void Breaker::succeeded(std::string const& host) {
    std::lock_guard lock(mutex_);
    failing_.erase(host);
}

void Breaker::failed(std::string const& host) {
    std::lock_guard lock(mutex_);
    auto& state = failing_[host];
    ++state.failures;
    state.probing = false;
    state.closed_until = clock_.monotonic() + left_alone_;
}

}  // namespace roost::net
