// rules_costs_test.cpp: months of prices.
#include "domains/proxies/rules_costs.h"

#include <gtest/gtest.h>

namespace roost::proxies::rules {
namespace {

Instant at(char const* text) { return *parse_rfc3339(text); }

TEST(proxy_costs, a_price_counts_for_the_part_of_the_month_it_was_valid) {
    // shows PRX-4
    auto history = monthly_history({{ProxyId{1}, 3000, "USD", at("2026-09-16T00:00:00Z")},
                                    {ProxyId{1}, 6000, "USD", at("2026-10-01T00:00:00Z")},
                                    {ProxyId{1}, 0, "USD", at("2026-11-16T00:00:00Z")},
                                    {ProxyId{2}, 100, "EUR", at("2025-01-01T00:00:00Z")}},
                                   at("2026-11-21T08:00:00Z"), 3);
    ASSERT_EQ(history.size(), 6u);
    EXPECT_EQ(history[0].month + history[0].currency, "2026-09EUR");
    EXPECT_EQ(history[0].cost_cents, 100);
    EXPECT_EQ(history[1].cost_cents, 1500);
    EXPECT_EQ(history[3].cost_cents, 6000);
    EXPECT_EQ(history[5].cost_cents, 3000);
    EXPECT_TRUE(history[5].projected);
    EXPECT_FALSE(history[3].projected);
}

TEST(proxy_costs, the_window_runs_over_the_turn_of_a_year) {
    auto history = monthly_history({{ProxyId{1}, 310, "USD", at("2020-01-01T00:00:00Z")}},
                                   at("2026-01-31T23:59:59Z"), 2);
    ASSERT_EQ(history.size(), 2u);
    EXPECT_EQ(history[0].month, "2025-12");
    EXPECT_EQ(history[1].month, "2026-01");
    EXPECT_EQ(history[1].cost_cents, 310);
    EXPECT_TRUE(monthly_history({}, at("2026-01-01T00:00:00Z"), 12).empty());
}

}  // namespace
}  // namespace roost::proxies::rules
