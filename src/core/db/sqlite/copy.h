// copy.h: whole SQLite files: copied while they are used, checked, and asked whether anybody has
// them open.
#pragma once

#include <filesystem>
#include <functional>

#include "core/base/result.h"

namespace roost::db::sqlite {

/// How many pages of how many are copied.
using CopyProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Copies the database at `from` as it is at one moment to the new file `to`, readable by its owner
/// only and synced, while other processes read and write. Errors: db.unreachable, db.full,
/// db.corrupt.
Result<void> copy(std::filesystem::path const& from, std::filesystem::path const& to,
                  CopyProgress const& progress);

/// Reads all of it. Error db.corrupt when it is damaged or no database.
Result<void> check(std::filesystem::path const& path);

/// Error db.busy while another process has it open. Leaves the file complete without its log.
Result<void> settle_alone(std::filesystem::path const& path);

}  // namespace roost::db::sqlite
