// driver.h: what an engine gives to the rest of core/db: connections, each with one transaction at a time.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "core/base/id.h"
#include "core/base/result.h"
#include "core/db/query.h"
#include "core/db/row.h"

namespace roost::db {

using OnRow = std::function<Result<void>(Row const&)>;

/// One connection. Not thread-safe, but may move between threads. After an error ask alive() and
/// in_transaction() what is left of it.
class Connection {
public:
    virtual ~Connection() = default;

    virtual Result<void> each(Query const& query, Params params, OnRow const& on_row) = 0;
    virtual Result<std::int64_t> execute(Query const& query, Params params) = 0;
    /// Compiles without running: is the text right for this engine and schema?
    virtual Result<void> prepare(Query const& query) = 0;
    /// Several statements without parameters, for migrations.
    virtual Result<void> script(std::string_view sql) = 0;

    /// A snapshot that only reads; end_read() never fails, a broken connection shows in alive().
    virtual Result<void> begin_read() = 0;
    virtual void end_read() = 0;

    /// A transaction that owns `scopes` (ascending, each once) until commit() or rollback().
    virtual Result<void> begin_write(std::span<WorkspaceId const> scopes) = 0;
    virtual Result<void> savepoint() = 0;
    virtual Result<void> release_savepoint() = 0;
    virtual Result<void> rollback_to_savepoint() = 0;
    /// Durable when ok. db.outcome_unknown when it may or may not have happened; after any other
    /// error it did not.
    virtual Result<void> commit() = 0;
    virtual void rollback() = 0;

    /// False when it must be thrown away.
    virtual bool alive() const = 0;
    /// False when the engine gave the whole transaction up, savepoints included.
    virtual bool in_transaction() const = 0;
    /// Work that may wait until callers have their answers: checkpoints, statistics.
    virtual void tidy_up() {}
};

enum class Access { read, write };

/// Makes connections. Thread-safe.
class Driver {
public:
    virtual ~Driver() = default;
    virtual Engine engine() const = 0;
    virtual Result<std::unique_ptr<Connection>> connect(Access access) = 0;
};

}  // namespace roost::db
