// connection.cpp: one SQLite connection with its statement cache; the writer also makes checkpoints.
#include "core/db/sqlite/connection.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "core/db/failures.h"
#include "core/db/sqlite/driver.h"
#include "core/db/sqlite/errors.h"
#include "core/db/sqlite/rows_table.h"

namespace roost::db::sqlite {

namespace {

constexpr std::size_t cached_statements = 256;
constexpr int checkpoint_pages = 8000;  // 32 MB of log: a page that many commits change is copied once
constexpr int checkpoints_per_optimize = 16;

/// The folder and an empty file that only its owner may read; SQLite gives its log the same mode.
Result<void> create_private(std::string const& path) {
    std::error_code failed;
    auto folder = std::filesystem::path(path).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder, failed);
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        auto why = std::error_code(errno, std::generic_category()).message();
        return failures::unreachable(fmt::format("The database file {} can not be opened: {}.", path, why));
    }
    ::close(file);
    return {};
}

}  // namespace

SqliteDriver::SqliteDriver(OpenOptions const& options)
    : path_(options.url.empty() ? "data/roost.db" : options.url), durability_(options.durability) {
    // Counting its memory costs SQLite a process-wide lock per allocation; nobody reads the count.
    static int const once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)once;
    // Its nameless temporary files are where there is room for the database, too.
    static bool const placed = [&] {
        auto folder = std::filesystem::absolute(path_).parent_path().string();
        sqlite3_temp_directory = sqlite3_mprintf("%s", folder.c_str());
        return true;
    }();
    (void)placed;
}

Result<std::unique_ptr<Connection>> SqliteDriver::connect(Access access) {
    return SqliteConnection::open(path_, access, durability_);
}

class SqliteConnection::Use {
public:
    Use(SqliteConnection& owner, Cache::Taken taken) : owner_(owner), taken_(std::move(taken)) {}
    ~Use() {
        sqlite3_reset(handle());
        sqlite3_clear_bindings(handle());
        owner_.cache_.put(std::move(taken_));  // an evicted one finalizes itself
    }
    Use(Use const&) = delete;
    Statement const& statement() const { return taken_.mapped().statement; }
    sqlite3_stmt* handle() const { return statement().handle.get(); }

private:
    SqliteConnection& owner_;
    Cache::Taken taken_;
};

SqliteConnection::SqliteConnection(std::unique_ptr<sqlite3, Close> db, Access access)
    : db_(std::move(db)), access_(access), cache_(cached_statements) {}

Result<std::unique_ptr<Connection>> SqliteConnection::open(std::string const& path, Access access,
                                                           Durability durability) {
    if (access == Access::write) TRY(create_private(path));
    sqlite3* raw = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &raw,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    std::unique_ptr<sqlite3, Close> db(raw);
    if (code != SQLITE_OK) return error_of(code, raw ? sqlite3_errmsg(raw) : "out of memory", "open " + path);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(db), access));
    TRY(connection->configure(durability));
    return std::unique_ptr<Connection>(std::move(connection));
}

SqliteConnection::~SqliteConnection() {
    cache_.clear();
    if (access_ == Access::write && alive_) (void)run("PRAGMA optimize");  // a wish, not a need
}

Result<void> SqliteConnection::configure(Durability durability) {
    if (register_rows_table(db_.get()) != SQLITE_OK) return error_of(db_.get(), "roost_rows");
    sqlite3_busy_timeout(db_.get(), 5000);  // first: switching to WAL may already have to wait
    TRY(run("PRAGMA journal_mode = WAL"));
    TRY(run(durability == Durability::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF"));
    TRY(run("PRAGMA foreign_keys = ON"));
    if (access_ == Access::read) {
        // Sorting a million rows for the order of a list goes through a file; in memory it takes 100 MB.
        TRY(run("PRAGMA temp_store = FILE"));
        TRY(run("PRAGMA cache_size = -8000"));
        return run("PRAGMA query_only = ON");
    }
    TRY(run("PRAGMA temp_store = MEMORY"));
    TRY(run("PRAGMA cache_size = -40000"));
    TRY(run("PRAGMA analysis_limit = 400"));
    // The hook replaces SQLite's own checkpoint inside the commit: ours runs when callers have
    // their answers, see tidy_up().
    wal_pages_wanted_ = checkpoint_pages;
    auto note_pages = [](void* self, sqlite3*, char const*, int pages) {
        static_cast<SqliteConnection*>(self)->wal_pages_ = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(db_.get(), note_pages, this);
    return run("PRAGMA optimize");
}

/// Statements of the driver itself, prepared once each.
Result<void> SqliteConnection::run(char const* sql) {
    Query const query{sql, sql, sql, {}};
    return step_all(query, {}, nullptr);
}

Result<SqliteConnection::Cache::Taken> SqliteConnection::take(Query const& query) {
    auto taken = cache_.take(query.sqlite);
    if (!taken.empty()) return taken;
    return cache_.adopt(query.sqlite, TRY(sqlite::prepare(db_.get(), query)));
}

Result<void> SqliteConnection::step_all(Query const& query, Params params, OnRow const* on_row) {
    auto bound = TRY(bind(query, params));
    Use use(*this, TRY(take(query)));
    TRY(bind_values(db_.get(), use.statement(), bound, query));
    StatementRow row(use.handle(), query);
    for (;;) {
        int code = sqlite3_step(use.handle());
        if (code == SQLITE_DONE) return {};
        if (code != SQLITE_ROW) return error_of(db_.get(), query.name);
        if (on_row) TRY((*on_row)(row));
    }
}

Result<void> SqliteConnection::each(Query const& query, Params params, OnRow const& on_row) {
    return step_all(query, params, &on_row);
}

Result<std::int64_t> SqliteConnection::execute(Query const& query, Params params) {
    auto before = sqlite3_total_changes64(db_.get());
    TRY(step_all(query, params, nullptr));
    // changes() keeps the count of an earlier statement when this one was none that changes rows.
    return sqlite3_total_changes64(db_.get()) == before ? 0 : sqlite3_changes64(db_.get());
}

Result<void> SqliteConnection::prepare(Query const& query) {
    Use use(*this, TRY(take(query)));
    return {};
}

Result<void> SqliteConnection::script(std::string_view sql) {
    if (sqlite3_exec(db_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return error_of(db_.get(), "script");
    }
    return {};
}

void SqliteConnection::end_read() {
    if (in_transaction() && !run("COMMIT").ok()) alive_ = false;
}

Result<void> SqliteConnection::begin_write(std::span<WorkspaceId const>) { return run("BEGIN IMMEDIATE"); }

Result<void> SqliteConnection::rollback_to_savepoint() {
    TRY(run("ROLLBACK TO closure"));
    return run("RELEASE closure");
}

Result<void> SqliteConnection::commit() {
    auto done = run("COMMIT");
    if (done.ok()) return done;
    // The log was written whole but not confirmed: after a power cut it may be found valid.
    if (sqlite3_extended_errcode(db_.get()) == SQLITE_IOERR_FSYNC) {
        auto unknown = failures::outcome_unknown(done.error().detail);
        rollback();
        return unknown;
    }
    return done;
}

void SqliteConnection::rollback() {
    if (in_transaction() && !run("ROLLBACK").ok()) alive_ = false;
}

/// Copies the log into the file without waiting for readers; what they still need stays for the
/// next time. Failing costs nothing but log space: the same trouble will meet the next commit.
void SqliteConnection::tidy_up() {
    if (wal_pages_ < wal_pages_wanted_) {
        if (wal_pages_ < wal_pages_wanted_ - checkpoint_pages) wal_pages_wanted_ = checkpoint_pages;
        return;
    }
    int in_log = 0, copied = 0;
    sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &copied);
    wal_pages_wanted_ = (copied < in_log ? wal_pages_ : 0) + checkpoint_pages;
    if (++checkpoints_ % checkpoints_per_optimize == 0) (void)run("PRAGMA optimize");
}

}  // namespace roost::db::sqlite
