// views.cpp: a proxy as the API shows it.
#include "domains/proxies/views.h"

#include "core/base/json.h"

namespace roost::proxies {

boost::json::object to_json(Proxy const& proxy) {
    return {{"id", proxy.id.value},
            {"kind", to_text(proxy.kind)},
            {"host", proxy.host},
            {"port", proxy.port},
            {"username", proxy.username},
            {"has_password", proxy.has_password},
            {"provider", proxy.provider},
            {"location", proxy.location},
            {"country", proxy.country},
            {"city", proxy.city},
            {"monthly_cost_cents", proxy.monthly_cost_cents},
            {"currency", proxy.currency},
            {"status", to_text(proxy.status)},
            {"assigned_model_id", json::write(proxy.assigned_model_id)},
            {"account_count", proxy.account_count},
            {"max_accounts", proxy.max_accounts},
            {"free", proxy.max_accounts - proxy.account_count},
            {"max_concurrent", proxy.max_concurrent},
            {"last_tested_at", json::write(proxy.last_tested_at)},
            {"latency_ms", json::write(proxy.latency_ms)},
            {"exit_address", json::write(proxy.exit_address)},
            {"last_error_message", json::write(proxy.last_error_message)},
            {"created_at", json::write(proxy.created_at)},
            {"updated_at", json::write(proxy.updated_at)}};
}

}  // namespace roost::proxies
