// rules_costs.h: what proxies cost month by month. Pure.
#pragma once

#include <string>
#include <vector>

#include "domains/proxies/types.h"

namespace roost::proxies::rules {

/// A price from a point in time on, until the next one of the same proxy.
struct PriceChange {
    ProxyId proxy;
    std::int64_t monthly_cost_cents = 0;
    std::string currency;
    Instant valid_from;
};

struct MonthCost {
    std::string month;  // 2026-11, in UTC
    std::string currency;
    std::int64_t cost_cents = 0;
    bool projected = false;  // the running month, to its end at today's prices
};

/// The last `months` months up to the one of `now`, each price prorated by the time it was valid.
/// `changes` are ordered by proxy and time. Months without any cost are left out.
std::vector<MonthCost> monthly_history(std::vector<PriceChange> const& changes, Instant now, int months);

}  // namespace roost::proxies::rules
