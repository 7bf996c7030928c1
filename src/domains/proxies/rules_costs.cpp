// rules_costs.cpp: what proxies cost month by month.
#include "domains/proxies/rules_costs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

namespace roost::proxies::rules {
namespace {

using namespace std::chrono;

struct Month {
    std::string name;
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;
};

std::int64_t first_ms(year_month month) {
    return duration_cast<milliseconds>(sys_days{month / day{1}}.time_since_epoch()).count();
}

std::vector<Month> last_months(Instant now, int count) {
    year_month_day today{floor<days>(sys_time<milliseconds>{milliseconds{now.ms}})};
    std::vector<Month> list;
    for (int back = count - 1; back >= 0; --back) {
        auto month = today.year() / today.month() - months{back};
        list.push_back(
            {fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month())),
             first_ms(month), first_ms(month + months{1})});
    }
    return list;
}

}  // namespace

std::vector<MonthCost> monthly_history(std::vector<PriceChange> const& changes, Instant now, int count) {
    std::map<std::pair<std::string, std::string>, double> cents;  // (month, currency)
    auto const list = last_months(now, count);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        auto const& change = changes[i];
        bool has_next = i + 1 < changes.size() && changes[i + 1].proxy == change.proxy;
        std::int64_t until = has_next ? changes[i + 1].valid_from.ms : list.back().to_ms;
        if (change.monthly_cost_cents == 0) continue;
        for (auto const& month : list) {
            auto overlap = std::min(until, month.to_ms) - std::max(change.valid_from.ms, month.from_ms);
            if (overlap <= 0) continue;
            cents[{month.name, change.currency}] += static_cast<double>(change.monthly_cost_cents) *
                                                    static_cast<double>(overlap) /
                                                    static_cast<double>(month.to_ms - month.from_ms);
        }
    }
    std::vector<MonthCost> history;
    for (auto const& [key, sum] : cents) {
        history.push_back({key.first, key.second, std::llround(sum), key.first == list.back().name});
    }
    return history;
}

}  // namespace roost::proxies::rules
