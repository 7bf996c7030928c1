// image_files.cpp: pictures on disk.
#include "domains/content/image_files.h"

#include <fcntl.h>

#include <atomic>

#include "core/crypto/disk_file.h"
#include "core/crypto/password.h"
#include "domains/content/api.h"

namespace roost::content {
namespace {

namespace fs = std::filesystem;

Result<void> write_whole(fs::path const& path, std::string_view bytes) {
    static std::atomic<std::uint64_t> counter = 0;
    std::error_code failed;
    if (fs::exists(path, failed)) return {};
    fs::create_directories(path.parent_path(), failed);
    if (failed) return crypto::disk_error("make the folder of", path, failed.value());
    fs::path part = path.string() + ".part" + std::to_string(++counter);
    {
        auto file = TRY(crypto::DiskFile::open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC));
        auto written = file.write(bytes);
        if (written.ok()) written = file.sync();
        if (!written.ok()) {
            fs::remove(part, failed);
            return std::move(written).error();
        }
    }
    fs::rename(part, path, failed);
    if (failed) return crypto::disk_error("name", path, failed.value());
    return crypto::sync_folder(path.parent_path());
}

}  // namespace

Result<std::string> ImageFiles::put(WorkspaceId workspace, CheckedImage const& image) const {
    auto sha256 = crypto::hex(crypto::sha256(image.bytes));
    TRY(write_whole(thumbnail(workspace, sha256), image.thumbnail));
    TRY(write_whole(picture(workspace, sha256), image.bytes));
    return sha256;
}

bool ImageFiles::exists(WorkspaceId workspace, std::string const& sha256) const {
    std::error_code failed;
    return fs::exists(picture(workspace, sha256), failed) && fs::exists(thumbnail(workspace, sha256), failed);
}

fs::path ImageFiles::picture(WorkspaceId workspace, std::string const& sha256) const {
    return image_path(data_dir_, workspace, sha256);
}

fs::path ImageFiles::thumbnail(WorkspaceId workspace, std::string const& sha256) const {
    return picture(workspace, sha256).string() + ".thumb";
}

void ImageFiles::remove(WorkspaceId workspace, std::string const& sha256) const {
    std::error_code gone;
    fs::remove(picture(workspace, sha256), gone);
    fs::remove(thumbnail(workspace, sha256), gone);
}

}  // namespace roost::content
