// random.cpp: the operating system's random bytes, and repeatable ones from a seed.
#include "core/crypto/random.h"

#include <sodium.h>

#include <array>
#include <cstring>
#include <stdexcept>

#include "core/crypto/password.h"

namespace roost {
namespace {

/// SplitMix64: a full-period mix of a counter, so that any position can be reached directly.
std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/// Bytes of the system fetched in advance, as each fetch is a system call: an import needs two nonces
/// a line. Each is wiped as it is handed out. One per thread; Roost never forks.
class Pool {
public:
    void take(void* data, std::size_t size) {
        if (size > left_) refill();
        auto* from = bytes_.data() + bytes_.size() - left_;
        std::memcpy(data, from, size);
        sodium_memzero(from, size);
        left_ -= size;
    }
    static constexpr std::size_t largest = 64;

private:
    void refill() {
        randombytes_buf(bytes_.data(), bytes_.size());
        left_ = bytes_.size();
    }
    std::array<unsigned char, 2048> bytes_;
    std::size_t left_ = 0;
};

}  // namespace

std::string Random::hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    fill(raw.data(), raw.size());
    return crypto::hex(raw);
}

void SystemRandom::fill(void* data, std::size_t size) {
    // Thread-safe and cheap after the first call; without it libsodium may not be ready.
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    thread_local Pool pool;
    size <= Pool::largest ? pool.take(data, size) : randombytes_buf(data, size);
}

void SeededRandom::fill(void* data, std::size_t size) {
    auto* out = static_cast<unsigned char*>(data);
    auto words = (size + 7) / 8;
    auto position = counter_.fetch_add(words, std::memory_order_relaxed);
    for (std::size_t word = 0; word < words; ++word) {
        auto value = mix(mix(seed_) + position + word);
        std::memcpy(out + word * 8, &value, std::min<std::size_t>(8, size - word * 8));
    }
}

}  // namespace roost
