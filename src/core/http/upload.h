// upload.h: a body that arrives in pieces and goes to sealed files and text fields, in bounded memory.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/http/exchange.h"

namespace roost::http {

/// Where uploads are kept until their handler takes them over. Thread-safe.
class UploadSpool {
public:
    UploadSpool(std::filesystem::path folder, crypto::Keyring const& keys, Random& random)
        : folder_(std::move(folder)), keys_(keys), random_(random) {}

    /// Makes the folder and removes files that a crash left there more than a week ago.
    Result<void> prepare();

    std::filesystem::path const& folder() const { return folder_; }
    crypto::Keyring const& keys() const { return keys_; }
    Random& random() const { return random_; }

private:
    std::filesystem::path folder_;
    crypto::Keyring const& keys_;
    Random& random_;
};

/// One body. Not thread-safe. Whatever it wrote is gone with it unless finish() handed it over.
class Upload {
public:
    virtual ~Upload() = default;
    /// Takes the next piece. Errors: request.malformed_upload (400), disk.full and disk.io (503).
    virtual Result<void> write(std::string_view piece) = 0;
    /// The body is complete: fills `form`, `files` and `upload_hash` of the exchange.
    virtual Result<void> finish(Exchange& exchange) = 0;
};

/// The receiver of the request's body by its content type: multipart/form-data, or one file called
/// "file", named by Content-Disposition or by the query parameter `filename`. JSON is no file. Errors:
/// request.malformed_upload, request.unsupported_type.
Result<std::unique_ptr<Upload>> start_upload(Exchange const& exchange, UploadSpool const& spool);

}  // namespace roost::http
