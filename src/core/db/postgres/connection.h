// connection.h: one PostgreSQL session; what opens a transaction travels with its first statement.
#pragma once

#include <deque>

#include "core/base/instant.h"
#include "core/db/db.h"
#include "core/db/driver.h"
#include "core/db/postgres/pipeline.h"
#include "core/db/postgres/server.h"
#include "core/db/statement_cache.h"

namespace roost::db::postgres {

class PostgresConnection final : public Connection {
public:
    /// `server` outlives the session.
    static Result<std::unique_ptr<Connection>> open(Server& server);

    Result<void> each(Query const& query, Params params, OnRow const& on_row) override;
    Result<std::int64_t> execute(Query const& query, Params params) override;
    Result<void> prepare(Query const& query) override;
    Result<void> script(std::string_view sql) override;
    Result<void> begin_read() override;
    void end_read() override { finish("COMMIT"); }
    Result<void> begin_write(std::span<WorkspaceId const> scopes) override;
    Result<void> savepoint() override;
    Result<void> release_savepoint() override;
    Result<void> rollback_to_savepoint() override;
    Result<void> commit() override;
    void rollback() override { finish("ROLLBACK"); }
    bool alive() const override { return pipeline_.alive(); }
    bool in_transaction() const override { return open_; }
    void tidy_up() override;

private:
    struct Statement {
        std::string name;
    };
    using Cache = StatementCache<Statement>;

    PostgresConnection(Pipeline::Handle handle, Server& server);
    Result<ResultPtr> run(Query const& query, Params params);
    Result<ResultPtr> trip(Query const& query, Arguments const* arguments);
    Result<ResultPtr> last_of(std::vector<ResultPtr> results, std::size_t prelude, Query const& query);
    void forget(Statement const& statement);
    std::size_t send_waiting();
    void finish(char const* how);

    Pipeline pipeline_;
    Cache cache_;
    std::deque<std::string> waiting_;  // commands that go out before the next statement
    bool open_ = false;                // between begin and the end, and the engine agrees
    bool started_ = false;             // the server has seen the BEGIN
    int statements_ = 0;
    Millis tidied_at_{0};
};

}  // namespace roost::db::postgres
