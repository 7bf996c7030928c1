// copy.cpp: SQLite's own backup over a read transaction that is held from the first page to the
// last.
#include "core/db/sqlite/copy.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <memory>

#include "core/db/failures.h"
#include "core/db/sqlite/errors.h"

namespace roost::db::sqlite {
namespace {

constexpr int pages_per_step = 2'000;  // 8 MB between two reports of progress

struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
    void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};
using Database = std::unique_ptr<sqlite3, Close>;

Result<Database> open_file(std::filesystem::path const& path, int flags) {
    sqlite3* raw = nullptr;
    int code =
        sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Database db(raw);
    if (code != SQLITE_OK)
        return error_of(code, raw ? sqlite3_errmsg(raw) : "out of memory", "open " + path.string());
    sqlite3_busy_timeout(raw, 5'000);
    return db;
}

Result<void> run(sqlite3* db, char const* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return error_of(db, sql);
    return {};
}

/// The first column of the first row of a pragma.
Result<std::string> answer(sqlite3* db, char const* sql) {
    std::string text;
    auto keep = [](void* to, int, char** columns, char**) {
        auto& kept = *static_cast<std::string*>(to);
        if (kept.empty() && columns[0]) kept = columns[0];
        return 0;
    };
    if (sqlite3_exec(db, sql, keep, &text, nullptr) != SQLITE_OK) return error_of(db, sql);
    return text;
}

Result<void> make_private(std::filesystem::path const& path) {
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return failures::unreachable("The file " + path.string() + " can't be made: " +
                                     std::error_code(errno, std::generic_category()).message() + ".");
    }
    ::close(file);
    return {};
}

Result<void> copy_pages(sqlite3* from, sqlite3* to, CopyProgress const& progress) {
    std::unique_ptr<sqlite3_backup, Close> backup(sqlite3_backup_init(to, "main", from, "main"));
    if (!backup) return error_of(to, "begin the copy");
    while (true) {
        int code = sqlite3_backup_step(backup.get(), pages_per_step);
        auto total = sqlite3_backup_pagecount(backup.get());
        if (progress) progress(total - sqlite3_backup_remaining(backup.get()), total);
        if (code == SQLITE_DONE) return {};
        if (code != SQLITE_OK) return error_of(code, sqlite3_errstr(code), "copy the database");
    }
}

}  // namespace

Result<void> copy(std::filesystem::path const& from, std::filesystem::path const& to,
                  CopyProgress const& progress) {
    auto source = TRY(open_file(from, SQLITE_OPEN_READWRITE));
    TRY(make_private(to));
    auto target = TRY(open_file(to, SQLITE_OPEN_READWRITE));
    // With a snapshot held, commits of others don't make the copy begin again, so it always ends.
    TRY(run(source.get(), "BEGIN"));
    TRY(answer(source.get(), "PRAGMA schema_version"));
    TRY(copy_pages(source.get(), target.get(), progress));
    TRY(run(source.get(), "COMMIT"));
    // One file that needs no log beside it, and is on the disk.
    TRY(answer(target.get(), "PRAGMA journal_mode = DELETE"));
    return {};
}

Result<void> check(std::filesystem::path const& path) {
    auto db = TRY(open_file(path, SQLITE_OPEN_READONLY));
    auto found = TRY(answer(db.get(), "PRAGMA integrity_check(1)"));
    if (found != "ok")
        return failures::corrupt("The database " + path.string() + " is damaged: " + found + ".");
    return {};
}

Result<void> settle_alone(std::filesystem::path const& path) {
    auto db = TRY(open_file(path, SQLITE_OPEN_READWRITE));
    sqlite3_busy_timeout(db.get(), 0);
    auto mode = TRY(answer(db.get(), "PRAGMA journal_mode = DELETE"));
    if (mode != "delete") return failures::busy("Another process has " + path.string() + " open.");
    return {};
}

}  // namespace roost::db::sqlite
