// rules.cpp: which addresses, prices and limits a proxy may have.
#include "domains/proxies/rules.h"

#include <arpa/inet.h>

#include "core/base/text.h"
#include "domains/proxies/errors.h"
#include "domains/proxies/rules_places.h"

namespace roost::proxies::rules {
namespace {

constexpr std::int64_t cents_max = 100'000'000;

std::optional<std::string> normal_ipv6(std::string_view host) {
    in6_addr address;
    char shortest[INET6_ADDRSTRLEN];
    if (inet_pton(AF_INET6, std::string(host).c_str(), &address) != 1) return std::nullopt;
    inet_ntop(AF_INET6, &address, shortest, sizeof shortest);
    return shortest;
}

bool label_is_legal(std::string_view label) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    return label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

/// A host name whose last label is not all digits (that would be a broken IPv4 address).
bool name_is_legal(std::string_view name) {
    if (name.size() > 253) return false;
    auto last = name.substr(name.rfind('.') == std::string_view::npos ? 0 : name.rfind('.') + 1);
    if (last.find_first_not_of("0123456789") == std::string_view::npos) return false;
    while (true) {
        auto dot = name.find('.');
        if (!label_is_legal(name.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        name.remove_prefix(dot + 1);
    }
}

class Checker {
public:
    void text(json::Patch<std::string> const& from, std::string& to, std::string_view field,
              std::size_t max) {
        if (!from.present) return;
        to = std::string(text::trim(from.value.value_or("")));
        bool control =
            std::any_of(to.begin(), to.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
        if (control || text::count_characters(to) > max) {
            problems.add(std::string(field), "field.invalid",
                         "Must be one line of at most " + std::to_string(max) + " characters.");
        }
    }
    struct Range {
        std::int64_t fallback, min, max;
    };
    void number(json::Patch<std::int64_t> const& from, std::int64_t& to, std::string_view field,
                Range range) {
        if (!from.present) return;
        to = from.value.value_or(range.fallback);
        if (to < range.min || to > range.max) {
            problems.add(std::string(field), "field.range",
                         "Must be " + std::to_string(range.min) + " to " + std::to_string(range.max) + ".");
        }
    }
    json::Problems problems;
};

void apply_address(Proxy& proxy, Fields const& fields, Checker& check) {
    if (fields.kind.present) proxy.kind = fields.kind.value.value_or(ProxyKind::http);
    if (fields.host.present || proxy.host.empty()) {
        auto host = normal_host(fields.host.value.value_or(""));
        if (host) proxy.host = *host;
        else
            check.problems.add("host", fields.host.value ? "proxies.invalid_host" : "field.required",
                               "Must be an IPv4 address, an IPv6 address or a host name.");
    }
    if (fields.port.present || proxy.port == 0) {
        std::int64_t port = fields.port.value.value_or(0);
        if (port >= 1 && port <= 65535) proxy.port = static_cast<int>(port);
        else
            check.problems.add("port", fields.port.value ? "proxies.invalid_port" : "field.required",
                               "Must be 1 to 65535.");
    }
    check.text(fields.username, proxy.username, "username", 255);
    if (fields.password.present) {
        auto const& password = fields.password.value;
        proxy.has_password = password && !password->empty();
        if (proxy.has_password && password->reveal().size() > 255) {
            check.problems.add("password", "field.invalid", "Must be at most 255 characters.");
        }
    }
}

void apply_cost(Proxy& proxy, Fields const& fields, Checker& check) {
    check.number(fields.monthly_cost_cents, proxy.monthly_cost_cents, "monthly_cost_cents",
                 {0, 0, cents_max});
    if (!fields.currency.present) return;
    proxy.currency = fields.currency.value.value_or("USD");
    bool letters = std::all_of(proxy.currency.begin(), proxy.currency.end(),
                               [](char c) { return c >= 'A' && c <= 'Z'; });
    if (proxy.currency.size() != 3 || !letters) {
        check.problems.add("currency", "field.invalid", "Must be a currency code such as USD.");
    }
}

}  // namespace

std::optional<std::string> normal_host(std::string_view host) {
    host = text::trim(host);
    if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
        return normal_ipv6(host.substr(1, host.size() - 2));
    }
    if (host.find(':') != std::string_view::npos) return normal_ipv6(host);
    auto lower = text::lower_ascii(host);
    in_addr v4;
    if (inet_pton(AF_INET, lower.c_str(), &v4) == 1) return lower;
    if (lower.ends_with('.')) lower.pop_back();
    if (!name_is_legal(lower)) return std::nullopt;
    return lower;
}

std::string authority(std::string_view host, int port) {
    bool v6 = host.find(':') != std::string_view::npos;
    return (v6 ? "[" + std::string(host) + "]" : std::string(host)) + ":" + std::to_string(port);
}

ProxyStatus status_after_test(ProxyStatus before, bool ok, std::int64_t failed_in_a_row) {
    if (before == ProxyStatus::disabled) return before;
    if (ok) return ProxyStatus::active;
    return failed_in_a_row >= failed_tests_max ? ProxyStatus::failing : before;
}

Result<Proxy> apply(Proxy before, Fields const& fields) {
    Checker check;
    Proxy proxy = std::move(before);
    apply_address(proxy, fields, check);
    check.text(fields.provider, proxy.provider, "provider", 100);
    check.text(fields.location, proxy.location, "location", 200);
    check.text(fields.country, proxy.country, "country", 100);
    check.text(fields.city, proxy.city, "city", 100);
    apply_cost(proxy, fields, check);
    check.number(fields.max_accounts, proxy.max_accounts, "max_accounts", {3, 1, 100'000});
    check.number(fields.max_concurrent, proxy.max_concurrent, "max_concurrent", {1, 1, 1000});
    if (fields.assigned_model_id.present) proxy.assigned_model_id = fields.assigned_model_id.value;
    if (fields.status.present) proxy.status = fields.status.value.value_or(ProxyStatus::active);
    if (fields.status.value == ProxyStatus::failing) {
        check.problems.add("status", "field.value", "Must be active or disabled; tests find out what fails.");
    }
    if (!check.problems.fields.empty()) {
        auto const& first = check.problems.fields.front();
        return Error{.kind = ErrorKind::invalid,
                     .code = first.code,
                     .detail = first.field + ": " + first.message,
                     .fields = check.problems.fields};
    }
    if (proxy.max_accounts < proxy.account_count) return errors::below_use(proxy.account_count);
    return settle_place(std::move(proxy));
}

}  // namespace roost::proxies::rules
