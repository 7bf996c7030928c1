// restore.cpp: a backup into a data folder: read in full beside what is there, then put in its
// place.
#include <fstream>
#include <iterator>

#include "app/backup.h"
#include "app/key_check.h"
#include "core/base/json.h"
#include "core/crypto/disk_file.h"
#include "core/crypto/master_key.h"
#include "core/db/registry.h"
#include "core/db/sqlite/copy.h"

namespace roost::app {
namespace fs = std::filesystem;
namespace {

Result<Manifest> read_manifest(fs::path const& folder) {
    std::ifstream in(folder / "manifest.json", std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    boost::json::error_code failed;
    auto value = boost::json::parse(text, failed);
    auto manifest = failed ? Result<Manifest>(errors::internal("")) : json::read<Manifest>(value);
    if (!manifest.ok() || manifest->format != 1) {
        return errors::conflict("restore.not_a_backup",
                                folder.string() + " holds no backup of Roost that this version can read.");
    }
    if (manifest->schema > db::all_migrations().back().number) {
        return errors::conflict(
            "db.newer_than_program",
            "The backup was made by Roost " + manifest->program +
                ", which is newer than this program. Restore it with that version or a later one.");
    }
    return manifest;
}

/// A master key made now could not open what another one sealed.
Result<void> need_key(config::Config const& config) {
    auto key = fs::path(config.data.dir) / "master.key";
    if (!config.secrets.master_key.empty() || fs::exists(key)) return {};
    return errors::conflict("restore.no_key",
                            "Backups don't hold the master key. Put the one that was in use at " +
                                key.string() + " (mode 600), or set secrets.master_key.");
}

Result<void> check_target(fs::path const& target, Existing existing) {
    if (!fs::exists(target)) return {};
    if (existing == Existing::refuse) {
        return errors::conflict("restore.exists",
                                "There is a database at " + target.string() +
                                    ". With --force it is moved aside and the backup takes its place.");
    }
    auto alone = db::sqlite::settle_alone(target);
    if (alone.ok() || alone.error().code != "db.busy") return {};  // a damaged one may be moved aside
    return errors::conflict("restore.in_use", "Roost is running on " + target.string() + ". Stop it first.");
}

Result<void> copy_all(fs::path const& folder, fs::path const& draft, std::int64_t total, Progress& progress) {
    std::error_code failed;
    fs::remove_all(draft, failed);  // of a restoration that was cut off
    fs::create_directories(draft, failed);
    std::int64_t done = 0;
    for (fs::recursive_directory_iterator each(folder, failed), end; !failed && each != end;
         each.increment(failed)) {
        auto to = draft / each->path().lexically_relative(folder);
        if (each->is_directory()) {
            fs::create_directories(to, failed);
        } else if (each->path().filename() != "manifest.json" || each.depth() > 0) {
            fs::copy_file(each->path(), to, failed);
            progress.show("copying", ++done, total + 1);
        }
        if (failed) break;
    }
    if (failed) return crypto::disk_error("copy to", draft, failed.value());
    return {};
}

/// Opens the copy with the keys that will serve it.
Result<void> check_copy(config::Config const& config, Clock const& clock, Random& random,
                        fs::path const& database) {
    TRY(db::sqlite::check(database));
    auto keys = TRY(crypto::load_master_keys(config.secrets.master_key, config.data.dir, random));
    {
        auto db = TRY(db::open({.url = database.string(), .readers = 1}));
        TRY(check_keys(*db, crypto::Keyring(keys, random), clock));
    }
    return db::sqlite::settle_alone(database);
}

Result<void> move(fs::path const& from, fs::path const& to) {
    std::error_code failed;
    if (!fs::exists(from)) return {};
    fs::create_directories(to.parent_path(), failed);
    fs::rename(from, to, failed);
    if (failed) return crypto::disk_error("move", from, failed.value());
    return {};
}

}  // namespace

Result<Manifest> restore_backup(config::Config const& config, Clock const& clock, Random& random,
                                fs::path const& folder, Existing existing, Progress& progress) {
    auto target = TRY(sqlite_file(config));
    auto manifest = TRY(read_manifest(folder));
    TRY(need_key(config));
    TRY(check_target(target, existing));
    fs::path data_dir = config.data.dir;
    auto draft = data_dir / "restoring";
    TRY(copy_all(folder, draft, manifest.files, progress));
    TRY(check_copy(config, clock, random, draft / "roost.db"));

    auto aside = data_dir / ("before-restore-" + std::to_string(clock.now().ms));
    TRY(move(target, aside / "roost.db"));
    TRY(move(draft / "roost.db", target));
    for (auto const& entry : fs::directory_iterator(draft)) {
        auto name = entry.path().filename();
        TRY(move(data_dir / name, aside / name));
        TRY(move(entry.path(), data_dir / name));
    }
    std::error_code failed;
    fs::remove_all(draft, failed);
    TRY(crypto::sync_folder(data_dir));
    return manifest;
}

}  // namespace roost::app
