// store_costs.cpp: prices over time, and how full proxies are by provider and place.
#include "domains/proxies/store_costs.h"

#include "domains/proxies/sql.h"

namespace roost::proxies::store {
namespace {

PriceChange map_cost(db::Row const& row) {
    db::Columns in{row};
    PriceChange cost;
    cost.proxy = in.next<ProxyId>();
    cost.monthly_cost_cents = in.next<std::int64_t>();
    cost.currency = in.next<std::string>();
    cost.valid_from = in.next<Instant>();
    return cost;
}

}  // namespace

Result<void> add_cost(db::Tx& tx, WorkspaceId workspace, Proxy const& proxy, Instant now) {
    TRY(tx.execute(sql::add_cost, {{"workspace_id", workspace},
                                   {"proxy_id", proxy.id},
                                   {"provider", proxy.provider},
                                   {"monthly_cost_cents", proxy.monthly_cost_cents},
                                   {"currency", proxy.currency},
                                   {"now", now}}));
    return {};
}

Result<std::vector<PriceChange>> costs_of(db::Reader& reader, WorkspaceId workspace, ProxyId id) {
    return reader.list(sql::costs_of_proxy, {{"workspace_id", workspace}, {"proxy_id", id}}, map_cost);
}

Result<std::vector<PriceChange>> cost_history(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::cost_history, {{"workspace_id", workspace}}, map_cost);
}

Result<std::vector<CostTotal>> cost_totals(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::cost_totals, {{"workspace_id", workspace}}, [](db::Row const& row) {
        db::Columns in{row};
        CostTotal total;
        total.currency = in.next<std::string>();
        for (auto* number :
             {&total.monthly_cost_cents, &total.proxies, &total.accounts, &total.used_cost_cents}) {
            *number = in.next<std::int64_t>();
        }
        return total;
    });
}

Result<std::vector<ModelCost>> cost_by_model(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::cost_by_model, {{"workspace_id", workspace}}, [](db::Row const& row) {
        db::Columns in{row};
        ModelCost cost;
        cost.model = in.next<std::optional<ModelId>>();
        cost.currency = in.next<std::string>();
        cost.cents = in.next<double>();
        return cost;
    });
}

Result<std::vector<Use>> use_by_provider(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::use_by_provider, {{"workspace_id", workspace}}, [](db::Row const& row) {
        db::Columns in{row};
        Use use;
        use.provider = in.next<std::string>();
        use.currency = in.next<std::string>();
        for (auto* number : {&use.proxies, &use.used, &use.free, &use.monthly_cost_cents}) {
            *number = in.next<std::int64_t>();
        }
        return use;
    });
}

Result<std::vector<Use>> use_by_location(db::Reader& reader, WorkspaceId workspace) {
    return reader.list(sql::use_by_location, {{"workspace_id", workspace}}, [](db::Row const& row) {
        db::Columns in{row};
        Use use;
        for (auto* word : {&use.country, &use.city, &use.location}) *word = in.next<std::string>();
        for (auto* number : {&use.proxies, &use.used, &use.free}) *number = in.next<std::int64_t>();
        return use;
    });
}

}  // namespace roost::proxies::store
