// password.h: people's passwords (Argon2id) and hashes of random tokens (SHA-256).
#pragma once

#include <string>
#include <string_view>

#include "core/base/secret.h"

namespace roost::crypto {

/// Argon2id string with interactive cost. Takes ~50 ms and 64 MiB: at most two run at a time in the
/// process, further callers wait, because it is the easiest denial of service.
std::string hash_password(Secret<std::string> const& password);

/// Whether `password` matches; also takes that time for a hash that is empty or broken, so that an
/// unknown user cannot be told from a wrong password.
bool verify_password(std::string const& hash, Secret<std::string> const& password);

/// SHA-256 of `data`, 32 raw bytes. For tokens with 256 random bits, which need no slow hash.
std::string sha256(std::string_view data);
std::string hex(std::string_view bytes);

/// Comparison whose time does not depend on where the difference is.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace roost::crypto
