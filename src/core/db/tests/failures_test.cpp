// failures_test.cpp: what the engines answer when something is wrong is one vocabulary, and a doubt is said
// aloud.
#include <fstream>
#include <latch>
#include <thread>

#include "core/db/tests/adhoc.h"
#include "support/database.h"

namespace roost::db {
namespace {

using roost::testing::TestDatabase;
using tests::AdHoc;
using tests::number;

class Failures : public roost::testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        ASSERT_TRUE(tests::run_script(db(), R"(
            CREATE TABLE parents (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, CHECK (id < 100));
            CREATE TABLE children (parent_id BIGINT NOT NULL REFERENCES parents (id)))")
                        .ok());
        ASSERT_TRUE(run("INSERT INTO parents VALUES (1, 'secret name')").ok());
    }
    Result<std::int64_t> run(std::string const& sql) {
        AdHoc query(sql);
        return db().write(WorkspaceId{1}, [&](Tx& tx) { return tx.execute(query, {}); });
    }
};
INSTANTIATE_ON_BOTH_ENGINES(Failures);

TEST_P(Failures, have_one_code_on_both_engines_and_quote_no_values) {
    struct Case {
        std::string sql, code;
        ErrorKind kind;
    };
    for (auto const& [sql, code, kind] :
         {Case{"INSERT INTO parents VALUES (2, 'secret name')", "db.unique", ErrorKind::conflict},
          Case{"INSERT INTO parents VALUES (1, 'b')", "db.unique", ErrorKind::conflict},
          Case{"INSERT INTO children VALUES (7)", "db.reference", ErrorKind::conflict},
          Case{"INSERT INTO parents VALUES (100, 'b')", "db.constraint", ErrorKind::internal},
          Case{"INSERT INTO parents VALUES (2, NULL)", "db.constraint", ErrorKind::internal},
          Case{"INSERT INTO nowhere VALUES (2)", "internal.error", ErrorKind::internal},
          Case{"SELEKT", "internal.error", ErrorKind::internal}}) {
        auto done = run(sql);
        ASSERT_FALSE(done.ok()) << sql;
        EXPECT_EQ(done.error().code, code) << sql;
        EXPECT_EQ(done.error().kind, kind) << sql;
        EXPECT_EQ(done.error().detail.find("secret name"), std::string::npos);
        EXPECT_EQ(done.error().detail.find("test.adhoc"), 0u) << done.error().detail;
    }
}

TEST_P(Failures, a_parent_in_use_stays) {
    ASSERT_TRUE(run("INSERT INTO children VALUES (1)").ok());
    EXPECT_EQ(run("DELETE FROM parents").error().code, "db.reference");
}

TEST(SqliteFailures, a_full_disk_is_said_and_survived) {  // shows REL-2
    TestDatabase database(Engine::sqlite);
    ASSERT_TRUE(tests::run_script(*database, "CREATE TABLE heap (id INTEGER PRIMARY KEY, t TEXT)").ok());
    auto insert = [&](std::int64_t id, std::size_t size) {
        AdHoc query("INSERT INTO heap (id, t) VALUES ($1, $2)", {"id", "t"});
        std::string const text(size, 'x');
        return database->write(WorkspaceId{1},
                               [&](Tx& tx) { return tx.execute(query, {{"id", id}, {"t", text}}); });
    };
    auto pages = *number(*database, "SELECT page_count FROM pragma_page_count()");
    ASSERT_TRUE(tests::run_script(*database, "PRAGMA max_page_count = " + std::to_string(pages + 40)).ok());
    std::atomic<int> kept = 0, full = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 10; ++i) {
                auto done = insert(t * 100 + i, 20'000);
                kept += done.ok();
                full += !done.ok() && done.error().code == "db.full" &&
                        done.error().kind == ErrorKind::unavailable;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_GT(kept, 0);
    EXPECT_EQ(kept + full, 80);
    EXPECT_EQ(*number(*database, "SELECT COUNT(*) FROM heap"), kept);
    ASSERT_TRUE(tests::run_script(*database, "PRAGMA max_page_count = 100000").ok());
    EXPECT_TRUE(insert(999, 20'000).ok());
}

TEST(SqliteFailures, a_file_that_is_no_database_is_said) {
    TestDatabase place(Engine::sqlite);
    auto path = place.url() + ".junk";
    std::ofstream(path) << std::string(5000, 'j');
    auto opened = open({.url = path});
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, "db.corrupt");
    auto folder = open({.url = "/proc/nowhere/x.db"});
    ASSERT_FALSE(folder.ok());
    EXPECT_EQ(folder.error().code, "db.unreachable");
}

TEST(SqliteFailures, another_process_that_writes_is_waited_for) {
    TestDatabase database(Engine::sqlite);
    auto other = database.open_another();
    ASSERT_TRUE(tests::run_script(*database, "CREATE TABLE t (x BIGINT)").ok());
    AdHoc insert("INSERT INTO t VALUES (1)");
    std::latch other_holds_it(1);
    std::thread holder([&] {
        EXPECT_TRUE(other
                        ->write(WorkspaceId{1},
                                [&](Tx& tx) -> Result<std::int64_t> {
                                    auto done = tx.execute(insert, {});
                                    other_holds_it.count_down();
                                    for (int i = 0; i < 300; ++i)
                                        TRY(number(*other, "SELECT COUNT(*) FROM t"));
                                    return done;
                                })
                        .ok());
    });
    other_holds_it.wait();
    EXPECT_TRUE(database->write(WorkspaceId{1}, [&](Tx& tx) { return tx.execute(insert, {}); }).ok());
    holder.join();
    EXPECT_EQ(*number(*database, "SELECT COUNT(*) FROM t"), 2);
}

class PostgresFailures : public ::testing::Test {
protected:
    /// Ends every other session of the database.
    void end_sessions() {
        AdHoc end(
            "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()");
        ASSERT_TRUE(other_->read([&](Reader& reader) { return reader.scalar<std::int64_t>(end, {}); }).ok());
    }
    Result<std::int64_t> run(std::string const& sql) {
        AdHoc query(sql);
        return database_->write(WorkspaceId{1}, [&](Tx& tx) { return tx.execute(query, {}); });
    }
    TestDatabase database_{Engine::postgres};
    std::unique_ptr<Db> other_ = database_.open_another(1, 1);
};

TEST_F(PostgresFailures, a_lost_connection_is_replaced_without_anybody_noticing) {
    ASSERT_TRUE(run("CREATE TABLE t (x BIGINT)").ok());
    EXPECT_EQ(*number(*database_, "SELECT COUNT(*) FROM t"), 0);
    end_sessions();
    EXPECT_EQ(*number(*database_, "SELECT COUNT(*) FROM t"), 0);
    end_sessions();
    EXPECT_TRUE(run("INSERT INTO t VALUES (1)").ok());
    EXPECT_EQ(*number(*database_, "SELECT COUNT(*) FROM t"), 1);
}

TEST_F(PostgresFailures, a_connection_lost_inside_a_batch_repeats_what_was_not_committed) {
    ASSERT_TRUE(run("CREATE TABLE t (x BIGINT PRIMARY KEY)").ok());
    std::atomic<int> kept = 0, lost_once = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i) {
        threads.emplace_back([&, i] {
            AdHoc insert("INSERT INTO t VALUES ($1)", {"x"});
            AdHoc end("SELECT COUNT(pg_terminate_backend(pg_backend_pid()))");
            kept += database_
                        ->write(WorkspaceId{2},
                                [&](Tx& tx) -> Result<void> {
                                    TRY(tx.execute(insert, {{"x", i}}));
                                    if (i == 5 && lost_once++ == 0) TRY(tx.execute(end, {}));
                                    return {};
                                })
                        .ok();
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(kept, 12);
    EXPECT_EQ(*number(*database_, "SELECT COUNT(*) FROM t"), 12);
}

TEST_F(PostgresFailures, a_commit_in_doubt_is_said_and_not_repeated) {  // shows REL-2
    ASSERT_TRUE(tests::run_script(*database_, R"(
        CREATE TABLE t (x BIGINT);
        CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION cut();)")
                    .ok());
    int runs = 0;
    AdHoc insert("INSERT INTO t VALUES (1)");
    auto done = database_->write(WorkspaceId{1}, [&](Tx& tx) {
        ++runs;
        return tx.execute(insert, {});
    });
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, "db.outcome_unknown");
    EXPECT_EQ(done.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(*number(*database_, "SELECT COUNT(*) FROM t"), 0);
}

TEST_F(PostgresFailures, a_deadlock_is_repeated) {
    ASSERT_TRUE(run("CREATE TABLE t (x BIGINT PRIMARY KEY, n BIGINT)").ok());
    ASSERT_TRUE(run("INSERT INTO t VALUES (1, 0), (2, 0)").ok());
    std::latch both(2);
    auto writer = [&](std::int64_t workspace, std::int64_t first) {
        AdHoc update("UPDATE t SET n = n + 1 WHERE x = $1", {"x"});
        int runs = 0;
        auto done = database_->write(WorkspaceId{workspace}, [&](Tx& tx) -> Result<void> {
            TRY(tx.execute(update, {{"x", first}}));
            if (++runs == 1) both.arrive_and_wait();
            TRY(tx.execute(update, {{"x", 3 - first}}));
            return {};
        });
        EXPECT_TRUE(done.ok());
    };
    std::thread one([&] { writer(1, 1); }), two([&] { writer(2, 2); });
    one.join();
    two.join();
    EXPECT_EQ(*number(*database_, "SELECT SUM(n) FROM t"), 4);
}

TEST_F(PostgresFailures, an_absent_server_is_unreachable) {
    auto opened = open({.url = "postgres:///x?host=/nowhere&user=roost"});
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, "db.unreachable");
}

TEST_F(PostgresFailures, a_table_changed_under_a_prepared_statement_costs_one_more_try) {
    ASSERT_TRUE(run("CREATE TABLE t (x BIGINT)").ok());
    AdHoc all("SELECT * FROM t");
    auto columns = [&] {
        return database_->read([&](Reader& reader) -> Result<int> {
            int seen = 0;
            TRY(reader.each(all, {}, [&](Row const& row) -> Result<void> {
                seen = row.columns();
                return {};
            }));
            return seen;
        });
    };
    ASSERT_TRUE(run("INSERT INTO t VALUES (1)").ok());
    EXPECT_EQ(*columns(), 1);
    ASSERT_TRUE(run("ALTER TABLE t ADD COLUMN y BIGINT").ok());
    EXPECT_EQ(*columns(), 2);
}

}  // namespace
}  // namespace roost::db
