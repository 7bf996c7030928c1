// feed_test.cpp: events come once, in order, without gaps, from this process and from others.
#include <gtest/gtest.h>

#include "core/clock/fake_clock.h"
#include "core/live/live.h"
#include "support/database.h"

namespace roost::live {
namespace {

constexpr WorkspaceId home{1}, other{2};

/// Keeps what a feed delivers; waiting fails after 20 s.
class Ear {
public:
    void hear(WorkspaceId workspace, Event const& event) {
        std::lock_guard lock(mutex_);
        heard_.emplace_back(workspace, event);
        changed_.notify_all();
    }
    std::vector<std::pair<WorkspaceId, Event>> wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, Seconds{20}, [&] { return heard_.size() >= count; });
        return heard_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::pair<WorkspaceId, Event>> heard_;
};

class Live : public testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        feed = make_feed(db(), clock);
    }
    void publish_one(db::Db& into, Change const& change) {
        auto done = into.write(change.workspace, [&](db::Tx& tx) { return publish(tx, clock, change); });
        EXPECT_TRUE(done.ok()) << done.error().detail;
    }
    std::shared_ptr<void> listen(Ear& ear) {
        return feed->listen([&](WorkspaceId workspace, Event const& event) { ear.hear(workspace, event); });
    }

    FakeClock clock;
    std::unique_ptr<Feed> feed;
};
INSTANTIATE_ON_BOTH_ENGINES(Live);

TEST_P(Live, an_event_is_the_frame_of_the_contract) {  // shows LIV-1
    Ear ear;
    feed->start();
    auto handle = listen(ear);
    publish_one(db(), {.workspace = home, .topic = "accounts", .ids = {3, 4}});
    publish_one(
        db(), {.workspace = home, .topic = "jobs/17", .kind = ChangeKind::progress, .patch = {{"done", 5}}});
    auto heard = ear.wait_for(2);
    ASSERT_EQ(heard.size(), 2u);
    EXPECT_EQ(heard[0].second.json, R"({"seq":1,"topic":"accounts","kind":"updated","ids":[3,4]})");
    EXPECT_EQ(heard[1].second.json, R"({"seq":2,"topic":"jobs/17","kind":"progress","patch":{"done":5}})");
    EXPECT_EQ(heard[1].second.topic, "jobs/17");
    EXPECT_EQ(heard[1].first, home);
}

TEST_P(Live, too_many_ids_mean_many) {
    publish_one(db(), {.workspace = home, .topic = "accounts", .ids = std::vector<std::int64_t>(1'001, 7)});
    auto events = feed->since(home, 0, 10);
    ASSERT_TRUE(events.ok() && *events);
    EXPECT_EQ((**events)[0].json, R"({"seq":1,"topic":"accounts","kind":"updated"})");
}

TEST_P(Live, events_of_many_writers_come_in_order_without_gap) {  // shows LIV-1
    constexpr int writers = 4, each = 50;
    Ear ear;
    feed->start();
    auto handle = listen(ear);
    auto another = database().open_another();
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w) {
        threads.emplace_back([&, w] {
            for (int n = 0; n < each; ++n) {
                publish_one(w % 2 ? *another : db(),
                            {.workspace = n % 5 ? home : other, .topic = "t", .ids = {n}});
            }
        });
    }
    for (auto& thread : threads) thread.join();
    std::map<WorkspaceId, std::int64_t> last;
    auto heard = ear.wait_for(writers * each);
    EXPECT_EQ(heard.size(), static_cast<std::size_t>(writers * each));
    for (auto const& [workspace, event] : heard) EXPECT_EQ(event.seq, ++last[workspace]);
    EXPECT_EQ(last[home], writers * each * 4 / 5);
    EXPECT_EQ(*feed->last_seq(other), writers * each / 5);
}

TEST_P(Live, a_rolled_back_change_is_never_heard) {
    auto failed = db().write(home, [&](db::Tx& tx) -> Result<void> {
        TRY(publish(tx, clock, {.workspace = home, .topic = "t"}));
        return errors::conflict("t.no", "No.");
    });
    EXPECT_FALSE(failed.ok());
    EXPECT_EQ(*feed->last_seq(home), 0);
}

TEST_P(Live, those_who_come_back_get_what_they_missed_or_must_resync) {  // shows LIV-1
    for (int n = 0; n < 5; ++n) publish_one(db(), {.workspace = home, .topic = "t", .ids = {n}});
    auto missed = feed->since(home, 2, 100);
    ASSERT_TRUE(missed.ok() && *missed);
    ASSERT_EQ((*missed)->size(), 3u);
    EXPECT_EQ((*missed)->front().seq, 3);
    EXPECT_TRUE(feed->since(home, 5, 100)->value().empty());
    EXPECT_FALSE(*feed->since(home, 6, 100)) << "from another life of the database";
    EXPECT_FALSE(*feed->since(home, 0, 4)) << "more than wanted";
    EXPECT_TRUE(feed->since(other, 0, 100)->value().empty());
}

TEST_P(Live, only_the_newest_changes_are_kept) {
    auto done = db().write(home, [&](db::Tx& tx) -> Result<void> {
        for (int n = 0; n < 11'000; ++n) TRY(publish(tx, clock, {.workspace = home, .topic = "t"}));
        return {};
    });
    ASSERT_TRUE(done.ok());
    EXPECT_EQ(*feed->last_seq(home), 11'000);
    EXPECT_FALSE(*feed->since(home, 100, 20'000));
    EXPECT_EQ(feed->since(home, 2'000, 20'000)->value().size(), 9'000u);
}

TEST_P(Live, a_feed_begins_with_now_and_stops_for_who_leaves) {
    publish_one(db(), {.workspace = home, .topic = "before"});
    Ear gone, stays;
    feed->start();
    auto kept = listen(stays);
    auto handle = listen(gone);
    handle.reset();
    publish_one(db(), {.workspace = home, .topic = "after"});
    EXPECT_EQ(stays.wait_for(1)[0].second.topic, "after");
    EXPECT_TRUE(gone.wait_for(0).empty());
    feed->stop();
}

}  // namespace
}  // namespace roost::live
