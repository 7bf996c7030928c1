// types.h: a proxy, its address and what it costs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/enums.h"
#include "core/base/id.h"
#include "core/base/instant.h"
#include "core/base/secret.h"
#include "domains/models/api.h"

namespace roost::proxies {

using ProxyId = Id<struct ProxyTag>;
using models::ModelId;

enum class ProxyKind { http, socks5 };
BOOST_DESCRIBE_ENUM(ProxyKind, http, socks5)

/// Automatic assignment uses active ones only; `failing` is set by tests, `disabled` by a person.
enum class ProxyStatus { active, failing, disabled };
BOOST_DESCRIBE_ENUM(ProxyStatus, active, failing, disabled)

/// Where a proxy is and how to log in to it. An IPv6 host stands without brackets.
struct Endpoint {
    ProxyKind kind = ProxyKind::http;
    std::string host;
    int port = 0;
    std::string username;
    Secret<std::string> password;
};

/// A row of `proxies` without its password.
struct Proxy {
    ProxyId id;
    ProxyKind kind = ProxyKind::http;
    std::string host;
    int port = 0;
    std::string username;
    bool has_password = false;
    std::string provider;
    std::string location;
    std::string country;
    std::string city;
    std::int64_t monthly_cost_cents = 0;
    std::string currency = "USD";
    ProxyStatus status = ProxyStatus::active;
    std::optional<ModelId> assigned_model_id;
    std::int64_t account_count = 0;
    std::int64_t max_accounts = 3;
    std::int64_t max_concurrent = 1;
    std::optional<Instant> last_tested_at;
    std::optional<std::int64_t> latency_ms;
    std::optional<std::string> exit_address;
    std::optional<std::string> last_error_message;
    std::int64_t version = 1;  // raised by every edit; the ETag
    Instant created_at;
    Instant updated_at;
};

}  // namespace roost::proxies
