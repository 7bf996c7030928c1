// migrate_test.cpp: the migrator goes forward once, names what failed, and refuses what it does not know.
#include "core/db/migrate.h"

#include <thread>

#include "support/database.h"

namespace roost::db {
namespace {

using roost::testing::Schema;
using roost::testing::TestDatabase;

Migration both(int number, std::string_view name, std::string_view text) {
    return {number, name, text, text};
}

Query adhoc(std::string_view text) { return {"test", text, text, {}}; }

Result<std::int64_t> count(Db& db, std::string_view text) {
    auto query = adhoc(text);
    return db.read([&](Reader& reader) { return reader.scalar<std::int64_t>(query, {}); });
}

class Migrate : public ::testing::TestWithParam<Engine> {
protected:
    TestDatabase database_{GetParam(), Schema::empty};
    std::vector<Migration> list_{
        both(1, "0001_first", "CREATE TABLE a (x BIGINT); CREATE TABLE b (x BIGINT);"),
        both(2, "0002_second", "INSERT INTO a VALUES (7); INSERT INTO b SELECT x FROM a;")};
};
INSTANTIATE_ON_BOTH_ENGINES(Migrate);

TEST_P(Migrate, applies_each_file_once) {  // shows RUN-6
    ASSERT_TRUE(migrate(*database_, list_).ok());
    ASSERT_TRUE(migrate(*database_, list_).ok());
    EXPECT_EQ(*count(*database_, "SELECT COUNT(*) FROM b WHERE x = 7"), 1);
    list_.push_back(both(3, "0003_third", "INSERT INTO a VALUES (8)"));
    ASSERT_TRUE(migrate(*database_, list_).ok());
    EXPECT_EQ(*count(*database_, "SELECT COUNT(*) FROM a"), 2);
}

TEST_P(Migrate, keeps_what_came_before_a_failure_and_names_the_file) {
    list_.push_back(both(3, "0003_broken", "CREATE TABLE c (x BIGINT); INSERT INTO nowhere VALUES (1);"));
    auto done = migrate(*database_, list_);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, "db.migration_failed");
    EXPECT_NE(done.error().detail.find("0003_broken"), std::string::npos);
    EXPECT_EQ(*count(*database_, "SELECT COUNT(*) FROM schema_migrations"), 2);
    EXPECT_FALSE(count(*database_, "SELECT COUNT(*) FROM c").ok());
}

TEST_P(Migrate, refuses_a_newer_database) {
    ASSERT_TRUE(migrate(*database_, list_).ok());
    list_.pop_back();
    auto done = migrate(*database_, list_);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, "db.newer_than_program");
    EXPECT_NE(done.error().detail.find("0002_second"), std::string::npos);
}

TEST_P(Migrate, refuses_a_file_that_changed_later) {
    ASSERT_TRUE(migrate(*database_, list_).ok());
    list_[0] = both(1, "0001_first", "CREATE TABLE a (x BIGINT);");
    auto done = migrate(*database_, list_);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, "db.migration_changed");
    EXPECT_NE(done.error().detail.find("0001_first"), std::string::npos);
}

TEST_P(Migrate, lets_several_nodes_start_at_once) {
    std::vector<std::unique_ptr<Db>> nodes;
    for (int i = 0; i < 4; ++i) nodes.push_back(database_.open_another());
    std::atomic<int> succeeded = 0;
    std::vector<std::thread> threads;
    for (auto& node : nodes) {
        threads.emplace_back([&] { succeeded += migrate(*node, list_).ok(); });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(succeeded, 4);
    EXPECT_EQ(*count(*database_, "SELECT COUNT(*) FROM b"), 1);
}

}  // namespace
}  // namespace roost::db
