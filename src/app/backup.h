// backup.h: everything a data folder holds in a folder of its own, and back.
#pragma once

#include <boost/json.hpp>
#include <filesystem>

#include "app/progress.h"
#include "core/base/result.h"
#include "core/clock/clock.h"
#include "core/config/config.h"
#include "core/crypto/random.h"

namespace roost::app {

/// What manifest.json in a backup says.
struct Manifest {
    int format = 1;
    std::string program;  // the version that made it
    std::int64_t schema = 0;
    std::string created_at;
    std::int64_t files = 0;  // beside the database
    std::int64_t bytes = 0;  // all of it
};
BOOST_DESCRIBE_STRUCT(Manifest, (), (format, program, schema, created_at, files, bytes))

/// The SQLite file that `config` names. Error backup.postgres, which says what to run instead.
Result<std::filesystem::path> sqlite_file(config::Config const& config);

/// Copies database and files to `folder`, which must not exist, while Roost runs. The folder
/// appears only when it is complete. The master key is left out. Errors: backup.postgres,
/// backup.exists, backup.inside_data, backup.nothing, disk.full, disk.io and those of
/// db::sqlite::copy.
Result<Manifest> make_backup(config::Config const& config, Clock const& clock,
                             std::filesystem::path const& folder, Progress& progress);

enum class Existing { refuse, move_aside };

/// Puts a backup into the data folder of `config`, where Roost must not run. What is there is
/// refused or moved to before-restore-TIME inside it. Nothing is changed before the backup was read
/// in full and opened with the master key. Errors: backup.postgres, restore.not_a_backup,
/// db.newer_than_program, db.corrupt, restore.exists, restore.in_use, restore.no_key, keys.wrong.
Result<Manifest> restore_backup(config::Config const& config, Clock const& clock, Random& random,
                                std::filesystem::path const& folder, Existing existing, Progress& progress);

}  // namespace roost::app
