// seal.h: secrets at rest: XChaCha20-Poly1305 with a key id and row-bound associated data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/crypto/random.h"

namespace roost::crypto {

/// The master keys by id; sealing uses the newest, opening the one named in the box. Thread-safe.
class Keyring {
public:
    /// `keys`: 32-byte keys, oldest first; ids are 1…n.
    explicit Keyring(std::vector<Secret<std::string>> keys, Random& random);

    /// Seals `plain`. `context` binds the box to its place (`accounts.password/17`): opening it
    /// with another context fails, so that a box copied to another row is useless.
    std::string seal(std::string_view plain, std::string_view context) const;

    /// Opens a box. Error crypto.cannot_open (internal) for a wrong context, key or damage.
    Result<Secret<std::string>> open(std::string_view box, std::string_view context) const;

    /// Keyed hash (BLAKE2b, 32 bytes) for suppression and other one-way look-ups.
    std::string keyed_hash(std::string_view text, std::string_view purpose) const;

private:
    std::vector<Secret<std::string>> keys_;
    Random& random_;
};

}  // namespace roost::crypto
