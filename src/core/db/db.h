// db.h: the database as the rest of the program sees it: read snapshots and durable write closures.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/db/query.h"
#include "core/db/row.h"

namespace roost::db {

/// Runs queries inside one transaction. Not thread-safe; lives as long as the closure it is given to.
class Reader {
public:
    virtual ~Reader() = default;
    virtual Engine engine() const = 0;

    /// Runs `query`, calling `on_row` for each row until it returns an error.
    virtual Result<void> each(Query const& query, Params params,
                              std::function<Result<void>(Row const&)> const& on_row) = 0;
    Result<void> each(Query const& query, std::initializer_list<Param> params,
                      std::function<Result<void>(Row const&)> const& on_row) {
        return each(query, Params(params.begin(), params.size()), on_row);
    }

    /// All rows through `map` (Row const& → T).
    template <class F>
    auto list(Query const& query, std::initializer_list<Param> params, F map)
        -> Result<std::vector<std::invoke_result_t<F, Row const&>>> {
        std::vector<std::invoke_result_t<F, Row const&>> rows;
        TRY(each(query, Params(params.begin(), params.size()), [&](Row const& row) -> Result<void> {
            rows.push_back(map(row));
            return {};
        }));
        return rows;
    }

    /// The first row through `map`, or nothing.
    template <class F>
    auto optional(Query const& query, std::initializer_list<Param> params, F map)
        -> Result<std::optional<std::invoke_result_t<F, Row const&>>> {
        std::optional<std::invoke_result_t<F, Row const&>> found;
        TRY(each(query, Params(params.begin(), params.size()), [&](Row const& row) -> Result<void> {
            if (!found) found.emplace(map(row));
            return {};
        }));
        return found;
    }

    /// The only row, of which there must be one (counts, RETURNING); none is errors::internal.
    template <class F>
    auto one(Query const& query, std::initializer_list<Param> params, F map)
        -> Result<std::invoke_result_t<F, Row const&>> {
        auto found = TRY(optional(query, params, map));
        if (!found) return errors::internal(std::string(query.name) + ": expected a row");
        return std::move(*found);
    }

    /// The first column of the only row as T.
    template <class T>
    Result<T> scalar(Query const& query, std::initializer_list<Param> params) {
        return one(query, params, [](Row const& row) { return get<T>(row, 0); });
    }
};

/// A Reader that may also change. What its closure did is durable once Db::write returned ok.
/// After a statement failed, every later one of the closure fails with the same error and nothing
/// of the closure is kept, whatever it returns: where a conflict is expected, say ON CONFLICT.
class Tx : public Reader {
public:
    /// Runs a statement; the number of rows it changed. A violated unique constraint is
    /// ErrorKind::conflict with code `db.unique`, a full disk `db.full` (unavailable).
    virtual Result<std::int64_t> execute(Query const& query, Params params) = 0;
    Result<std::int64_t> execute(Query const& query, std::initializer_list<Param> params) {
        return execute(query, Params(params.begin(), params.size()));
    }

    /// Runs `act` on the committing thread after the commit is durable, once, if it happens: for
    /// wake-ups only; it must be quick and must not use the database.
    virtual void on_commit(std::function<void()> act) = 0;
};

/// One database, SQLite or PostgreSQL. Thread-safe.
///
/// Writes are grouped: closures that arrive while a commit is running share the next transaction,
/// each in its own savepoint, and every caller is answered after the shared commit is durable. A
/// closure whose result is an error is rolled back alone. A closure may run twice (a batch that
/// failed is repeated closure by closure), so it has no effect outside the database.
///
/// Writes of one workspace never run at the same time, on either engine and over all nodes: on
/// SQLite there is one writer; on PostgreSQL the transaction holds an advisory lock of the
/// workspace. So a closure may read, decide and write without further locking, as long as it
/// touches only its own workspace. WorkspaceId{0} is the scope of rows that belong to none.
class Db {
public:
    virtual ~Db() = default;
    virtual Engine engine() const = 0;

    /// Runs `fn(Reader&)` on a consistent snapshot; returns its Result.
    template <class F>
    auto read(F&& fn) -> std::invoke_result_t<F, Reader&> {
        std::optional<std::invoke_result_t<F, Reader&>> result;
        auto done = run_read([&](Reader& reader) -> Result<void> {
            result.emplace(fn(reader));
            return {};
        });
        if (!done.ok()) return std::move(done).error();
        return std::move(*result);
    }

    /// Runs `fn(Tx&)` in a transaction that owns `scope`; returns its Result after the commit.
    template <class F>
    auto write(WorkspaceId scope, F&& fn) -> std::invoke_result_t<F, Tx&> {
        std::optional<std::invoke_result_t<F, Tx&>> result;
        auto done = run_write(scope, [&](Tx& tx) -> Result<void> {
            result.emplace(fn(tx));
            if (!result->ok()) return result->error();
            return {};
        });
        if (!done.ok()) return std::move(done).error();
        ++writes_[slot(scope)];
        return std::move(*result);
    }

    /// Grows with every write() of this process to the workspace (and a few others): two equal
    /// numbers mean that nothing was written through this Db in between.
    std::uint64_t writes(WorkspaceId scope) const { return writes_[slot(scope)]; }
    /// Differs from every other Db of the process, earlier ones included.
    std::uint64_t instance() const { return instance_; }

    /// Fails unless the database answers; for /readyz.
    virtual Result<void> ping() = 0;

    virtual Result<void> run_read(std::function<Result<void>(Reader&)> const& fn) = 0;
    virtual Result<void> run_write(WorkspaceId scope, std::function<Result<void>(Tx&)> const& fn) = 0;

private:
    static std::size_t slot(WorkspaceId scope) { return static_cast<std::uint64_t>(scope.value) % 256; }
    static std::uint64_t next_instance() {
        static std::atomic<std::uint64_t> last = 0;
        return ++last;
    }

    std::array<std::atomic<std::uint64_t>, 256> writes_{};
    std::uint64_t const instance_ = next_instance();
};

/// Whether a commit waits for the disk. `none` loses the last commits with the power: tests only.
enum class Durability { full, none };

/// How to open one. `url` empty (data/roost.db) or a path: SQLite at that file; `postgres://…`: PostgreSQL.
struct OpenOptions {
    std::string url;
    int readers = 4;  // reading connections
    int lanes = 2;    // writing connections; PostgreSQL only
    Durability durability = Durability::full;
};

/// Opens the database; it is not migrated yet. Errors: db.unreachable, db.corrupt, db.full.
Result<std::unique_ptr<Db>> open(OpenOptions const& options);

/// Brings the schema to the newest version under a lock (RUN-6). Errors: db.newer_than_program,
/// db.migration_changed, db.migration_failed (naming the file).
Result<void> migrate(Db& db);

}  // namespace roost::db
