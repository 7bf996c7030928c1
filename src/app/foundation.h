// foundation.h: what every command stands on: configuration, clock, keys and an open, migrated
// database.
#pragma once

#include <filesystem>
#include <memory>

#include "app/command_line.h"
#include "core/clock/clock.h"
#include "core/config/config.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"

namespace roost::app {

/// Opened once per process, before anything else. The members live as long as it does.
struct Foundation {
    config::Config config;
    std::filesystem::path data_dir;
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<crypto::Keyring> keys;
    std::unique_ptr<db::Db> db;

    explicit Foundation(config::Config loaded);
};

/// Loads the configuration, prepares the data folder (0700), the keys and the database with its
/// newest schema. Errors: those of config::load, crypto::load_master_keys, db::open, db::migrate,
/// and data.unwritable.
Result<std::unique_ptr<Foundation>> open_foundation(CommandLine const& line);

/// The same without touching the schema, for commands that look at what is there.
Result<std::unique_ptr<Foundation>> open_unmigrated(CommandLine const& line);

}  // namespace roost::app
