// sealed_file.cpp: magic, the file's own key in a box, then a libsodium secretstream of 64 KiB chunks.
#include "core/crypto/sealed_file.h"

#include <fcntl.h>
#include <sodium.h>

#include "core/crypto/disk_file.h"

namespace roost::crypto {
namespace {

constexpr std::string_view magic = "RSF1";
constexpr std::string_view key_context = "sealed_file.key";
constexpr std::size_t chunk_size = 64 * 1024;
constexpr std::size_t sealed_chunk_size = chunk_size + crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t key_size = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr std::size_t stream_header_size = crypto_secretstream_xchacha20poly1305_HEADERBYTES;

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
unsigned char const* bytes(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

Error damaged(std::filesystem::path const& path, std::string_view why) {
    return {.kind = ErrorKind::internal,
            .code = "crypto.cannot_open",
            .detail = "The sealed file " + path.string() + " cannot be read: " + std::string(why) + "."};
}

class Writer final : public SealedFileWriter {
public:
    explicit Writer(DiskFile file) : file_(std::move(file)) { buffer_.reserve(chunk_size); }
    ~Writer() override {
        std::error_code gone;
        if (!finished_) std::filesystem::remove(file_.path(), gone);
    }

    Result<void> begin(Keyring const& keys, Random& random) {
        std::string key(key_size, '\0');
        random.fill(key.data(), key.size());
        auto box = keys.seal(key, key_context);
        std::string header(stream_header_size, '\0');
        crypto_secretstream_xchacha20poly1305_init_push(&stream_, bytes(header), bytes(key));
        return file_.write(std::string(magic) + static_cast<char>(box.size()) + box + header);
    }

    Result<void> write(std::string_view data) override {
        size_ += static_cast<std::int64_t>(data.size());
        while (!data.empty()) {
            // Full chunks wait for a successor: only the last chunk carries the final tag.
            if (buffer_.size() == chunk_size) {
                TRY(push(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE));
            }
            auto part = data.substr(0, chunk_size - buffer_.size());
            buffer_.append(part);
            data.remove_prefix(part.size());
        }
        return {};
    }

    Result<void> finish() override {
        TRY(push(crypto_secretstream_xchacha20poly1305_TAG_FINAL));
        TRY(file_.sync());
        TRY(sync_folder(file_.path().parent_path()));
        finished_ = true;
        return {};
    }

    std::int64_t size() const override { return size_; }

private:
    Result<void> push(unsigned char tag) {
        sealed_.resize(buffer_.size() + crypto_secretstream_xchacha20poly1305_ABYTES);
        unsigned long long length = 0;
        crypto_secretstream_xchacha20poly1305_push(&stream_, bytes(sealed_), &length, bytes(buffer_),
                                                   buffer_.size(), nullptr, 0, tag);
        buffer_.clear();
        return file_.write(sealed_);
    }

    DiskFile file_;
    crypto_secretstream_xchacha20poly1305_state stream_;
    std::string buffer_;
    std::string sealed_;
    std::int64_t size_ = 0;
    bool finished_ = false;
};

class Reader final : public SealedFileReader {
public:
    explicit Reader(DiskFile file) : file_(std::move(file)) {}

    Result<void> begin(Keyring const& keys) {
        auto start = TRY(file_.read(magic.size() + 1));
        if (start.size() != magic.size() + 1 || !start.starts_with(magic)) {
            return damaged(file_.path(), "it does not begin like one");
        }
        auto box = TRY(file_.read(static_cast<unsigned char>(start.back())));
        auto key = TRY(keys.open(box, key_context));
        auto header = TRY(file_.read(stream_header_size));
        if (header.size() != stream_header_size || crypto_secretstream_xchacha20poly1305_init_pull(
                                                       &stream_, bytes(header), bytes(key.reveal())) != 0) {
            return damaged(file_.path(), "it was cut off");
        }
        return {};
    }

    Result<std::string> next() override {
        if (ended_) return std::string();
        auto sealed = TRY(file_.read(sealed_chunk_size));
        if (sealed.size() < crypto_secretstream_xchacha20poly1305_ABYTES) {
            return damaged(file_.path(), "it was cut off");
        }
        std::string plain(sealed.size() - crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
        unsigned long long length = 0;
        unsigned char tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(&stream_, bytes(plain), &length, &tag, bytes(sealed),
                                                       sealed.size(), nullptr, 0) != 0) {
            return damaged(file_.path(), "it was damaged");
        }
        ended_ = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        if (ended_ && !TRY(file_.read(1)).empty()) return damaged(file_.path(), "it goes on after its end");
        position_ += static_cast<std::int64_t>(plain.size());
        return plain;
    }

    std::int64_t position() const override { return position_; }

private:
    DiskFile file_;
    crypto_secretstream_xchacha20poly1305_state stream_;
    std::int64_t position_ = 0;
    bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<SealedFileWriter>> SealedFileWriter::create(std::filesystem::path path,
                                                                   Keyring const& keys, Random& random) {
    auto writer = std::make_unique<Writer>(TRY(DiskFile::open(std::move(path), O_WRONLY | O_CREAT | O_EXCL)));
    TRY(writer->begin(keys, random));
    return std::unique_ptr<SealedFileWriter>(std::move(writer));
}

Result<std::unique_ptr<SealedFileReader>> SealedFileReader::open(std::filesystem::path path,
                                                                 Keyring const& keys) {
    auto reader = std::make_unique<Reader>(TRY(DiskFile::open(std::move(path), O_RDONLY)));
    TRY(reader->begin(keys));
    return std::unique_ptr<SealedFileReader>(std::move(reader));
}

Result<bool> reseal_file(std::filesystem::path const& path, Keyring const& keys) {
    auto file = TRY(DiskFile::open(path, O_RDWR));
    auto start = TRY(file.read(magic.size() + 1));
    if (start.size() != magic.size() + 1 || !start.starts_with(magic)) return false;
    auto box = TRY(file.read(static_cast<unsigned char>(start.back())));
    if (Keyring::key_id(box) == keys.newest_key_id()) return false;
    auto renewed = keys.seal(TRY(keys.open(box, key_context)).reveal(), key_context);
    TRY(file.write_at(static_cast<std::int64_t>(start.size()), renewed));
    TRY(file.sync());
    return true;
}

}  // namespace roost::crypto
