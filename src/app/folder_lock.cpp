// folder_lock.cpp: flock on a file of the data folder, which the kernel gives back whatever ends the process.
#include "app/folder_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

#include "core/crypto/disk_file.h"
#include "core/log/log.h"

namespace roost::app {
namespace fs = std::filesystem;
namespace {

fs::path lock_file(fs::path const& data_dir) { return data_dir / "serving.lock"; }

/// The number that the last to lock it wrote, for the person who has to find it.
std::string holder(int fd) {
    char text[24] = {};
    auto size = ::pread(fd, text, sizeof text - 1, 0);
    std::string number(text, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return "process " + (number.empty() ? "unknown" : number.substr(0, number.find('\n')));
}

Error in_use(fs::path const& data_dir, int fd) {
    return errors::conflict(
        "data.in_use",
        fmt::format("Roost ({}) serves the data folder {} already. Nothing was changed. Stop it "
                    "first, or choose another folder with --data; several nodes need PostgreSQL "
                    "(database.url).",
                    holder(fd), data_dir.string()));
}

Result<void> sign(int fd, fs::path const& path) {
    auto text = fmt::format("{}\n", ::getpid());
    bool done = ::ftruncate(fd, 0) == 0 &&
                ::pwrite(fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
    if (!done) return crypto::disk_error("write", path, errno);
    return {};
}

}  // namespace

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FolderLock::~FolderLock() {
    if (fd_ >= 0) ::close(fd_);
}

Result<FolderLock> FolderLock::take(fs::path const& data_dir, Share share) {
    auto path = lock_file(data_dir);
    int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return crypto::disk_error("open", path, errno);
    FolderLock lock(fd);
    if (::flock(fd, (share == Share::alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return in_use(data_dir, fd);
        bool knows_no_locks = errno == ENOLCK || errno == EOPNOTSUPP;
        if (share == Share::alone || !knows_no_locks) return crypto::disk_error("lock", path, errno);
        log::warning("the data folder's disk knows no locks: stop every node before roost secrets rotate");
    }
    TRY(sign(fd, path));
    return lock;
}

Result<std::optional<std::string>> FolderLock::server_of(fs::path const& data_dir) {
    auto path = lock_file(data_dir);
    std::error_code unknown;
    if (!fs::exists(path, unknown)) return std::optional<std::string>{};
    int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) return crypto::disk_error("open", path, errno);
    FolderLock probe(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return std::optional<std::string>{};
    if (errno != EWOULDBLOCK) return crypto::disk_error("lock", path, errno);
    return std::optional(holder(fd));
}

}  // namespace roost::app
