// image_files.h: pictures on disk, named by the SHA-256 of their bytes.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/db/db.h"
#include "domains/content/images.h"

namespace roost::content {

/// Files below data/content/<workspace>. Thread-safe: a file is written whole under another name and
/// renamed, and the same bytes always have the same name. Errors: disk.full, disk.io.
class ImageFiles {
public:
    explicit ImageFiles(std::filesystem::path data_dir) : data_dir_(std::move(data_dir)) {}

    /// Stores picture and thumbnail durably; returns the picture's SHA-256.
    Result<std::string> put(WorkspaceId workspace, CheckedImage const& image) const;
    bool exists(WorkspaceId workspace, std::string const& sha256) const;
    std::filesystem::path picture(WorkspaceId workspace, std::string const& sha256) const;
    std::filesystem::path thumbnail(WorkspaceId workspace, std::string const& sha256) const;
    /// Missing files are fine.
    void remove(WorkspaceId workspace, std::string const& sha256) const;

private:
    std::filesystem::path data_dir_;
};

}  // namespace roost::content
