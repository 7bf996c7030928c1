// connection.h: one SQLite connection with its statement cache; the writer also makes checkpoints.
#pragma once

#include <sqlite3.h>

#include "core/db/db.h"
#include "core/db/driver.h"
#include "core/db/sqlite/statement.h"
#include "core/db/statement_cache.h"

namespace roost::db::sqlite {

class SqliteConnection final : public Connection {
public:
    static Result<std::unique_ptr<Connection>> open(std::string const& path, Access access,
                                                    Durability durability);
    ~SqliteConnection() override;

    Result<void> each(Query const& query, Params params, OnRow const& on_row) override;
    Result<std::int64_t> execute(Query const& query, Params params) override;
    Result<void> prepare(Query const& query) override;
    Result<void> script(std::string_view sql) override;
    Result<void> begin_read() override { return run("BEGIN"); }
    void end_read() override;
    Result<void> begin_write(std::span<WorkspaceId const> scopes) override;
    Result<void> savepoint() override { return run("SAVEPOINT closure"); }
    Result<void> release_savepoint() override { return run("RELEASE closure"); }
    Result<void> rollback_to_savepoint() override;
    Result<void> commit() override;
    void rollback() override;
    bool alive() const override { return alive_; }
    bool in_transaction() const override { return sqlite3_get_autocommit(db_.get()) == 0; }
    void tidy_up() override;

private:
    struct Close {
        void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
    };
    using Cache = StatementCache<Statement>;
    /// A cached statement in use; reset and given back at the end.
    class Use;

    SqliteConnection(std::unique_ptr<sqlite3, Close> db, Access access);
    Result<void> configure(Durability durability);
    Result<void> run(char const* sql);
    Result<Cache::Taken> take(Query const& query);
    Result<void> step_all(Query const& query, Params params, OnRow const* on_row);

    std::unique_ptr<sqlite3, Close> db_;
    Access access_;
    Cache cache_;
    bool alive_ = true;
    int wal_pages_ = 0;         // after the last commit
    int wal_pages_wanted_ = 0;  // the next checkpoint
    int checkpoints_ = 0;
};

}  // namespace roost::db::sqlite
