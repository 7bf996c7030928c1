// foundation.cpp: opens configuration, data folder, keys and database in the order they need each
// other.
#include "app/foundation.h"

#include <system_error>

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

Result<std::unique_ptr<db::Db>> open_database(Foundation& foundation) {
    db::OpenOptions options;
    options.url = foundation.config.database.url.reveal();
    if (options.url.empty()) options.url = (foundation.data_dir / "roost.db").string();
    options.readers = static_cast<int>(foundation.config.database.readers);
    return db::open(options);
}

}  // namespace

Foundation::Foundation(config::Config loaded)
    : config(std::move(loaded)), data_dir(config.data.dir), clock(config.clock.offset) {}

Result<std::unique_ptr<Foundation>> open_unmigrated(CommandLine const& line) {
    auto foundation = std::make_unique<Foundation>(TRY(line.load()));
    configure_log(*foundation);
    TRY(make_data_dir(foundation->data_dir));
    auto keys = TRY(crypto::load_master_keys(foundation->config.secrets.master_key, foundation->data_dir,
                                             foundation->random));
    foundation->keys = std::make_unique<crypto::Keyring>(std::move(keys), foundation->random);
    foundation->db = TRY(open_database(*foundation));
    return foundation;
}

Result<std::unique_ptr<Foundation>> open_foundation(CommandLine const& line) {
    auto foundation = TRY(open_unmigrated(line));
    TRY(db::migrate(*foundation->db));
    return foundation;
}

}  // namespace roost::app
