// sandbox_test.cpp: the stand-ins together: a proxy with many users, exits, and the control page.
#include "sandbox/sandbox.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "core/clock/clock.h"
#include "core/net/http.h"

namespace roost::sandbox {
namespace {

class TheSandbox : public ::testing::Test {
protected:
    void SetUp() override {
        sandbox = Sandbox::start({.proxy_username = "", .proxy_password = "pw"}, random).value();
        http = net::make_http(clock, random, {.allow_private = true});
    }
    Result<net::Response> attempt(std::string const& user, std::string const& password,
                                  net::Request request) {
        request.proxy = net::Proxy{net::ProxyKind::http, "127.0.0.1", sandbox->proxy_port(), user,
                                   Secret<std::string>(password)};
        return http->send(request);
    }
    net::Response through(std::string const& user, std::string const& password, net::Request request) {
        return attempt(user, password, std::move(request)).value();
    }
    bool is_refused(std::string const& user, std::string const& password, net::Request request) {
        auto answer = attempt(user, password, std::move(request));
        return !answer.ok() || answer->status == 407;
    }
    net::Response control(std::string method, std::string const& path, std::string body = "") {
        net::Request request{.method = std::move(method),
                             .url = "http://127.0.0.1:" + std::to_string(sandbox->control_port()) + path};
        request.body = std::move(body);
        return http->send(request).value();
    }

    SystemClock clock;
    SeededRandom random{1};
    std::unique_ptr<Sandbox> sandbox;
    std::unique_ptr<net::Http> http;
};

// shows SBX-1
TEST_F(TheSandbox, lets_every_name_with_the_password_out_and_gives_each_its_own_address) {
    net::Request ask{.url = "http://exit.sandbox/"};
    auto first = through("berlin-1", "pw", ask);
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(boost::json::parse(first.body).at("ip").as_string(), exit_address("berlin-1"));
    EXPECT_NE(exit_address("berlin-1"), exit_address("berlin-2"));
    EXPECT_TRUE(is_refused("berlin-1", "wrong", ask));
    EXPECT_TRUE(is_refused("", "pw", ask));
}

// shows SBX-1
TEST_F(TheSandbox, shows_what_a_profile_became) {
    EXPECT_EQ(control("GET", "/profiles/ann").status, 404);
    net::Request post{.method = "PUT", .url = "http://instagram.sandbox/profile/bio"};
    post.headers = {{"X-Username", "ann"}, {"X-Password", "x"}, {"X-Text", "aGVsbG8="}};
    EXPECT_EQ(through("berlin-1", "pw", post).status, 200);
    auto shown = boost::json::parse(control("GET", "/profiles/ann").body);
    EXPECT_EQ(shown.at("bio").as_string(), "hello");
    auto all = boost::json::parse(control("GET", "/profiles").body);
    EXPECT_EQ(all.at("total").as_int64(), 1);
    EXPECT_EQ(all.at("usernames").at(0).as_string(), "ann");
    EXPECT_NE(control("GET", "/").body.find("1 profiles"), std::string::npos);
}

// shows SBX-1: failures are set while it runs, and nonsense is refused
TEST_F(TheSandbox, fails_as_often_as_it_is_told) {
    net::Request log_in{.method = "POST", .url = "http://instagram.sandbox/log-in"};
    log_in.headers = {{"X-Username", "ann"}, {"X-Password", "x"}};
    EXPECT_EQ(through("u", "pw", log_in).status, 200);
    EXPECT_EQ(control("PUT", "/failures", R"({"rate_limited": 1})").status, 200);
    EXPECT_EQ(through("u", "pw", log_in).status, 429);
    EXPECT_EQ(boost::json::parse(control("GET", "/failures").body).at("rate_limited").to_number<double>(), 1);
    for (auto body : {"nonsense", "[]", R"({"rate_limited": 1.5})", R"({"checkpoint": "often"})",
                      R"({"mood": 1})", R"({"checkpoint": 0.5})"}) {
        auto status = control("PUT", "/failures", body).status;
        EXPECT_TRUE(status == 400 || status == 422) << body;
    }
    EXPECT_EQ(through("u", "pw", log_in).status, 429) << "what was refused changed nothing";
}

}  // namespace
}  // namespace roost::sandbox
