// disk_file.h: a file descriptor that closes itself, with errors a person can act on.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace roost::crypto {

/// One open file. Not thread-safe. Errors: disk.full when there is no room, else disk.io.
class DiskFile {
public:
    /// Opens with open(2)'s `flags`; a file it makes is readable by the owner only.
    static Result<DiskFile> open(std::filesystem::path path, int flags);

    DiskFile(DiskFile&& other) noexcept;
    DiskFile& operator=(DiskFile&&) = delete;
    ~DiskFile();

    Result<void> write(std::string_view data);
    /// Up to `size` bytes; fewer only at the end of the file.
    Result<std::string> read(std::size_t size);
    /// Overwrites what is at `offset`.
    Result<void> write_at(std::int64_t offset, std::string_view data);
    Result<void> sync();
    std::filesystem::path const& path() const { return path_; }

private:
    DiskFile(std::filesystem::path path, int fd) : path_(std::move(path)), fd_(fd) {}

    std::filesystem::path path_;
    int fd_;
};

/// Makes a new or renamed entry of `folder` survive a power cut.
Result<void> sync_folder(std::filesystem::path const& folder);

/// The Error of a failed call on `path`, from errno's value `number`.
Error disk_error(std::string_view action, std::filesystem::path const& path, int number);

}  // namespace roost::crypto
