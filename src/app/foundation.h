// foundation.h: what every command stands on: configuration, clock, keys and an open, migrated
// database.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "app/command_line.h"
#include "app/folder_lock.h"
#include "core/clock/clock.h"
#include "core/config/config.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"

namespace roost::app {

/// What a command does with the data: a server is the only one of its folder, but for the nodes over one
/// PostgreSQL; what re-seals it (secrets rotate) is the only one in any case; other commands may run beside a
/// server.
enum class Use { beside, serve, reseal };

/// Opened once per process, before anything else. The members live as long as it does.
struct Foundation {
    config::Config config;
    std::filesystem::path data_dir;
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<crypto::Keyring> keys;
    std::unique_ptr<db::Db> db;
    std::optional<FolderLock> lock;

    explicit Foundation(config::Config loaded);
};

/// Loads the configuration, prepares the data folder (0700), the keys and the database with its
/// newest schema. Errors: those of config::load, FolderLock::take, crypto::load_master_keys, db::open,
/// db::migrate, data.unwritable, and keys.missing: a database without its master key gets no new one.
Result<std::unique_ptr<Foundation>> open_foundation(CommandLine const& line, Use use = Use::beside);

/// The same without touching the schema, for commands that look at what is there.
Result<std::unique_ptr<Foundation>> open_unmigrated(CommandLine const& line, Use use = Use::beside);

}  // namespace roost::app
