// rules.h: which addresses, prices and limits a proxy may have. Pure.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "domains/proxies/types.h"

namespace roost::proxies::rules {

/// The host as stored: lower case, IPv6 without brackets in its shortest form, a host name without
/// the last dot. Nothing when it is none of the three.
std::optional<std::string> normal_host(std::string_view host);

/// `host:port` with brackets around IPv6, for URLs and messages.
std::string authority(std::string_view host, int port);

/// Whether automatic moves of the status are due: after this many failed tests in a row.
inline constexpr int failed_tests_max = 3;
ProxyStatus status_after_test(ProxyStatus before, bool ok, std::int64_t failed_in_a_row);

/// The fields of POST and PUT. On PUT what is absent stays; null means the default or nothing.
struct Fields {
    json::Patch<ProxyKind> kind;
    json::Patch<std::string> host;
    json::Patch<std::int64_t> port;
    json::Patch<std::string> username;
    json::Patch<Secret<std::string>> password;
    json::Patch<std::string> provider;
    json::Patch<std::string> location;
    json::Patch<std::string> country;
    json::Patch<std::string> city;
    json::Patch<std::int64_t> monthly_cost_cents;
    json::Patch<std::string> currency;
    json::Patch<std::int64_t> max_accounts;
    json::Patch<std::int64_t> max_concurrent;
    json::Patch<ModelId> assigned_model_id;
    json::Patch<ProxyStatus> status;
};
BOOST_DESCRIBE_STRUCT(Fields, (),
                      (kind, host, port, username, password, provider, location, country, city,
                       monthly_cost_cents, currency, max_accounts, max_concurrent, assigned_model_id, status))

/// `before` with the fields that were sent, checked and normalised. A new proxy starts from
/// Proxy{} and must have host and port. All problems at once; conflict proxies.below_use.
Result<Proxy> apply(Proxy before, Fields const& fields);

}  // namespace roost::proxies::rules
