// proxy_test.cpp: through HTTP and SOCKS5 proxies, with and without the right credentials.
#include <gtest/gtest.h>

#include "core/clock/fake_clock.h"
#include "core/net/address.h"
#include "core/net/http.h"
#include "core/net/tests/tiny_server.h"

namespace roost::net {
namespace {

using testing::TinyServer, testing::answer, testing::receive_exactly, testing::receive_request,
    testing::transmit;

/// CONNECT with Basic credentials `user:pass` (dXNlcjpwYXNz); every name leads to `target`.
void serve_http_proxy(int fd, int target, std::string& seen) {
    seen = receive_request(fd);
    if (seen.find("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n") == seen.npos) {
        return transmit(fd, "HTTP/1.1 407 Authentication required\r\nContent-Length: 0\r\n\r\n");
    }
    transmit(fd, "HTTP/1.1 200 OK\r\n\r\n");
    int to = testing::connect_local(target);
    testing::relay(fd, to);
    ::close(to);
}

/// SOCKS5 (RFC 1928, 1929) with the same credentials.
void serve_socks_proxy(int fd, int target, std::string& seen) {
    auto hello = receive_exactly(fd, 2);
    auto methods = receive_exactly(fd, static_cast<unsigned char>(hello[1]));
    if (methods.find('\x02') == methods.npos) return transmit(fd, std::string("\x05\xff", 2));
    transmit(fd, std::string("\x05\x02", 2));
    auto user = receive_exactly(fd, static_cast<unsigned char>(receive_exactly(fd, 2)[1]));
    auto password = receive_exactly(fd, static_cast<unsigned char>(receive_exactly(fd, 1)[0]));
    bool right = user == "user" && password == "pass";
    transmit(fd, std::string("\x01", 1) + (right ? '\0' : '\1'));
    if (!right) return;
    auto head = receive_exactly(fd, 5);  // a name: type 3 and its length
    seen = receive_exactly(fd, static_cast<unsigned char>(head[4]));
    receive_exactly(fd, 2);
    transmit(fd, std::string("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10));
    int to = testing::connect_local(target);
    testing::relay(fd, to);
    ::close(to);
}

class ThroughProxies : public ::testing::TestWithParam<ProxyKind> {
protected:
    Result<Response> send(std::string const& password) {
        return http->send({.url = "http://health.example/ip",
                           .origin = Origin::user,
                           .proxy = Proxy{.kind = GetParam(),
                                          .host = "127.0.0.1",
                                          .port = proxy.port(),
                                          .username = password.empty() ? "" : "user",
                                          .password = Secret(password)},
                           .timeout = Millis{10'000}});
    }

    FakeClock clock;
    SystemRandom random;
    std::string seen;
    TinyServer site{[](int fd) { receive_request(fd), transmit(fd, answer(200, "203.0.113.9")); }};
    TinyServer proxy{[this](int fd) {
        if (GetParam() == ProxyKind::http) serve_http_proxy(fd, site.port(), seen);
        else serve_socks_proxy(fd, site.port(), seen);
    }};
    std::unique_ptr<Http> http = make_http(clock, random, {.allow_private = true});
};
INSTANTIATE_TEST_SUITE_P(Kinds, ThroughProxies, ::testing::Values(ProxyKind::http, ProxyKind::socks5),
                         [](auto const& info) { return std::string(to_text(info.param)); });

TEST_P(ThroughProxies, the_answer_comes_back_and_the_proxy_resolves_the_name) {  // shows PRX-3
    auto result = send("pass");
    ASSERT_TRUE(result.ok()) << result.error().detail;
    EXPECT_EQ(result->status, 200);
    EXPECT_EQ(result->body, "203.0.113.9");
    EXPECT_NE(seen.find("health.example"), seen.npos);
}

TEST_P(ThroughProxies, wrong_or_missing_credentials_are_told_as_the_proxy_s_refusal) {
    for (auto password : {"wrong", ""}) {
        auto result = send(password);
        ASSERT_FALSE(result.ok()) << password;
        EXPECT_EQ(result.error().code, "net.proxy_refused") << result.error().detail;
        EXPECT_EQ(result.error().detail.find("wrong"), std::string::npos) << "no password in a message";
    }
}

TEST_P(ThroughProxies, a_proxy_that_is_away_is_told_apart_and_blames_no_host) {
    int closed = 0;
    {
        closed = TinyServer([](int) {}).port();
    }
    for (int i = 0; i < 8; ++i) {
        auto result = http->send(
            {.url = site.url(), .proxy = Proxy{.kind = GetParam(), .host = "127.0.0.1", .port = closed}});
        ASSERT_FALSE(result.ok());
        EXPECT_EQ(result.error().code, "net.proxy_unreachable") << result.error().detail;
    }
    EXPECT_TRUE(http->send({.url = site.url()}).ok());
}

TEST(Addresses, private_and_special_ranges_are_not_public) {
    for (auto address : {"0.0.0.0",
                         "10.0.0.1",
                         "10.255.255.255",
                         "100.64.0.1",
                         "100.127.255.255",
                         "127.0.0.1",
                         "127.9.9.9",
                         "169.254.169.254",
                         "172.16.0.1",
                         "172.31.255.255",
                         "192.0.0.1",
                         "192.0.2.1",
                         "192.168.1.1",
                         "198.18.0.1",
                         "198.19.255.255",
                         "198.51.100.1",
                         "203.0.113.1",
                         "224.0.0.1",
                         "239.1.1.1",
                         "240.0.0.1",
                         "255.255.255.255",
                         "::",
                         "::1",
                         "::ffff:10.0.0.1",
                         "::ffff:127.0.0.1",
                         "::127.0.0.1",
                         "64:ff9b::a00:1",
                         "64:ff9b:1::1",
                         "100::1",
                         "2001::1",
                         "2001:db8::1",
                         "2002:a00:1::1",
                         "3fff::1",
                         "fc00::1",
                         "fd00:ec2::254",
                         "fe80::1",
                         "fe80::1%eth0",
                         "fec0::1",
                         "ff02::1",
                         "[::1]"}) {
        ASSERT_TRUE(is_public(std::string_view(address)).has_value()) << address;
        EXPECT_FALSE(*is_public(std::string_view(address))) << address;
    }
}

TEST(Addresses, others_are_public_and_names_are_neither) {
    for (auto address : {"1.1.1.1",        "9.255.255.255",    "11.0.0.0",        "100.63.255.255",
                         "100.128.0.0",    "126.255.255.255",  "128.0.0.1",       "172.15.255.255",
                         "172.32.0.0",     "192.167.255.255",  "192.169.0.0",     "198.17.255.255",
                         "198.20.0.0",     "223.255.255.255",  "2606:4700::1111", "2001:4860:4860::8888",
                         "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1", "[2606:4700::1]"}) {
        EXPECT_EQ(is_public(std::string_view(address)), true) << address;
    }
    for (auto name : {"", "example.com", "localhost", "1.2.3", "0x7f.1", "2130706433"}) {
        EXPECT_FALSE(is_public(std::string_view(name)).has_value()) << name;
    }
}

}  // namespace
}  // namespace roost::net
