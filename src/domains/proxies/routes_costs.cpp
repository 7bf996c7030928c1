// routes_costs.cpp: handlers of utilization and costs.
#include "domains/proxies/routes_costs.h"

#include <cmath>

#include "core/base/text.h"

namespace roost::proxies {
namespace {

boost::json::object numbers(store::Use const& use) {
    return {{"proxies", use.proxies}, {"slots", use.used + use.free}, {"used", use.used}, {"free", use.free}};
}

boost::json::array rows_by_provider(std::vector<store::Use> const& list) {
    boost::json::array rows;
    for (auto const& use : list) {
        auto row = numbers(use);
        row["provider"] = use.provider;
        row["currency"] = use.currency;
        row["monthly_cost_cents"] = use.monthly_cost_cents;
        rows.push_back(std::move(row));
    }
    return rows;
}

boost::json::array rows_by_location(std::vector<store::Use> const& list) {
    boost::json::array rows;
    for (auto const& use : list) {
        auto row = numbers(use);
        row["country"] = use.country;
        row["city"] = use.city;
        row["location"] = use.location;
        rows.push_back(std::move(row));
    }
    return rows;
}

boost::json::array rows_of_totals(std::vector<store::CostTotal> const& list) {
    boost::json::array totals;
    for (auto const& total : list) {
        boost::json::value per_account = nullptr;
        if (total.accounts > 0) per_account = (total.used_cost_cents + total.accounts / 2) / total.accounts;
        totals.push_back({{"currency", total.currency},
                          {"monthly_cost_cents", total.monthly_cost_cents},
                          {"per_account_cents", per_account},
                          {"yearly_projection_cents", total.monthly_cost_cents * 12},
                          {"proxies", total.proxies},
                          {"accounts", total.accounts}});
    }
    return totals;
}

/// The currency that costs most; the others stand by provider.
std::string main_currency(std::vector<store::Use> const& by_provider) {
    std::map<std::string, std::int64_t> cents;
    for (auto const& use : by_provider) cents[use.currency] += use.monthly_cost_cents;
    auto most = std::max_element(cents.begin(), cents.end(),
                                 [](auto const& a, auto const& b) { return a.second < b.second; });
    return most == cents.end() ? "USD" : most->first;
}

}  // namespace

Result<http::Response> get_utilization(Proxies& proxies, http::Request const& request) {
    auto all = TRY(proxies.utilization(request.actor()));
    auto currency = main_currency(all.by_provider);
    std::int64_t used = 0, free = 0, cents = 0;
    for (auto const& use : all.by_provider) {
        used += use.used;
        free += use.free;
        if (use.currency == currency) cents += use.monthly_cost_cents;
    }
    return http::Response::ok({{"slots", used + free},
                               {"used", used},
                               {"free", free},
                               {"accounts_without_proxy", all.accounts_without_proxy},
                               {"monthly_cost_cents", cents},
                               {"currency", currency},
                               {"by_provider", rows_by_provider(all.by_provider)},
                               {"by_location", rows_by_location(all.by_location)}});
}

Result<http::Response> get_costs(Proxies& proxies, http::Request const& request) {
    auto months = text::parse_int(request.query_param("months").value_or("12")).value_or(0);
    if (months < 1 || months > 60)
        return roost::errors::invalid_field("months", "field.range", "Must be 1 to 60.");
    auto costs = TRY(proxies.costs(request.actor(), static_cast<int>(months)));
    boost::json::array by_provider, by_model, history;
    for (auto const& use : costs.by_provider) {
        by_provider.push_back({{"provider", use.provider},
                               {"currency", use.currency},
                               {"monthly_cost_cents", use.monthly_cost_cents},
                               {"proxies", use.proxies}});
    }
    for (auto const& cost : costs.by_model) {
        by_model.push_back({{"model_id", json::write(cost.model)},
                            {"currency", cost.currency},
                            {"monthly_cost_cents", std::llround(cost.cents)}});
    }
    for (auto const& month : costs.history) {
        history.push_back({{"month", month.month},
                           {"currency", month.currency},
                           {"cost_cents", month.cost_cents},
                           {"projected", month.projected}});
    }
    return http::Response::ok({{"totals", rows_of_totals(costs.totals)},
                               {"by_provider", std::move(by_provider)},
                               {"by_model", std::move(by_model)},
                               {"history", std::move(history)}});
}

Result<http::Response> list_costs(Proxies& proxies, http::Request const& request) {
    boost::json::array items;
    for (auto const& price : TRY(proxies.costs_of(request.actor(), TRY(request.path_id<ProxyId>("id"))))) {
        items.push_back({{"monthly_cost_cents", price.monthly_cost_cents},
                         {"currency", price.currency},
                         {"valid_from", json::write(price.valid_from)}});
    }
    return http::Response::ok({{"items", std::move(items)}});
}

}  // namespace roost::proxies
