// disk_file.cpp: POSIX files without surprises: short writes go on, interrupted calls repeat.
#include "core/crypto/disk_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace roost::crypto {

Error disk_error(std::string_view action, std::filesystem::path const& path, int number) {
    bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return errors::unavailable(
        full ? "disk.full" : "disk.io",
        fmt::format("Cannot {} {}: {}.{}", action, path.string(), std::generic_category().message(number),
                    full ? " Make room on the disk and try again." : ""));
}

Result<DiskFile> DiskFile::open(std::filesystem::path path, int flags) {
    int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (fd < 0) return disk_error("open", path, errno);
    return DiskFile(std::move(path), fd);
}

DiskFile::DiskFile(DiskFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

DiskFile::~DiskFile() {
    if (fd_ >= 0) ::close(fd_);
}

Result<void> DiskFile::write(std::string_view data) {
    while (!data.empty()) {
        auto written = ::write(fd_, data.data(), data.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return disk_error("write", path_, errno);
        data.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<std::string> DiskFile::read(std::size_t size) {
    std::string data(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        auto got = ::read(fd_, data.data() + filled, size - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return disk_error("read", path_, errno);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    data.resize(filled);
    return data;
}

Result<void> DiskFile::write_at(std::int64_t offset, std::string_view data) {
    auto written = ::pwrite(fd_, data.data(), data.size(), offset);
    if (written == static_cast<ssize_t>(data.size())) return {};
    return disk_error("write", path_, written < 0 ? errno : ENOSPC);
}

Result<void> DiskFile::sync() {
    if (::fdatasync(fd_) != 0) return disk_error("sync", path_, errno);
    return {};
}

Result<void> sync_folder(std::filesystem::path const& folder) {
    auto entry = TRY(DiskFile::open(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY));
    return entry.sync();
}

}  // namespace roost::crypto
