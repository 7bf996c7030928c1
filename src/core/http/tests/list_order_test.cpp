// list_order_test.cpp: how long an order of a list is kept, who makes it, and that memory stays bounded.
#include "core/http/list_order.h"

#include <gtest/gtest.h>

#include <future>

#include "core/clock/fake_clock.h"

namespace roost::http {
namespace {

constexpr std::int64_t big = 1LL << 40;

class Orders : public ::testing::Test {
protected:
    /// Asks for the order `key`; made of `size` ids from `first` on, which takes `cost`.
    ListOrders::Found ask(std::string const& key, std::size_t size = 10, Millis cost = Millis{100},
                          std::int64_t first = 1) {
        auto read = [&](IdArray& ids, std::size_t bytes_max) -> Result<bool> {
            ++made_;
            clock_.advance(cost);
            for (std::size_t i = 0; i < size; ++i) ids.push(first + static_cast<std::int64_t>(i));
            return ids.bytes() <= bytes_max;
        };
        auto found = orders_.get({key, "list of " + key, "text of " + key, [&] { return version_; }}, read);
        if (!found.ok()) throw std::runtime_error(found.error().detail);
        return *found;
    }
    /// Whether asking makes it anew.
    bool makes(std::string const& key, Millis cost = Millis{100}) {
        auto const before = made_;
        ask(key, 10, cost);
        return made_ > before;
    }

    void make_dear(std::string const& key, Millis cost) {
        makes(key, cost);
        ++version_;
        makes(key, cost);
    }

    FakeClock clock_;
    std::uint64_t version_ = 1;
    int made_ = 0;
    ListOrders orders_{clock_, {.bytes = 4000}};
};

TEST_F(Orders, hold_small_and_large_ids_alike) {
    IdArray ids;
    for (auto id : {std::int64_t{7}, std::int64_t{4'294'967'295}, big, std::int64_t{8}}) ids.push(id);
    ids.trim();
    EXPECT_EQ(ids.size(), 4U);
    EXPECT_EQ(ids[0], 7);
    EXPECT_EQ(ids[1], 4'294'967'295);
    EXPECT_EQ(ids[2], big);
    EXPECT_EQ(ids[3], 8);
}

TEST_F(Orders, are_made_once_while_nothing_is_written) {
    EXPECT_TRUE(makes("a"));
    EXPECT_FALSE(makes("a"));
    EXPECT_FALSE(ask("a").is_behind);
    EXPECT_TRUE(makes("b"));
}

TEST_F(Orders, that_are_cheap_to_make_are_made_every_time) {
    EXPECT_TRUE(makes("a", Millis{4}));
    EXPECT_TRUE(makes("a", Millis{4}));
    EXPECT_EQ(orders_.bytes(), 0U);
}

TEST_F(Orders, are_made_anew_after_a_write_unless_they_are_dear) {
    for (int twice = 0; twice < 2; ++twice, ++version_) {
        EXPECT_TRUE(makes("cheap", Millis{10}));
        EXPECT_TRUE(makes("dear", Millis{50}));  // once may be a busy machine's doing
    }
    EXPECT_TRUE(makes("cheap", Millis{10}));
    EXPECT_FALSE(makes("dear", Millis{50}));
    EXPECT_TRUE(ask("dear").is_behind);
}

TEST_F(Orders, lag_two_seconds_or_five_times_their_cost_at_most) {
    make_dear("a", Millis{100});
    ++version_;
    clock_.advance(Millis{2'000});
    EXPECT_FALSE(makes("a"));
    clock_.advance(Millis{1});
    EXPECT_TRUE(makes("a"));
    make_dear("b", Millis{1'000});
    ++version_;
    clock_.advance(Millis{5'000});
    EXPECT_FALSE(makes("b"));
    clock_.advance(Millis{1});
    EXPECT_TRUE(makes("b"));
    EXPECT_FALSE(ask("b").is_behind);
}

TEST_F(Orders, are_made_anew_in_time_for_what_other_processes_wrote) {
    makes("a", Millis{100});
    clock_.advance(Millis{2'001});
    EXPECT_TRUE(makes("a", Millis{100}));
}

TEST_F(Orders, that_would_be_too_long_are_not_kept) {
    EXPECT_EQ(ask("long", 1001).order, nullptr);
    EXPECT_EQ(orders_.bytes(), 0U);
    EXPECT_NE(ask("long", 1000).order, nullptr);
}

TEST_F(Orders, never_hold_more_than_the_bound_and_go_least_lately_used_first) {
    ask("a", 400), ask("b", 400);
    clock_.advance(Millis{1});
    ask("a");
    ask("c", 400);
    EXPECT_LE(orders_.bytes(), 4000U);
    EXPECT_FALSE(makes("a"));
    EXPECT_TRUE(makes("b"));
    for (int i = 0; i < 50; ++i) {
        ask("n" + std::to_string(i), 300);
        ASSERT_LE(orders_.bytes(), 4000U);
    }
}

TEST_F(Orders, go_after_a_minute_without_use) {
    ask("a", 400);
    clock_.advance(Millis{60'001});
    ask("b", 10);
    EXPECT_EQ(orders_.bytes(), 40U);
}

TEST_F(Orders, are_found_by_number_for_the_same_list_as_long_as_a_walk_may_take) {
    auto const order = ask("a").order;
    ++version_;
    EXPECT_EQ(orders_.find(order->number, "list of a"), order);
    EXPECT_EQ(orders_.find(order->number, "list of b"), nullptr);
    EXPECT_EQ(orders_.find(order->number + 1, "list of a"), nullptr);
    clock_.advance(Millis{30'001});
    EXPECT_EQ(orders_.find(order->number, "list of a"), nullptr);
}

TEST_F(Orders, of_a_list_marked_as_slow_are_wanted_for_a_minute) {
    EXPECT_FALSE(orders_.any_slow());
    orders_.mark_slow("a");
    EXPECT_TRUE(orders_.is_slow("a"));
    EXPECT_FALSE(orders_.is_slow("b"));
    clock_.advance(Millis{60'001});
    EXPECT_FALSE(orders_.is_slow("a"));
    EXPECT_FALSE(orders_.any_slow());
}

TEST_F(Orders, that_fail_are_told_and_made_by_the_next) {
    auto fail = [](IdArray&, std::size_t) -> Result<bool> {
        return roost::errors::unavailable("db.busy", "later");
    };
    auto const failed = orders_.get({"a", "a", "a", [] { return 1; }}, fail);
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, "db.busy");
    EXPECT_TRUE(makes("a"));
}

TEST_F(Orders, whose_making_throws_are_made_by_the_next) {
    auto burst = [](IdArray&, std::size_t) -> Result<bool> { throw std::logic_error("a bug"); };
    EXPECT_THROW(static_cast<void>(orders_.get({"a", "a", "a", [] { return 1; }}, burst)), std::logic_error);
    EXPECT_TRUE(makes("a"));
}

TEST_F(Orders, are_made_by_one_for_all_who_ask_at_the_same_time) {
    std::promise<void> begun, go_on;
    auto go = go_on.get_future().share();
    std::atomic<int> made = 0;
    auto read = [&](IdArray& ids, std::size_t) -> Result<bool> {
        if (++made == 1) begun.set_value();
        go.wait();
        clock_.advance(Millis{100});
        ids.push(1);
        return true;
    };
    auto get = [&] { return orders_.get({"a", "a", "a", [] { return 1; }}, read).ok(); };
    auto first = std::async(std::launch::async, get);
    begun.get_future().wait();
    std::vector<std::future<bool>> others;
    for (int i = 0; i < 4; ++i) others.push_back(std::async(std::launch::async, get));
    go_on.set_value();
    EXPECT_TRUE(first.get());
    for (auto& other : others) EXPECT_TRUE(other.get());
    EXPECT_EQ(made, 1);
}

}  // namespace
}  // namespace roost::http
