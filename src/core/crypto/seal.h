// seal.h: secrets at rest: XChaCha20-Poly1305 with a key id and row-bound associated data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/crypto/random.h"

namespace roost::crypto {

/// The master keys by id (at most 255); sealing uses the newest, opening the one named in the box.
/// Thread-safe.
class Keyring {
public:
    /// `keys`: 32-byte keys, oldest first; ids are 1…n.
    /// No key at all or one of another size is a bug and throws std::invalid_argument.
    Keyring(std::vector<Secret<std::string>> const& keys, Random& random);

    /// Seals `plain`. `context` binds the box to its place (`accounts.password/17`): opening it
    /// with another context fails, so that a box copied to another row is useless.
    std::string seal(std::string_view plain, std::string_view context) const;

    /// Opens a box. Error crypto.cannot_open (internal) for a wrong context, key or damage.
    Result<Secret<std::string>> open(std::string_view box, std::string_view context) const;

    /// Keyed hash (BLAKE2b, 32 bytes) for suppression and other one-way look-ups.
    std::string keyed_hash(std::string_view text, std::string_view purpose) const;

    /// The id of the key that sealed `box` (0: not a box), and of the newest key: what a rotation
    /// command compares to find the boxes that are still sealed with an old key.
    static int key_id(std::string_view box);
    int newest_key_id() const { return static_cast<int>(seal_keys_.size()); }

private:
    // Derived per use, so that no key ever serves two algorithms.
    std::vector<Secret<std::string>> seal_keys_;
    Secret<std::string> hash_key_;  // of the oldest key: look-ups must survive a rotation
    Random& random_;
};

}  // namespace roost::crypto
