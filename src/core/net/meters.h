// meters.h: what went out, by host and by how it ended.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "core/metrics/text.h"
#include "core/net/http.h"

namespace roost::net {

/// Hosts of the configuration are told by name; those that users gave are one, because an address
/// of a workspace is its own business. Thread-safe; a lock is nothing beside a request.
class Meters {
public:
    static constexpr std::string_view given_by_users = "(user)";

    /// One try that took `seconds`; `named` is the host or given_by_users.
    void count(std::string_view named, Result<Response> const& result, double seconds) {
        std::lock_guard lock(mutex_);
        auto found = hosts_.find(named);
        if (found == hosts_.end()) found = hosts_.try_emplace(std::string(named)).first;
        ++found->second.by_outcome[outcome_of(result)];
        found->second.took.observe(seconds);
    }

    /// `is_left_alone(host)` is asked for every named host.
    template <class F>
    void write(metrics::Text& out, F is_left_alone) const {
        using metrics::Kind;
        std::lock_guard lock(mutex_);
        out.family("roost_net_requests_total", Kind::counter,
                   "Requests to outside services by class of answer or error.");
        for (auto const& [host, seen] : hosts_) {
            for (auto const& [outcome, count] : seen.by_outcome)
                out.sample({{"host", host}, {"outcome", outcome}}, static_cast<double>(count));
        }
        out.family("roost_net_request_duration_seconds", Kind::histogram,
                   "Single tries to outside services.");
        for (auto const& [host, seen] : hosts_) out.sample({{"host", host}}, seen.took);
        out.family("roost_net_left_alone", Kind::gauge, "1 while the circuit breaker leaves a host alone.");
        for (auto const& [host, seen] : hosts_) {
            if (host != given_by_users) out.sample({{"host", host}}, is_left_alone(host) ? 1 : 0);
        }
    }

private:
    struct Seen {
        std::map<std::string, std::uint64_t, std::less<>> by_outcome;
        metrics::Histogram took;
    };

    static std::string outcome_of(Result<Response> const& result) {
        return result.ok() ? std::to_string(result->status / 100) + "xx" : result.error().code;
    }

    mutable std::mutex mutex_;
    std::map<std::string, Seen, std::less<>> hosts_;
};

}  // namespace roost::net
