// sealed_file.h: uploaded files on disk, encrypted as they arrive (XChaCha20-Poly1305 stream).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/crypto/seal.h"

namespace roost::crypto {

/// Writes a file in sealed chunks. Not thread-safe. Error disk.full / disk.io on any failure; an
/// unfinished file is removed by the destructor.
class SealedFileWriter {
public:
    static Result<std::unique_ptr<SealedFileWriter>> create(std::filesystem::path path, Keyring const& keys,
                                                            Random& random);
    virtual ~SealedFileWriter() = default;
    virtual Result<void> write(std::string_view data) = 0;
    /// Flushes, syncs to disk and closes; the file is complete only after it.
    virtual Result<void> finish() = 0;
    virtual std::int64_t size() const = 0;  // plain bytes written so far
};

/// Reads such a file from the front. Not thread-safe. Error crypto.cannot_open when it was damaged
/// or cut off.
class SealedFileReader {
public:
    static Result<std::unique_ptr<SealedFileReader>> open(std::filesystem::path path, Keyring const& keys);
    virtual ~SealedFileReader() = default;
    /// The next piece of plain text (up to 64 KiB), empty at the end.
    virtual Result<std::string> next() = 0;
    virtual std::int64_t position() const = 0;  // plain bytes returned so far
};

/// Seals the file's own key with the newest master key; its content stays as it is. False: it had that
/// already, or is no sealed file. The few bytes lie within one sector of the disk, which is written whole or
/// not at all. Errors: crypto.cannot_open, disk.io.
Result<bool> reseal_file(std::filesystem::path const& path, Keyring const& keys);

}  // namespace roost::crypto
