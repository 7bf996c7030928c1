// routes_costs.h: handlers of utilization and costs.
#pragma once

#include "core/http/route.h"
#include "domains/proxies/service.h"

namespace roost::proxies {

Result<http::Response> get_utilization(Proxies& proxies, http::Request const& request);
Result<http::Response> get_costs(Proxies& proxies, http::Request const& request);
Result<http::Response> list_costs(Proxies& proxies, http::Request const& request);

}  // namespace roost::proxies
