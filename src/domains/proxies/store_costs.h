// store_costs.h: prices over time, and how full proxies are by provider and place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/db/db.h"
#include "domains/proxies/rules_costs.h"

namespace roost::proxies::store {

using rules::PriceChange;

/// What the proxy costs from `now` on; 0 ends it.
Result<void> add_cost(db::Tx& tx, WorkspaceId workspace, Proxy const& proxy, Instant now);
/// Oldest first.
Result<std::vector<PriceChange>> costs_of(db::Reader& reader, WorkspaceId workspace, ProxyId id);
/// Of every proxy there ever was, by proxy and time.
Result<std::vector<PriceChange>> cost_history(db::Reader& reader, WorkspaceId workspace);

struct CostTotal {
    std::string currency;
    std::int64_t monthly_cost_cents = 0;
    std::int64_t proxies = 0;
    std::int64_t accounts = 0;
    std::int64_t used_cost_cents = 0;  // of proxies that have accounts
};
Result<std::vector<CostTotal>> cost_totals(db::Reader& reader, WorkspaceId workspace);

struct ModelCost {
    std::optional<ModelId> model;
    std::string currency;
    double cents = 0;
};
Result<std::vector<ModelCost>> cost_by_model(db::Reader& reader, WorkspaceId workspace);

/// How full the proxies of one provider (and currency) or of one place are.
struct Use {
    std::string provider, currency;
    std::string country, city, location;
    std::int64_t proxies = 0;
    std::int64_t used = 0;
    std::int64_t free = 0;  // of active ones only
    std::int64_t monthly_cost_cents = 0;
};
Result<std::vector<Use>> use_by_provider(db::Reader& reader, WorkspaceId workspace);
Result<std::vector<Use>> use_by_location(db::Reader& reader, WorkspaceId workspace);

}  // namespace roost::proxies::store
