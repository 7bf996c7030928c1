// master_key.cpp: reads, checks and, on the first start, makes the master key.
#include "core/crypto/master_key.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>

#include "core/crypto/disk_file.h"

namespace roost::crypto {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t file_size_max = 64 * 1024;

Error bad_key(std::string_view source, int number, std::string_view why) {
    return {.kind = ErrorKind::invalid,
            .code = "crypto.bad_master_key",
            .detail = fmt::format("Key {} of {} {}. A key is 64 hexadecimal digits (`openssl rand -hex 32`), "
                                  "one per line, the newest last.",
                                  number, source, why)};
}

Result<std::vector<Secret<std::string>>> parse_keys(std::string_view text, std::string_view source) {
    std::vector<Secret<std::string>> keys;
    while (!text.empty()) {
        auto end = std::min(text.find_first_of(",\r\n \t"), text.size());
        auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        std::string key(key_size, '\0');
        std::size_t length = 0;
        bool hexadecimal = sodium_hex2bin(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                                          word.data(), word.size(), nullptr, &length, nullptr) == 0;
        int number = static_cast<int>(keys.size()) + 1;
        if (!hexadecimal || length != key_size)
            return bad_key(source, number, "is not 32 bytes in hexadecimal");
        keys.emplace_back(std::move(key));
    }
    if (keys.empty()) return bad_key(source, 1, "is missing");
    if (keys.size() > 255) return bad_key(source, 256, "is one too many");
    return keys;
}

/// Writes `keys` to a new file beside `path` and puts it there with `place`, so that nobody ever sees half a
/// key.
Result<void> write_aside(std::filesystem::path const& path, std::string const& keys, Random& random,
                         int (*place)(char const*, char const*)) {
    auto draft = path;
    draft += "." + random.hex(8);
    Result<void> done = [&]() -> Result<void> {
        auto file = TRY(DiskFile::open(draft, O_WRONLY | O_CREAT | O_EXCL));
        TRY(file.write(keys));
        return file.sync();
    }();
    if (done.ok() && place(draft.c_str(), path.c_str()) != 0 && errno != EEXIST)
        done = disk_error("create", path, errno);
    std::error_code gone;
    std::filesystem::remove(draft, gone);
    if (!done.ok()) return done;
    return sync_folder(path.parent_path());
}

/// By a link: a process that was faster wins.
Result<void> make_key_file(std::filesystem::path const& path, Random& random) {
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    if (failed) return disk_error("create", path.parent_path(), failed.value());
    return write_aside(path, random.hex(key_size) + "\n", random, ::link);
}

}  // namespace

std::filesystem::path master_key_file(std::filesystem::path const& data_dir) {
    return data_dir / "master.key";
}

Result<std::vector<Secret<std::string>>> load_master_keys(Secret<std::string> const& configured,
                                                          std::filesystem::path const& data_dir,
                                                          Random& random) {
    if (!configured.empty()) return parse_keys(configured.reveal(), "secrets.master_key");
    auto path = master_key_file(data_dir);
    std::error_code unknown;
    if (!std::filesystem::exists(path, unknown)) TRY(make_key_file(path, random));
    auto file = TRY(DiskFile::open(path, O_RDONLY));
    return parse_keys(TRY(file.read(file_size_max)), path.string());
}

Result<void> append_master_key(std::filesystem::path const& data_dir, Random& random) {
    auto path = master_key_file(data_dir);
    auto file = TRY(DiskFile::open(path, O_RDONLY));
    auto keys = TRY(file.read(file_size_max));
    if (!keys.ends_with('\n')) keys += '\n';
    keys += random.hex(key_size) + "\n";
    TRY(parse_keys(keys, path.string()));
    return write_aside(path, keys, random, ::rename);
}

}  // namespace roost::crypto
