// foundation.cpp: opens configuration, data folder, keys and database in the order they need each
// other.
#include "app/foundation.h"

#include <system_error>

#include "app/key_check.h"
#include "core/crypto/master_key.h"
#include "core/log/log.h"

namespace roost::app {
namespace {

Result<void> make_data_dir(std::filesystem::path const& dir) {
    std::error_code failed;
    bool made = std::filesystem::create_directories(dir, failed);
    if (!failed && made) {
        std::filesystem::permissions(dir, std::filesystem::perms::owner_all, failed);
    }
    if (failed) {
        return errors::unavailable("data.unwritable", "The data folder " + dir.string() + " can't be made: " +
                                                          failed.message() + ". Choose another with --data.");
    }
    return {};
}

void configure_log(Foundation& foundation) {
    auto const& settings = foundation.config.log;
    log::Options options;
    options.level = from_text<log::Level>(to_text(settings.level)).value_or(log::Level::info);
    options.format = from_text<log::Format>(to_text(settings.format)).value_or(log::Format::automatic);
    log::configure(options, foundation.clock);
}

bool is_postgres(Foundation const& foundation) {
    return foundation.config.database.url.reveal().starts_with("postgres");
}

std::string database_address(Foundation const& foundation) {
    auto const& url = foundation.config.database.url.reveal();
    return url.empty() ? (foundation.data_dir / "roost.db").string() : url;
}

bool has_key(Foundation const& foundation) {
    std::error_code unknown;
    return !foundation.config.secrets.master_key.empty() ||
           std::filesystem::exists(crypto::master_key_file(foundation.data_dir), unknown);
}

/// Whether a database is there that some master key has sealed. Writes nothing.
Result<bool> holds_sealed_data(Foundation const& foundation) {
    auto address = database_address(foundation);
    std::error_code unknown;
    if (!is_postgres(foundation)) {
        auto size = std::filesystem::file_size(address, unknown);
        return !unknown && size > 0;
    }
    auto db = TRY(db::open({.url = address, .readers = 1, .lanes = 1}));
    return has_key_proof(*db);
}

/// A key made now could not open what another one sealed; and it would look like the right one.
Result<void> refuse_database_without_key(Foundation const& foundation) {
    if (!TRY(holds_sealed_data(foundation))) return {};
    if (has_key(foundation)) return {};  // a first start beside this one made it just now
    auto file = crypto::master_key_file(foundation.data_dir).string();
    return errors::conflict(
        "keys.missing",
        fmt::format(
            "There is a database but no master key for it: expected at {} or in secrets.master_key. "
            "Nothing was written. Put the key that was in use there (chmod 600) from the copy you keep "
            "apart from your backups; a new key could not open one password. To begin anew, choose "
            "another folder with --data or another --database.",
            file));
}

Result<std::unique_ptr<db::Db>> open_database(Foundation& foundation) {
    db::OpenOptions options;
    options.url = database_address(foundation);
    options.readers = static_cast<int>(foundation.config.database.readers);
    return db::open(options);
}

}  // namespace

Foundation::Foundation(config::Config loaded)
    : config(std::move(loaded)), data_dir(config.data.dir), clock(config.clock.offset) {}

Result<std::unique_ptr<Foundation>> open_unmigrated(CommandLine const& line, Use use) {
    auto foundation = std::make_unique<Foundation>(TRY(line.load()));
    configure_log(*foundation);
    if (!has_key(*foundation)) TRY(refuse_database_without_key(*foundation));
    TRY(make_data_dir(foundation->data_dir));
    if (use != Use::beside) {
        bool together = use == Use::serve && is_postgres(*foundation);
        foundation->lock.emplace(
            TRY(FolderLock::take(foundation->data_dir, together ? Share::together : Share::alone)));
    }
    auto keys = TRY(crypto::load_master_keys(foundation->config.secrets.master_key, foundation->data_dir,
                                             foundation->random));
    foundation->keys = std::make_unique<crypto::Keyring>(std::move(keys), foundation->random);
    foundation->db = TRY(open_database(*foundation));
    return foundation;
}

Result<std::unique_ptr<Foundation>> open_foundation(CommandLine const& line, Use use) {
    auto foundation = TRY(open_unmigrated(line, use));
    TRY(db::migrate(*foundation->db));
    return foundation;
}

}  // namespace roost::app
