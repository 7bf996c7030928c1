// upload.cpp: multipart and raw bodies of upload routes.
#include "core/http/upload.h"

#include <sodium.h>

#include "core/base/text.h"
#include "core/crypto/password.h"
#include "core/crypto/sealed_file.h"
#include "core/http/multipart.h"
#include "core/http/problem.h"
#include "core/log/log.h"

namespace roost::http {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t field_bytes_max = 64 << 10;
constexpr std::size_t fields_bytes_max = 1 << 20;

/// Removes its file unless a handler took it over.
class SpooledFile {
public:
    explicit SpooledFile(fs::path path) : path_(std::move(path)) {}
    ~SpooledFile() {
        std::error_code failed;
        if (!kept_) fs::remove(path_, failed);
        if (failed) log::error("an uploaded file could not be removed", {{"reason", failed.message()}});
    }
    SpooledFile(SpooledFile const&) = delete;
    SpooledFile& operator=(SpooledFile const&) = delete;
    void keep() { kept_ = true; }

private:
    fs::path path_;
    std::atomic<bool> kept_ = false;
};

/// SHA-256 of fields and files with their names and sizes, the same for every boundary.
class UploadHash {
public:
    UploadHash() { crypto_hash_sha256_init(&state_); }
    void add(std::string_view bytes) {
        crypto_hash_sha256_update(&state_, reinterpret_cast<unsigned char const*>(bytes.data()),
                                  bytes.size());
        size_ += bytes.size();
    }
    void add_name(std::string_view name) { add(std::to_string(name.size()) + ":" + std::string(name)); }
    void end_part() { add("#" + std::to_string(std::exchange(size_, 0))); }
    std::string hex() {
        std::string digest(crypto_hash_sha256_BYTES, '\0');
        crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(digest.data()));
        return crypto::hex(digest);
    }

private:
    crypto_hash_sha256_state state_;
    std::uint64_t size_ = 0;
};

/// Writes one file after the other into the spool.
class FileWriter {
public:
    explicit FileWriter(UploadSpool const& spool) : spool_(spool) {}

    Result<void> begin(UploadedFile about) {
        about.path = spool_.folder() / (spool_.random().hex(16) + ".upload");
        auto owner = std::make_shared<SpooledFile>(about.path);
        about.keep = [owner] { owner->keep(); };
        about.path_owner = std::move(owner);
        file_ = std::move(about);
        writer_ = TRY(crypto::SealedFileWriter::create(file_.path, spool_.keys(), spool_.random()));
        return {};
    }

    Result<void> write(std::string_view data) { return writer_->write(data); }

    Result<UploadedFile> end() {
        TRY(writer_->finish());
        file_.bytes = writer_->size();
        writer_.reset();
        return std::exchange(file_, {});
    }

private:
    UploadSpool const& spool_;
    UploadedFile file_;  // before the writer, which goes first
    std::unique_ptr<crypto::SealedFileWriter> writer_;
};

class MultipartUpload final : public Upload, PartSink {
public:
    MultipartUpload(std::string_view boundary, UploadSpool const& spool)
        : parser_(boundary, *this), writer_(spool) {}

    Result<void> write(std::string_view piece) override { return parser_.feed(piece); }

    Result<void> finish(Exchange& exchange) override {
        TRY(parser_.finish());
        exchange.request.form = std::move(form_);
        exchange.request.files = std::move(files_);
        exchange.upload_hash = hash_.hex();
        return {};
    }

private:
    Result<void> begin_part(PartHead head) override {
        hash_.add_name(head.name);
        hash_.add_name(head.file_name.value_or(""));
        is_file_ = head.file_name.has_value();
        if (is_file_) {
            bool unnamed = head.file_name->empty();
            is_skipped_ = unnamed;  // a form's file input that was left empty
            if (unnamed) return {};
            return writer_.begin({.field = std::move(head.name),
                                  .file_name = std::move(*head.file_name),
                                  .content_type = std::move(head.content_type)});
        }
        field_ = std::move(head.name);
        text_.clear();
        return {};
    }

    Result<void> part_data(std::string_view data) override {
        hash_.add(data);
        if (is_file_ && is_skipped_) return {};
        if (is_file_) return writer_.write(data);
        fields_bytes_ += data.size();
        if (text_.size() + data.size() > field_bytes_max || fields_bytes_ > fields_bytes_max) {
            return errors::too_large(static_cast<std::int64_t>(field_bytes_max));
        }
        text_ += data;
        return {};
    }

    Result<void> end_part() override {
        hash_.end_part();
        if (is_file_ && is_skipped_) return {};
        if (is_file_) {
            files_.push_back(TRY(writer_.end()));
            return {};
        }
        if (!text::valid_utf8(text_) || text_.find('\0') != std::string::npos) {
            return Error{.kind = ErrorKind::unreadable,
                         .code = "request.malformed_upload",
                         .detail = "The form field '" + field_ + "' is not valid UTF-8."};
        }
        form_.insert_or_assign(std::move(field_), std::move(text_));
        return {};
    }

    MultipartParser parser_;
    FileWriter writer_;
    UploadHash hash_;
    std::map<std::string, std::string, std::less<>> form_;
    std::vector<UploadedFile> files_;
    std::string field_, text_;
    std::size_t fields_bytes_ = 0;
    bool is_file_ = false;
    bool is_skipped_ = false;
};

/// The body is the file.
class RawUpload final : public Upload {
public:
    explicit RawUpload(UploadSpool const& spool) : writer_(spool) {}
    Result<void> begin(UploadedFile about) { return writer_.begin(std::move(about)); }

    Result<void> write(std::string_view piece) override {
        hash_.add(piece);
        return writer_.write(piece);
    }

    Result<void> finish(Exchange& exchange) override {
        exchange.request.files.push_back(TRY(writer_.end()));
        exchange.upload_hash = hash_.hex();
        return {};
    }

private:
    FileWriter writer_;
    UploadHash hash_;
};

std::string raw_file_name(Request const& request) {
    if (auto given = request.query_param("filename")) return std::string(*given);
    auto disposition = request.header("content-disposition");
    auto at = disposition.find("filename=");
    if (at == std::string_view::npos) return "";
    auto name = text::trim(disposition.substr(at + 9));
    name = name.substr(0, name.find(';'));
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    return text::valid_utf8(name) ? std::string(name) : "";
}

}  // namespace

Result<void> UploadSpool::prepare() {
    std::error_code failed;
    fs::create_directories(folder_, failed);
    if (failed)
        return roost::errors::unavailable("disk.io",
                                          "Cannot make the folder for uploads: " + failed.message() + ".");
    // Jobs own finished files; after a week none of them still does.
    auto old = fs::file_time_type::clock::now() - std::chrono::hours(24 * 7);
    for (auto const& entry : fs::directory_iterator(folder_, failed)) {
        if (entry.path().extension() == ".upload" && entry.last_write_time(failed) < old)
            fs::remove(entry.path(), failed);
    }
    return {};
}

Result<std::unique_ptr<Upload>> start_upload(Exchange const& exchange, UploadSpool const& spool) {
    auto const& request = exchange.request;
    auto type = request.header("content-type");
    auto plain_type = text::lower_ascii(text::trim(type.substr(0, type.find(';'))));
    if (plain_type == "application/json") {
        return Error{.kind = ErrorKind::unsupported_type,
                     .code = "request.unsupported_type",
                     .detail = "Send a file, as multipart/form-data or by itself."};
    }
    if (plain_type.starts_with("multipart/")) {
        auto boundary = multipart_boundary(type);
        if (!boundary) {
            return Error{.kind = ErrorKind::unreadable,
                         .code = "request.malformed_upload",
                         .detail = "Send multipart/form-data with a boundary."};
        }
        return std::unique_ptr<Upload>(std::make_unique<MultipartUpload>(*boundary, spool));
    }
    auto upload = std::make_unique<RawUpload>(spool);
    TRY(upload->begin({.field = "file", .file_name = raw_file_name(request), .content_type = plain_type}));
    return std::unique_ptr<Upload>(std::move(upload));
}

}  // namespace roost::http
