// http_test.cpp: requests against a local server: answers, limits, retries, breaker, proxies, guard.
#include "core/net/http.h"

#include <gtest/gtest.h>

#include "core/clock/fake_clock.h"
#include "core/net/tests/tiny_server.h"

namespace roost::net {
namespace {

using testing::TinyServer, testing::answer, testing::receive_request, testing::transmit;

class Outbound : public ::testing::Test {
protected:
    Result<Response> send(Request const& request) { return http->send(request); }
    std::string code_of(Request const& request) {
        auto result = send(request);
        return result.ok() ? "status " + std::to_string(result->status) : result.error().code;
    }

    FakeClock clock;
    SeededRandom random{3};
    std::unique_ptr<Http> http = make_http(clock, random, {.allow_private = true});
};

TEST_F(Outbound, a_request_arrives_as_it_was_made_and_the_answer_comes_back) {
    std::string seen;
    TinyServer server([&](int fd) {
        seen = receive_request(fd);
        transmit(fd, answer(201, "made", "X-Thing: 7\r\nx-thing: 8\r\n"));
    });
    auto result = send({.method = "POST",
                        .url = server.url("/things?x=1"),
                        .headers = {{"Authorization", "Bearer t"}, {"Content-Type", "text/plain"}},
                        .body = "hello"});
    ASSERT_TRUE(result.ok()) << result.error().detail;
    EXPECT_EQ(result->status, 201);
    EXPECT_EQ(result->body, "made");
    EXPECT_EQ(result->headers["x-thing"], "8");
    EXPECT_EQ(result->remote_address, "127.0.0.1");
    EXPECT_TRUE(seen.starts_with("POST /things?x=1 HTTP/1.1\r\n")) << seen;
    EXPECT_NE(seen.find("Authorization: Bearer t\r\n"), seen.npos);
    EXPECT_NE(seen.find("Content-Type: text/plain\r\n"), seen.npos);
    EXPECT_TRUE(seen.ends_with("\r\n\r\nhello"));
}

TEST_F(Outbound, an_answer_that_is_too_large_is_not_taken) {
    TinyServer server([](int fd) {
        receive_request(fd);
        transmit(fd, answer(200, std::string(100'000, 'x')));
    });
    EXPECT_EQ(code_of({.url = server.url(), .response_bytes_max = 50'000}), "net.too_large");
    EXPECT_EQ(code_of({.url = server.url(), .response_bytes_max = 100'000}), "status 200");
}

TEST_F(Outbound, a_silent_server_is_given_up) {
    TinyServer server([](int fd) { testing::receive(fd), testing::receive(fd); });
    EXPECT_EQ(code_of({.url = server.url(), .timeout = Millis{50}}), "net.timeout");
}

TEST_F(Outbound, failures_have_their_own_codes) {
    int closed_port = 0;
    {
        closed_port = TinyServer([](int) {}).port();
    }
    EXPECT_EQ(code_of({.url = "http://127.0.0.1:" + std::to_string(closed_port)}), "net.unreachable");
    EXPECT_EQ(code_of({.url = "http://nowhere.invalid/"}), "net.unreachable");
    EXPECT_EQ(code_of({.url = "ftp://127.0.0.1/x"}), "net.bad_url");
    EXPECT_EQ(code_of({.url = "file:///etc/passwd"}), "net.bad_url");
    EXPECT_EQ(code_of({.url = "nonsense"}), "net.bad_url");
    TinyServer plain([](int fd) { testing::receive(fd), transmit(fd, "no tls here"); });
    EXPECT_EQ(code_of({.url = "https://127.0.0.1:" + std::to_string(plain.port())}), "net.tls");
    TinyServer rude([](int fd) { testing::receive(fd); });
    EXPECT_EQ(code_of({.url = rude.url()}), "net.broken_off");
}

TEST_F(Outbound, redirects_are_followed_only_when_wanted) {
    TinyServer server([&](int fd) {
        auto seen = receive_request(fd);
        transmit(fd,
                 seen.starts_with("GET /to") ? answer(200, "there") : answer(302, "", "Location: /to\r\n"));
    });
    EXPECT_EQ(code_of({.url = server.url()}), "status 302");
    EXPECT_EQ(code_of({.url = server.url(), .redirects_max = 1}), "status 200");
}

TEST_F(Outbound, what_may_pass_is_tried_again_as_often_as_wanted) {
    std::atomic<int> calls = 0;
    TinyServer server([&](int fd) {
        receive_request(fd);
        transmit(fd, ++calls < 3 ? answer(503, "") : answer(200, "at last"));
    });
    Retries three{.tries = 3, .first_wait = Millis{1}};
    EXPECT_EQ(code_of({.url = server.url(), .retries = three}), "status 200");
    EXPECT_EQ(calls, 3);
    calls = 0;
    EXPECT_EQ(code_of({.url = server.url()}), "status 503");
    EXPECT_EQ(calls, 1);
}

TEST_F(Outbound, a_long_retry_after_and_a_refusal_end_the_tries) {
    std::atomic<int> calls = 0;
    std::string status_line = "429";
    TinyServer server([&](int fd) {
        auto seen = receive_request(fd);
        ++calls;
        transmit(fd,
                 seen.starts_with("GET /wait") ? answer(429, "", "Retry-After: 60\r\n") : answer(400, ""));
    });
    EXPECT_EQ(code_of({.url = server.url("/wait"), .retries = {.tries = 5}}), "status 429");
    EXPECT_EQ(code_of({.url = server.url("/bad"), .retries = {.tries = 5}}), "status 400");
    EXPECT_EQ(calls, 2);
}

TEST_F(Outbound, the_budget_is_asked_before_every_try) {
    int asked = 0;
    TinyServer server([&](int fd) { receive_request(fd), transmit(fd, answer(503, "")); });
    auto budget = [&]() -> Result<void> {
        if (++asked <= 2) return {};
        return Error{.kind = ErrorKind::rate_limited, .code = "t.budget", .retry_after_s = 3};
    };
    EXPECT_EQ(
        code_of({.url = server.url(), .retries = {.tries = 5, .first_wait = Millis{1}}, .budget = budget}),
        "t.budget");
    EXPECT_EQ(asked, 3);
}

TEST_F(Outbound, a_host_that_keeps_failing_is_left_alone_for_a_while) {
    std::atomic<bool> works = false;
    TinyServer server([&](int fd) { receive_request(fd), transmit(fd, answer(works ? 200 : 500, "")); });
    for (int i = 0; i < 5; ++i) EXPECT_EQ(code_of({.url = server.url()}), "status 500");
    auto refused = send({.url = server.url()});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "net.left_alone");
    EXPECT_EQ(refused.error().retry_after_s, 30);
    EXPECT_EQ(server.connections(), 5);
    clock.advance(Seconds{30});
    EXPECT_EQ(code_of({.url = server.url()}), "status 500");  // the probe
    EXPECT_EQ(code_of({.url = server.url()}), "net.left_alone");
    clock.advance(Seconds{30});
    works = true;
    EXPECT_EQ(code_of({.url = server.url()}), "status 200");
    EXPECT_EQ(code_of({.url = server.url()}), "status 200");
}

TEST_F(Outbound, many_at_once_all_get_their_own_answer) {
    TinyServer server([](int fd) {
        auto seen = receive_request(fd);
        transmit(fd, answer(200, seen.substr(4, seen.find(" HTTP") - 4)));
    });
    std::atomic<int> right = 0;
    std::vector<std::thread> callers;
    for (int c = 0; c < 8; ++c) {
        callers.emplace_back([&, c] {
            for (int n = 0; n < 20; ++n) {
                auto path = "/" + std::to_string(c) + "/" + std::to_string(n);
                auto result = http->send({.url = server.url(path)});
                right += result.ok() && result->body == path;
            }
        });
    }
    for (auto& caller : callers) caller.join();
    EXPECT_EQ(right, 160);
}

TEST_F(Outbound, addresses_that_users_give_may_not_be_private) {
    TinyServer server([](int fd) { receive_request(fd), transmit(fd, answer(200, "")); });
    auto guarded = make_http(clock, random);
    // A connection that configuration opened is not lent to a user.
    EXPECT_TRUE(guarded->send({.url = server.url()}).ok());
    for (auto url :
         {server.url(), "http://localhost:" + std::to_string(server.port()),
          "http://[::1]:" + std::to_string(server.port()),
          "http://[::ffff:127.0.0.1]:" + std::to_string(server.port()),
          std::string("http://169.254.169.254/latest"), "http://0x7f.1:" + std::to_string(server.port()),
          "http://2130706433:" + std::to_string(server.port())}) {
        auto result = guarded->send({.url = url, .origin = Origin::user, .connect_timeout = Millis{2'000}});
        ASSERT_FALSE(result.ok()) << url;
        EXPECT_EQ(result.error().code, "net.private_address") << url;
        EXPECT_EQ(result.error().kind, ErrorKind::invalid);
    }
    EXPECT_EQ(server.connections(), 1);
    Proxy inside{.host = "127.0.0.1", .port = server.port()};
    EXPECT_EQ(
        guarded->send({.url = "http://example.com/", .origin = Origin::user, .proxy = inside}).error().code,
        "net.private_address");
}

TEST_F(Outbound, a_redirect_leads_to_http_only) {
    TinyServer server([](int fd) {
        receive_request(fd), transmit(fd, answer(302, "", "Location: file:///etc/passwd\r\n"));
    });
    auto result = send({.url = server.url(), .redirects_max = 3});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, "net.bad_url");
}

}  // namespace
}  // namespace roost::net
