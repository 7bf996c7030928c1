// random.h: where randomness comes from; injected, so that tests and simulations repeat.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace roost {

/// Thread-safe source of random bytes.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(void* data, std::size_t size) = 0;

    std::uint64_t next_u64() {
        std::uint64_t value;
        fill(&value, sizeof value);
        return value;
    }
    /// Uniform in [0, 1).
    double next_unit() { return static_cast<double>(next_u64() >> 11) * 0x1.0p-53; }
    /// 2·`bytes` lower-case hexadecimal digits.
    std::string hex(std::size_t bytes);
};

/// The operating system's generator (libsodium).
class SystemRandom final : public Random {
public:
    void fill(void* data, std::size_t size) override;
};

/// Repeatable from its seed; for tests, simulations and demonstration data only.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : seed_(seed) {}
    void fill(void* data, std::size_t size) override;

private:
    std::uint64_t seed_;
    std::atomic<std::uint64_t> counter_ = 0;  // 64-bit words handed out so far
};

}  // namespace roost
