// folder_lock.h: who serves a data folder: one process with SQLite, the nodes together with PostgreSQL.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace roost::app {

/// Alone: a server on SQLite, whose lanes and uploads know of no second one, and what changes every sealed
/// value. Together: the nodes over one PostgreSQL, which share the folder.
enum class Share { alone, together };

/// Held from take() to the destructor, or until the kernel ends the process, also by kill -9. Commands that
/// may run beside a server take none.
class FolderLock {
public:
    /// Errors: data.in_use, which names the process that has it; disk.io.
    static Result<FolderLock> take(std::filesystem::path const& data_dir, Share share);
    /// The process that serves the folder now, as it wrote itself down; nothing when none does. Error
    /// disk.io.
    static Result<std::optional<std::string>> server_of(std::filesystem::path const& data_dir);

    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int fd) : fd_(fd) {}
    int fd_;
};

}  // namespace roost::app
