// password.cpp: Argon2id on at most two threads at a time, and SHA-256.
#include "core/crypto/password.h"

#include <sodium.h>

#include <semaphore>
#include <stdexcept>

namespace roost::crypto {
namespace {

/// Each hash holds 64 MiB: two at a time bound memory and leave a core for everybody else.
class HashingSlot {
public:
    HashingSlot() { slots().acquire(); }
    ~HashingSlot() { slots().release(); }
    HashingSlot(HashingSlot const&) = delete;
    HashingSlot& operator=(HashingSlot const&) = delete;

private:
    static std::counting_semaphore<2>& slots() {
        static std::counting_semaphore<2> both(2);
        return both;
    }
};

bool is_readable(std::string const& hash) {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                          crypto_pwhash_MEMLIMIT_INTERACTIVE) >= 0;
}

}  // namespace

std::string hash_password(Secret<std::string> const& password) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    HashingSlot slot;
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, password.reveal().data(), password.reveal().size(),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
        throw std::bad_alloc();
    }
    return hash;
}

bool verify_password(std::string const& hash, Secret<std::string> const& password) {
    // The hash of nobody's password: what is verified when there is none, for the same time.
    static std::string const nobody = hash_password(Secret<std::string>(std::string("nobody")));
    bool readable = is_readable(hash);
    HashingSlot slot;
    auto const& against = readable ? hash : nobody;
    bool matches =
        crypto_pwhash_str_verify(against.c_str(), password.reveal().data(), password.reveal().size()) == 0;
    return readable && matches;
}

std::string sha256(std::string_view data) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<unsigned char const*>(data.data()), data.size());
    return hash;
}

std::string hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (unsigned char byte : bytes) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 15]);
    }
    return text;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace roost::crypto
