// database.h: a fresh migrated database per test, on SQLite and on PostgreSQL.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/db/db.h"

namespace roost::testing {

/// Whether the new database has the program's tables already.
enum class Schema { migrated, empty };

/// A database of its own, copied from a template that is migrated once, gone at the end. SQLite: a
/// temporary file without fsync. PostgreSQL: in the cluster of ROOST_TEST_POSTGRES; run the tests
/// under scripts/with-postgres. Throws std::runtime_error when it can not be made.
class TestDatabase {
public:
    explicit TestDatabase(db::Engine engine, Schema schema = Schema::migrated);
    ~TestDatabase();
    TestDatabase(TestDatabase const&) = delete;

    db::Db& db() { return *db_; }
    db::Db& operator*() { return *db_; }
    db::Db* operator->() { return db_.get(); }
    db::Engine engine() const { return engine_; }
    /// For a second Db on the same database: another node, or the command line.
    std::string const& url() const { return url_; }
    /// Another Db on the same database.
    std::unique_ptr<db::Db> open_another(int readers = 2, int lanes = 2) const;
    /// Closes and opens, as a restart does.
    void reopen();

private:
    db::Engine engine_;
    std::string url_;
    std::unique_ptr<db::Db> db_;
};

/// Base of test suites that run once per engine; see INSTANTIATE_ON_BOTH_ENGINES.
class OnBothEngines : public ::testing::TestWithParam<db::Engine> {
protected:
    void SetUp() override { database_ = std::make_unique<TestDatabase>(GetParam()); }
    db::Db& db() { return database_->db(); }
    TestDatabase& database() { return *database_; }

private:
    std::unique_ptr<TestDatabase> database_;
};

}  // namespace roost::testing

/// Names the cases Suite.test/sqlite and Suite.test/postgres (filter: --gtest_filter='*sqlite').
#define INSTANTIATE_ON_BOTH_ENGINES(Suite)                                                                  \
    INSTANTIATE_TEST_SUITE_P(Engines, Suite,                                                                \
                             ::testing::Values(::roost::db::Engine::sqlite, ::roost::db::Engine::postgres), \
                             [](auto const& info) { return std::string(::roost::to_text(info.param)); })
