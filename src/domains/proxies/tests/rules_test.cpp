// rules_test.cpp: addresses, limits and prices of proxies.
#include "domains/proxies/rules.h"

#include <gtest/gtest.h>

namespace roost::proxies::rules {
namespace {

TEST(proxy_rules, hosts_are_ipv4_ipv6_or_names_and_stored_in_one_form) {
    // shows PRX-1
    std::pair<std::string, std::optional<std::string>> const cases[] = {
        {"10.0.0.1", "10.0.0.1"},
        {"2001:DB8::0:1", "2001:db8::1"},
        {"[2001:db8::1]", "2001:db8::1"},
        {"Proxy.Example.COM.", "proxy.example.com"},
        {"my_host-1", "my_host-1"},
        {"xn--bcher-kva.example", "xn--bcher-kva.example"},
        {"", std::nullopt},
        {"256.1.1.1", std::nullopt},
        {"1.2.3", std::nullopt},
        {"[10.0.0.1]", std::nullopt},
        {"::gggg", std::nullopt},
        {"-bad.example", std::nullopt},
        {"a..b", std::nullopt},
        {"two words", std::nullopt},
        {"host/path", std::nullopt},
        {"user@host", std::nullopt},
        {std::string(254, 'a'), std::nullopt},
    };
    for (auto const& [host, stored] : cases) EXPECT_EQ(normal_host(host), stored) << host;
    EXPECT_EQ(authority("2001:db8::1", 80), "[2001:db8::1]:80");
    EXPECT_EQ(authority("example.com", 80), "example.com:80");
}

Fields minimal(std::int64_t port = 8080) {
    Fields fields;
    fields.host = {true, "10.0.0.1"};
    fields.port = {true, port};
    return fields;
}

TEST(proxy_rules, a_new_proxy_needs_host_and_port_and_gets_the_defaults) {
    // shows PRX-1
    auto proxy = apply(Proxy{}, minimal());
    ASSERT_TRUE(proxy.ok());
    EXPECT_EQ(proxy->max_accounts, 3);
    EXPECT_EQ(proxy->max_concurrent, 1);
    EXPECT_EQ(proxy->currency, "USD");
    auto nothing = apply(Proxy{}, Fields{});
    ASSERT_FALSE(nothing.ok());
    EXPECT_EQ(nothing.error().kind, ErrorKind::invalid);
    EXPECT_EQ(nothing.error().fields.size(), 2u);
}

TEST(proxy_rules, ports_outside_1_to_65535_are_refused) {
    // shows PRX-1
    for (std::int64_t port : {0LL, 70000LL, -1LL, 65536LL, 4'294'967'376LL}) {
        auto proxy = apply(Proxy{}, minimal(port));
        ASSERT_FALSE(proxy.ok()) << port;
        EXPECT_EQ(proxy.error().fields.front().field, "port");
    }
    EXPECT_TRUE(apply(Proxy{}, minimal(1)).ok());
    EXPECT_TRUE(apply(Proxy{}, minimal(65535)).ok());
}

TEST(proxy_rules, max_accounts_below_use_is_a_conflict_with_the_number) {
    // shows PRX-3
    auto before = *apply(Proxy{}, minimal());
    before.account_count = 2;
    Fields fields;
    fields.max_accounts = {true, 1};
    auto lowered = apply(before, fields);
    ASSERT_FALSE(lowered.ok());
    EXPECT_EQ(lowered.error().code, "proxies.below_use");
    EXPECT_EQ(lowered.error().extra.at("account_count").as_int64(), 2);
    fields.max_accounts = {true, 2};
    EXPECT_TRUE(apply(before, fields).ok());
}

TEST(proxy_rules, put_changes_only_what_is_sent) {
    auto before = *apply(Proxy{}, minimal());
    before.provider = "Northwind";
    Fields fields;
    fields.city = {true, "Lisbon"};
    auto after = apply(before, fields);
    ASSERT_TRUE(after.ok());
    EXPECT_EQ(after->provider, "Northwind");
    EXPECT_EQ(after->city, "Lisbon");
    EXPECT_EQ(after->port, 8080);
}

TEST(proxy_rules, bad_prices_currencies_and_states_are_refused) {
    // shows PRX-1
    auto refused = [](auto change) {
        auto fields = minimal();
        change(fields);
        return !apply(Proxy{}, fields).ok();
    };
    EXPECT_TRUE(refused([](Fields& f) { f.monthly_cost_cents = {true, -1}; }));
    EXPECT_TRUE(refused([](Fields& f) { f.currency = {true, "usd"}; }));
    EXPECT_TRUE(refused([](Fields& f) { f.currency = {true, "DOLLAR"}; }));
    EXPECT_TRUE(refused([](Fields& f) { f.max_accounts = {true, 0}; }));
    EXPECT_TRUE(refused([](Fields& f) { f.status = {true, ProxyStatus::failing}; }));
    EXPECT_TRUE(refused([](Fields& f) { f.provider = {true, "two\nlines"}; }));
}

TEST(proxy_rules, three_failures_in_a_row_are_failing_and_one_success_is_active) {
    // shows PRX-5
    EXPECT_EQ(status_after_test(ProxyStatus::active, false, 2), ProxyStatus::active);
    EXPECT_EQ(status_after_test(ProxyStatus::active, false, 3), ProxyStatus::failing);
    EXPECT_EQ(status_after_test(ProxyStatus::failing, true, 0), ProxyStatus::active);
    EXPECT_EQ(status_after_test(ProxyStatus::disabled, true, 0), ProxyStatus::disabled);
}

}  // namespace
}  // namespace roost::proxies::rules
