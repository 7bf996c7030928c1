// service_cache.h: who a token belongs to, remembered for two seconds.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/clock/clock.h"

namespace roost::identity {

/// Token hash → owner. Thread-safe. A change of rights clears it whole, so that this process sees
/// it at once; other processes see it when their two seconds are over. `epoch` keeps an owner that
/// was read before a change from being remembered after it.
template <class T>
class Cache {
public:
    explicit Cache(Clock& clock) : clock_(clock) {}

    std::optional<T> find(std::string const& key) {
        std::lock_guard lock(mutex_);
        auto found = entries_.find(key);
        if (found == entries_.end() || clock_.monotonic() >= found->second.until) return std::nullopt;
        return found->second.value;
    }

    std::uint64_t epoch() {
        std::lock_guard lock(mutex_);
        return epoch_;
    }

    void remember(std::string const& key, T value, std::uint64_t epoch) {
        std::lock_guard lock(mutex_);
        if (epoch != epoch_) return;
        if (entries_.size() >= most) entries_.clear();
        entries_.insert_or_assign(key, Entry{std::move(value), clock_.monotonic() + life});
    }

    void clear() {
        std::lock_guard lock(mutex_);
        ++epoch_;
        entries_.clear();
    }

private:
    static constexpr std::size_t most = 10'000;
    static constexpr Millis life{2'000};
    struct Entry {
        T value;
        Millis until;
    };
    Clock& clock_;
    std::mutex mutex_;
    std::uint64_t epoch_ = 0;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace roost::identity
