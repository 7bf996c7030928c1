// rules_import_test.cpp: every form a line of a proxy file may have.
#include "domains/proxies/rules_import.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domains/proxies/rules.h"

namespace roost::proxies::rules {
namespace {

std::string show(std::string_view line, std::optional<Columns> const& columns = {}) {
    auto parsed = parse_line(line, columns, {});
    if (auto* problem = std::get_if<LineProblem>(&parsed)) return "!" + problem->code;
    auto const& [proxy, password] = std::get<ParsedProxy>(parsed);
    return std::string(to_text(proxy.kind)) + " " + proxy.host + " " + std::to_string(proxy.port) + " " +
           proxy.username + " " + password.reveal();
}

TEST(proxy_lines, every_form_is_read_and_every_fault_is_named) {
    // shows PRX-6
    std::pair<std::string, std::string> const cases[] = {
        {"10.0.0.1:8080", "http 10.0.0.1 8080  "},
        {"10.0.0.1:8080:user:pass", "http 10.0.0.1 8080 user pass"},
        {"  10.0.0.1:8080:user:pass  ", "http 10.0.0.1 8080 user pass"},
        {"host.example:1:u:p:with:colons", "http host.example 1 u p:with:colons"},
        {"host.example:1:u:p@ss", "http host.example 1 u p@ss"},
        {"[2001:db8::1]:3128:user:pass", "http 2001:db8::1 3128 user pass"},
        {"[2001:db8::1]:3128", "http 2001:db8::1 3128  "},
        {"user:pass@host.example:3128", "http host.example 3128 user pass"},
        {"http://user:pass@host.example:3128", "http host.example 3128 user pass"},
        {"HTTP://host.example:3128/", "http host.example 3128  "},
        {"socks5://u%40corp:p%3Aw@[::1]:1080", "socks5 ::1 1080 u@corp p:w"},
        {"socks5h://host:1080", "socks5 host 1080  "},
        {"10.0.0.1,8080,user,pass", "http 10.0.0.1 8080 user pass"},
        {"10.0.0.1;8080", "http 10.0.0.1 8080  "},
        {"10.0.0.1\t8080\tuser\tpa:ss", "http 10.0.0.1 8080 user pa:ss"},
        {"10.0.0.1:0:u:p", "!invalid_port"},
        {"10.0.0.1:70000:u:p", "!invalid_port"},
        {"10.0.0.1:80x", "!invalid_port"},
        {"10.0.0.1::u:p", "!invalid_port"},
        {"2001:db8::1:3128", "!invalid_port"},
        {"[2001:db8::1:3128", "!unknown_format"},
        {"just words", "!unknown_format"},
        {"300.1.1.1:80", "!invalid_host"},
        {"bad host:80", "!invalid_host"},
        {":80:u:p", "!empty_host"},
        {"ftp://host:21", "!unsupported_scheme"},
        {"https://host:443", "!unsupported_scheme"},
        {"http://u%zz:p@host:80", "!invalid_login"},
        {"http://host:80/path", "!invalid_port"},
        {"http://host", "!unknown_format"},
        {"10.0.0.1,8080,u,p,more", "!too_many_columns"},
        {"10.0.0.1,8080,\"u,p", "!unclosed_quote"},
    };
    for (auto const& [line, expected] : cases) EXPECT_EQ(show(line), expected) << line;
}

TEST(proxy_lines, a_header_orders_the_columns) {
    // shows PRX-6, PRX-1
    auto columns = read_header("Port;IP;user;pass;type;provider;note;monthly_cost_cents");
    ASSERT_TRUE(columns);
    EXPECT_EQ(columns->delimiter, ';');
    auto parsed = parse_line("1080;10.0.0.9;me;\"se;cret\";SOCKS5;Northwind;hello;250", columns, {});
    ASSERT_TRUE(std::holds_alternative<ParsedProxy>(parsed));
    auto const& [proxy, password] = std::get<ParsedProxy>(parsed);
    EXPECT_EQ(proxy.kind, ProxyKind::socks5);
    EXPECT_EQ(proxy.host, "10.0.0.9");
    EXPECT_EQ(password.reveal(), "se;cret");
    EXPECT_EQ(proxy.provider, "Northwind");
    EXPECT_EQ(proxy.monthly_cost_cents, 250);
    EXPECT_EQ(show("1080;10.0.0.9;a;b;c;d;e;1;x", columns), "!too_many_columns");
    EXPECT_EQ(show("1080;10.0.0.9;a;b;ftp", columns), "!invalid_kind");
    EXPECT_EQ(show("1080;10.0.0.9;a;b;http;p;n;cheap", columns), "!invalid_monthly_cost_cents");
    EXPECT_EQ(show("1080;;a;b", columns), "!empty_host");
}

TEST(proxy_lines, only_a_line_naming_host_and_port_is_a_header) {
    EXPECT_FALSE(read_header("10.0.0.1,8080"));
    EXPECT_FALSE(read_header("host only"));
    EXPECT_TRUE(read_header("ip,port"));
    auto colons = read_header("host:port:username:password");
    ASSERT_TRUE(colons);
    EXPECT_TRUE(colons->names.empty());
    EXPECT_EQ(show("[::1]:80:u:p", colons), "http ::1 80 u p");
}

TEST(proxy_lines, what_lines_leave_open_comes_from_the_options) {
    auto parsed =
        parse_line("10.0.0.1:1080", {}, {.kind = ProxyKind::socks5, .max_accounts = 7, .provider = "Acme"});
    auto const& proxy = std::get<ParsedProxy>(parsed).proxy;
    EXPECT_EQ(proxy.kind, ProxyKind::socks5);
    EXPECT_EQ(proxy.max_accounts, 7);
    EXPECT_EQ(proxy.provider, "Acme");
}

RC_GTEST_PROP(proxy_lines, any_bytes_are_answered_and_what_is_taken_is_legal,
              (std::string line, bool with_header)) {
    auto columns = with_header ? read_header("host,port,username,password,kind") : std::nullopt;
    auto parsed = parse_line(line, columns, {});
    if (auto* taken = std::get_if<ParsedProxy>(&parsed)) {
        RC_ASSERT(taken->proxy.port >= 1 && taken->proxy.port <= 65535);
        RC_ASSERT(normal_host(taken->proxy.host) == taken->proxy.host);
    } else {
        RC_ASSERT(!std::get<LineProblem>(parsed).code.empty());
    }
}

RC_GTEST_PROP(proxy_lines, what_is_written_is_read_back, ()) {
    auto port = *rc::gen::inRange(1, 65536);
    auto host = *rc::gen::element<std::string>("10.1.2.3", "proxy.example", "2001:db8::7");
    auto letters = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcXYZ019._-")));
    auto user = *rc::gen::nonEmpty(letters);
    auto password = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc:@%,;\"019")));
    auto line = authority(host, port) + ":" + user + ":" + password;
    RC_ASSERT(show(line) == "http " + host + " " + std::to_string(port) + " " + user + " " + password);
}

}  // namespace
}  // namespace roost::proxies::rules
