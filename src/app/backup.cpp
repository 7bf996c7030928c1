// backup.cpp: the database as it is at one moment, and every other file of the data folder.
#include "app/backup.h"

#include <fcntl.h>

#include <fstream>
#include <set>

#include "app/sql.h"
#include "core/base/json.h"
#include "core/crypto/disk_file.h"
#include "core/db/db.h"
#include "core/db/sqlite/copy.h"

namespace roost::app {
namespace fs = std::filesystem;
namespace {

/// Whether something at the top of the data folder belongs into a backup beside the database.
bool belongs(fs::path const& name) {
    auto text = name.string();
    return text != "master.key" && text != "serving.lock" && !text.starts_with("master.key.") &&
           !text.starts_with("roost.db") && !text.starts_with("before-restore-") &&
           !text.starts_with("restoring") && !text.starts_with('.');
}

Result<void> sync_file(fs::path const& path) {
    auto file = TRY(crypto::DiskFile::open(path, O_RDONLY));
    return file.sync();
}

/// Copies files that `to` does not have yet; one that vanishes meanwhile was not needed any more.
Result<void> copy_new_files(fs::path const& data_dir, fs::path const& to, Manifest& manifest,
                            Progress& progress) {
    std::error_code failed;
    for (fs::recursive_directory_iterator each(data_dir, failed), end; !failed && each != end;
         each.increment(failed)) {
        auto relative = each->path().lexically_relative(data_dir);
        if (each.depth() == 0 && !belongs(relative)) {
            each.disable_recursion_pending();
            continue;
        }
        std::error_code gone;
        if (!each->is_regular_file(gone) || fs::exists(to / relative)) continue;
        fs::create_directories((to / relative).parent_path(), gone);
        fs::copy_file(each->path(), to / relative, gone);
        if (gone == std::errc::no_such_file_or_directory) continue;
        if (gone) return crypto::disk_error("copy", each->path(), gone.value());
        TRY(sync_file(to / relative));
        ++manifest.files;
        manifest.bytes += static_cast<std::int64_t>(fs::file_size(to / relative, gone));
        progress.show("files", manifest.files, 0);
    }
    if (failed && failed != std::errc::no_such_file_or_directory)
        return crypto::disk_error("read", data_dir, failed.value());
    return {};
}

Result<std::int64_t> schema_of(fs::path const& database) {
    auto db = TRY(db::open({.url = database.string(), .readers = 1}));
    return db->read([](db::Reader& reader) { return reader.scalar<std::int64_t>(sql::schema_version, {}); });
}

Result<void> write_manifest(Manifest const& manifest, fs::path const& folder) {
    auto file = TRY(crypto::DiskFile::open(folder / "manifest.json", O_WRONLY | O_CREAT | O_EXCL));
    TRY(file.write(boost::json::serialize(json::write(manifest)) + "\n"));
    return file.sync();
}

bool is_inside(fs::path const& folder, fs::path const& data_dir) {
    auto relative = fs::weakly_canonical(folder).lexically_relative(fs::weakly_canonical(data_dir));
    return !relative.empty() && *relative.begin() != "..";
}

Result<void> check_target(fs::path const& source, fs::path const& folder, fs::path const& data_dir) {
    if (!fs::exists(source))
        return errors::not_found("backup.nothing",
                                 "There is no database at " + source.string() + " to back up.");
    if (fs::exists(folder))
        return errors::conflict("backup.exists",
                                folder.string() + " is there already. Name a folder that is not.");
    if (is_inside(folder, data_dir)) {
        return errors::conflict("backup.inside_data",
                                "A backup inside the data folder is lost with it, and would be "
                                "part of the next one. Name another place.");
    }
    return {};
}

}  // namespace

Result<fs::path> sqlite_file(config::Config const& config) {
    auto const& url = config.database.url.reveal();
    if (url.starts_with("postgres")) {
        return errors::conflict(
            "backup.postgres",
            "The database is PostgreSQL, which backs itself up. Run\n"
            "  pg_dump --format=custom --no-owner --file=roost.dump \"$ROOST_DATABASE_URL\"\n"
            "and copy the data folder after it; pg_restore --clean --if-exists --no-owner "
            "--dbname=\"$ROOST_DATABASE_URL\" roost.dump brings it back.");
    }
    return url.empty() ? fs::path(config.data.dir) / "roost.db" : fs::path(url);
}

Result<Manifest> make_backup(config::Config const& config, Clock const& clock, fs::path const& folder,
                             Progress& progress) {
    auto source = TRY(sqlite_file(config));
    fs::path data_dir = config.data.dir;
    TRY(check_target(source, folder, data_dir));
    auto draft = folder;
    draft += ".partial";
    std::error_code failed;
    fs::remove_all(draft, failed);  // of a backup that was cut off
    fs::create_directories(draft, failed);
    if (failed) return crypto::disk_error("make", draft, failed.value());
    fs::permissions(draft, fs::perms::owner_all, failed);

    Manifest manifest{.program = ROOST_VERSION, .created_at = to_rfc3339(clock.now())};
    // Files are added before rows point to them and removed after: those of the database's moment
    // are there before it or come while it is copied.
    TRY(copy_new_files(data_dir, draft, manifest, progress));
    TRY(db::sqlite::copy(source, draft / "roost.db",
                         [&](auto done, auto total) { progress.show("database", done, total); }));
    TRY(copy_new_files(data_dir, draft, manifest, progress));
    manifest.schema = TRY(schema_of(draft / "roost.db"));
    TRY(db::sqlite::settle_alone(draft / "roost.db"));
    TRY(sync_file(draft / "roost.db"));
    manifest.bytes += static_cast<std::int64_t>(fs::file_size(draft / "roost.db"));
    TRY(write_manifest(manifest, draft));
    TRY(crypto::sync_folder(draft));
    fs::rename(draft, folder, failed);
    if (failed) return crypto::disk_error("finish", folder, failed.value());
    TRY(crypto::sync_folder(folder.parent_path()));
    return manifest;
}

}  // namespace roost::app
