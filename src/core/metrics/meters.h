// meters.h: counts that any thread may change without a lock.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>

namespace roost::metrics {

using Counter = std::atomic<std::uint64_t>;
using Gauge = std::atomic<std::int64_t>;

/// Bounds of seconds: from a read of memory to a request that was about to be given up.
inline constexpr std::array<double, 12> seconds_bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                       0.05,   0.1,   0.5,    2.0,   10.0, 60.0};
/// Bounds of how many things were done at once.
inline constexpr std::array<double, 7> size_bounds{1, 2, 4, 8, 16, 32, 64};

/// How often values fell under which bound. observe() is thread-safe and takes no lock; a reader
/// may see a value in the sum that is not yet in a bucket.
class Histogram {
public:
    static constexpr std::size_t bounds_max = 12;

    /// `bounds` ascending, at most bounds_max, and outliving the histogram.
    explicit Histogram(std::span<double const> bounds = seconds_bounds) : bounds_(bounds) {}

    void observe(double value) {
        std::size_t i = 0;
        while (i < bounds_.size() && value > bounds_[i]) ++i;
        buckets_[i].fetch_add(1, std::memory_order_relaxed);
        sum_.fetch_add(value, std::memory_order_relaxed);
    }

    std::span<double const> bounds() const { return bounds_; }
    /// Values above the bound before and up to the i-th; the last one is beyond every bound.
    std::uint64_t bucket(std::size_t i) const { return buckets_[i].load(std::memory_order_relaxed); }
    double sum() const { return sum_.load(std::memory_order_relaxed); }

private:
    std::span<double const> bounds_;
    std::array<std::atomic<std::uint64_t>, bounds_max + 1> buckets_{};
    std::atomic<double> sum_ = 0;
};

}  // namespace roost::metrics
