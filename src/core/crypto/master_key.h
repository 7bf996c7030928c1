// master_key.h: where the master keys come from: the configuration, or a file made at first start.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/crypto/random.h"

namespace roost::crypto {

/// Where the keys are when the configuration has none.
std::filesystem::path master_key_file(std::filesystem::path const& data_dir);

/// The 32-byte master keys, oldest first, for a Keyring. `configured` is secrets.master_key: 64
/// hexadecimal digits per key, one per line (or comma); empty: `data_dir`/master.key is read in the
/// same form, and made with one new key (mode 0600, synced) when it is not there. Several processes
/// may call it at once and get the same keys. Errors: crypto.bad_master_key, disk.full, disk.io.
Result<std::vector<Secret<std::string>>> load_master_keys(Secret<std::string> const& configured,
                                                          std::filesystem::path const& data_dir,
                                                          Random& random);

/// Adds a new key at the end of `data_dir`/master.key, which must be there; the file is whole before and
/// after, whenever the process dies. Errors: crypto.bad_master_key (255 keys are there), disk.full, disk.io.
Result<void> append_master_key(std::filesystem::path const& data_dir, Random& random);

}  // namespace roost::crypto
