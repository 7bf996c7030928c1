// group_commit_test.cpp: closures share commits without sharing fates, and nobody is answered too early.
#include <rapidcheck.h>

#include <latch>
#include <thread>

#include "core/db/tests/adhoc.h"
#include "support/database.h"

namespace roost::db {
namespace {

using tests::AdHoc;
using tests::number;
using namespace std::chrono_literals;

class GroupCommit : public roost::testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        ASSERT_TRUE(tests::run_script(db(), R"(
            CREATE TABLE counters (workspace_id BIGINT PRIMARY KEY, n BIGINT NOT NULL);
            CREATE TABLE marks (id BIGINT PRIMARY KEY))")
                        .ok());
    }

    Result<void> mark(Tx& tx, std::int64_t id) {
        TRY(tx.execute(mark_, {{"id", id}}));
        return {};
    }

    /// Runs `writers` as one batch: they queue up behind a closure that waits for all of them.
    void together(std::vector<std::function<void()>> const& writers) {
        std::latch first_runs(1), go(1);
        std::vector<std::thread> threads;
        threads.emplace_back([&] {
            auto done = db().write(WorkspaceId{1}, [&](Tx&) -> Result<void> {
                first_runs.count_down();
                go.wait();
                return {};
            });
            EXPECT_TRUE(done.ok());
        });
        first_runs.wait();
        std::atomic<std::size_t> about_to_queue = 0;
        for (auto const& writer : writers) {
            threads.emplace_back([&] {
                ++about_to_queue;
                writer();
            });
        }
        while (about_to_queue < writers.size()) std::this_thread::yield();
        std::this_thread::yield();
        go.count_down();
        for (auto& thread : threads) thread.join();
    }

    /// Reads the counter, lets others run, writes it back plus one: loses updates unless alone.
    Result<void> increment(Db& db, WorkspaceId workspace, bool fail = false) {
        return db.write(workspace, [&](Tx& tx) -> Result<void> {
            auto found = TRY(tx.optional(read_, {{"workspace_id", workspace}},
                                         [](Row const& r) { return get<std::int64_t>(r, 0); }));
            std::this_thread::yield();
            TRY(tx.execute(write_, {{"workspace_id", workspace}, {"n", found.value_or(0) + 1}}));
            if (fail) return errors::conflict("test.refused", "");
            return {};
        });
    }

    AdHoc mark_{"INSERT INTO marks (id) VALUES ($1)", {"id"}};
    AdHoc read_{"SELECT n FROM counters WHERE workspace_id = $1", {"workspace_id"}};
    AdHoc write_{
        "INSERT INTO counters (workspace_id, n) VALUES ($1, $2) "
        "ON CONFLICT (workspace_id) DO UPDATE SET n = excluded.n",
        {"workspace_id", "n"}};
};
INSTANTIATE_ON_BOTH_ENGINES(GroupCommit);

TEST_P(GroupCommit, a_closure_that_fails_is_rolled_back_alone) {
    std::atomic<int> kept = 0, refused = 0;
    std::vector<std::function<void()>> writers;
    for (int i = 1; i <= 30; ++i) {
        writers.push_back([&, i] {
            auto done = db().write(WorkspaceId{1}, [&](Tx& tx) -> Result<void> {
                TRY(mark(tx, i));
                if (i % 3 == 0) return errors::conflict("test.refused", "");
                if (i % 3 == 1) TRY(mark(tx, i));  // violates the key
                return {};
            });
            kept += done.ok();
            refused += !done.ok() && done.error().code == (i % 3 == 0 ? "test.refused" : "db.unique");
        });
    }
    together(writers);
    EXPECT_EQ(kept, 10);
    EXPECT_EQ(refused, 20);
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM marks"), 10);
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM marks WHERE id % 3 = 2"), 10);
}

TEST_P(GroupCommit, closures_that_wait_share_one_commit) {
    std::atomic<int> shared = 0;
    std::vector<std::function<void()>> writers;
    for (int i = 1; i <= 10; ++i) {
        writers.push_back([&, i] {
            EXPECT_TRUE(db().write(WorkspaceId{1},
                                   [&](Tx& tx) -> Result<void> {
                                       TRY(mark(tx, i));
                                       AdHoc count("SELECT COUNT(*) FROM marks");
                                       auto mine = TRY(tx.scalar<std::int64_t>(count, {}));
                                       auto committed = TRY(number(db(), "SELECT COUNT(*) FROM marks"));
                                       shared += mine - committed >
                                                 1;  // I see others that nobody outside can see yet
                                       return {};
                                   })
                            .ok());
        });
    }
    together(writers);
    EXPECT_GT(shared, 0);
}

TEST_P(GroupCommit, a_caller_is_answered_after_others_can_see_its_rows) {
    auto other = database().open_another();
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                int id = t * 1000 + i;
                bool seen_by_wake_up = false;
                auto done = db().write(WorkspaceId{t % 3 + 1}, [&](Tx& tx) -> Result<void> {
                    tx.on_commit([&] { seen_by_wake_up = true; });
                    return mark(tx, id);
                });
                ASSERT_TRUE(done.ok());
                EXPECT_TRUE(seen_by_wake_up);
                EXPECT_EQ(*number(*other, "SELECT COUNT(*) FROM marks WHERE id = " + std::to_string(id)), 1);
            }
        });
    }
    for (auto& thread : threads) thread.join();
}

TEST_P(GroupCommit, wake_ups_run_once_in_order_and_only_after_success) {
    std::vector<int> order;  // the committing thread of one workspace
    auto write = [&](int id, bool fail) {
        return db().write(WorkspaceId{1}, [&, id, fail](Tx& tx) -> Result<void> {
            tx.on_commit([&order, id] { order.push_back(id * 10); });
            TRY(mark(tx, id));
            tx.on_commit([&order, id] { order.push_back(id * 10 + 1); });
            if (fail) return errors::conflict("test.refused", "");
            return {};
        });
    };
    EXPECT_TRUE(write(1, false).ok());
    EXPECT_FALSE(write(2, true).ok());
    EXPECT_TRUE(write(3, false).ok());
    EXPECT_EQ(order, (std::vector{10, 11, 30, 31}));
}

TEST_P(GroupCommit, no_update_of_a_workspace_is_lost_by_threads_or_nodes) {  // shows REL-1
    auto node = database().open_another();
    rc::check("the counter of a workspace is the number of writers that got an answer", [&] {
        auto workspaces = *rc::gen::inRange(1, 4), threads = *rc::gen::inRange(2, 7),
             rounds = *rc::gen::inRange(1, 12);
        auto fail_every = *rc::gen::inRange(2, 6);
        RC_ASSERT(tests::run_script(db(), "DELETE FROM counters").ok());
        std::vector<std::atomic<std::int64_t>> answered(5);
        std::vector<std::thread> running;
        for (int t = 0; t < threads; ++t) {
            running.emplace_back([&, t] {
                for (int i = 0; i < rounds; ++i) {
                    WorkspaceId workspace{(t + i) % workspaces + 1};
                    auto done =
                        increment(t % 2 == 0 ? db() : *node, workspace, (t * rounds + i) % fail_every == 0);
                    if (done.ok()) ++answered[static_cast<std::size_t>(workspace.value)];
                }
            });
        }
        for (auto& thread : running) thread.join();
        for (int w = 1; w <= workspaces; ++w) {
            auto sql = "SELECT COALESCE(SUM(n), 0) FROM counters WHERE workspace_id = " + std::to_string(w);
            RC_ASSERT(*number(db(), sql) == answered[static_cast<std::size_t>(w)]);
        }
    });
}

TEST_P(GroupCommit, a_table_that_grew_is_soon_planned_for_at_its_size) {
    if (db().engine() == Engine::sqlite) GTEST_SKIP() << "SQLite is given statistics for every size";
    AdHoc fill("INSERT INTO marks (id) SELECT generate_series(1, 5000)");
    ASSERT_TRUE(db().write(WorkspaceId{1}, [&](Tx& tx) { return tx.execute(fill, {}); }).ok());
    std::int64_t known = 0;
    for (int i = 5001; known < 5000 && i < 60'000; ++i) {
        ASSERT_TRUE(db().write(WorkspaceId{1}, [&](Tx& tx) { return mark(tx, i); }).ok());
        known = *number(db(), "SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE oid = 'marks'::regclass");
    }
    EXPECT_GE(known, 5000);
}

TEST_P(GroupCommit, a_reader_sees_one_moment_and_stops_no_writer) {
    AdHoc count("SELECT COUNT(*) FROM marks");
    auto done = db().read([&](Reader& reader) -> Result<void> {
        EXPECT_EQ(TRY(reader.scalar<std::int64_t>(count, {})), 0);
        EXPECT_TRUE(db().write(WorkspaceId{1}, [&](Tx& tx) { return mark(tx, 1); }).ok());
        EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM marks"), 1);
        EXPECT_EQ(TRY(reader.scalar<std::int64_t>(count, {})), 0);
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_P(GroupCommit, more_readers_than_connections_are_all_served) {
    std::atomic<int> served = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 16; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) served += number(db(), "SELECT COUNT(*) FROM marks").ok();
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(served, 16 * 50);
}

TEST_P(GroupCommit, a_reader_can_not_write) {
    auto done = db().read([&](Reader& reader) {
        return reader.each(mark_, {{"id", 1}}, [](Row const&) -> Result<void> { return {}; });
    });
    EXPECT_FALSE(done.ok());
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM marks"), 0);
}

TEST_P(GroupCommit, a_write_inside_a_write_is_refused_instead_of_waiting_for_ever) {
    auto done = db().write(WorkspaceId{1}, [&](Tx&) {
        return db().write(WorkspaceId{1}, [](Tx&) -> Result<void> { return {}; });
    });
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().kind, ErrorKind::internal);
}

TEST_P(GroupCommit, an_exception_reaches_its_caller_and_nobody_else) {
    std::atomic<int> kept = 0, thrown = 0;
    std::vector<std::function<void()>> writers;
    for (int i = 1; i <= 9; ++i) {
        writers.push_back([&, i] {
            try {
                kept += db().write(WorkspaceId{1},
                                   [&](Tx& tx) -> Result<void> {
                                       TRY(mark(tx, i));
                                       if (i % 3 == 0) throw std::logic_error("a bug");
                                       return {};
                                   })
                            .ok();
            } catch (std::logic_error const&) {
                ++thrown;
            }
        });
    }
    together(writers);
    EXPECT_EQ(kept, 6);
    EXPECT_EQ(thrown, 3);
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM marks"), 6);
}

TEST_P(GroupCommit, a_failed_statement_can_not_be_ignored) {
    auto done = db().write(WorkspaceId{1}, [&](Tx& tx) -> Result<void> {
        TRY(mark(tx, 1));
        EXPECT_FALSE(mark(tx, 1).ok());
        EXPECT_FALSE(mark(tx, 2).ok());
        return {};
    });
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, "db.unique");
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM marks"), 0);
}

TEST_P(GroupCommit, what_is_queued_is_finished_when_the_database_closes) {
    auto node = database().open_another();
    ASSERT_TRUE(node->write(WorkspaceId{1}, [&](Tx& tx) { return mark(tx, 1); }).ok());
    node.reset();
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM marks"), 1);
    database().reopen();
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM marks"), 1);
    EXPECT_TRUE(db().ping().ok());
}

}  // namespace
}  // namespace roost::db
