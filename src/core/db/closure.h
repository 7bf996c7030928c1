// closure.h: the Reader and Tx that closures see, on top of a connection of either engine.
#pragma once

#include "core/db/db.h"
#include "core/db/driver.h"

namespace roost::db {

/// What else a Tx can do, by dynamic_cast: for the migrator and the test that prepares every query.
class Maintenance {
public:
    virtual ~Maintenance() = default;
    /// Runs several statements at once.
    virtual Result<void> script(std::string_view sql) = 0;
    /// Compiles a query without running it.
    virtual Result<void> prepare(Query const& query) = 0;
};

class ClosureReader final : public Reader {
public:
    ClosureReader(Engine engine, Connection& connection) : engine_(engine), connection_(connection) {}
    Engine engine() const override { return engine_; }
    Result<void> each(Query const& query, Params params, OnRow const& on_row) override {
        return connection_.each(query, params, on_row);
    }

private:
    Engine engine_;
    Connection& connection_;
};

/// After a failed statement every further one fails with the same error: PostgreSQL gives no
/// choice, and SQLite must not behave better in a test than PostgreSQL in production.
class ClosureTx final : public Tx, public Maintenance {
public:
    ClosureTx(Engine engine, Connection& connection) : engine_(engine), connection_(connection) {}
    Engine engine() const override { return engine_; }

    Result<void> each(Query const& query, Params params, OnRow const& on_row) override {
        if (failed_) return *failed_;
        bool refused = false;  // by the caller's own function: not a failure of the statement
        auto done = connection_.each(query, params, [&](Row const& row) -> Result<void> {
            auto kept = on_row(row);
            refused = !kept.ok();
            return kept;
        });
        return refused ? done : noted(std::move(done));
    }
    Result<std::int64_t> execute(Query const& query, Params params) override {
        if (failed_) return *failed_;
        return noted(connection_.execute(query, params));
    }
    Result<void> script(std::string_view sql) override {
        if (failed_) return *failed_;
        return noted(connection_.script(sql));
    }
    Result<void> prepare(Query const& query) override {
        if (failed_) return *failed_;
        return noted(connection_.prepare(query));
    }
    void on_commit(std::function<void()> act) override { wake_ups.push_back(std::move(act)); }

    std::optional<Error> const& failed() const { return failed_; }
    std::vector<std::function<void()>> wake_ups;

private:
    template <class T>
    Result<T> noted(Result<T> result) {
        if (!result.ok()) failed_ = result.error();
        return result;
    }

    Engine engine_;
    Connection& connection_;
    std::optional<Error> failed_;
};

}  // namespace roost::db
