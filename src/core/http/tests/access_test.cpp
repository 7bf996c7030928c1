// access_test.cpp: who may call what, how fast, and what is answered otherwise.
#include "core/http/tests/fixture.h"

namespace roost::http {
namespace {

class Access : public testing::HttpFixture {
protected:
    void SetUp() override {
        auto done = [](Request const&) -> Result<Response> { return Response::no_content(); };
        Routes routes;
        auto add = [&](std::string name, Permission permission, Method method = Method::get,
                       Area area = Area::accounts) {
            routes.push_back(
                {method, "/api/" + name, name, area, permission, Rate::read, done, Body::none()});
        };
        add("anyone", Permission::anyone);
        add("self", Permission::self);
        add("read", Permission::read);
        add("manage", Permission::manage, Method::post);
        add("own", Permission::own, Method::del);
        add("bot", Permission::bot, Method::post);
        add("proxies", Permission::read, Method::get, Area::proxies);
        add("profile", Permission::self, Method::put, Area::admin);
        configure();
        start(std::move(routes));
    }
    virtual void configure() {}

    int status(std::string const& method, std::string const& name, std::string const& token) {
        auto c = client();
        std::vector<std::pair<std::string, std::string>> headers;
        if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
        return c.request(method, "/api/" + name, headers).status;
    }
};

TEST_F(Access, is_denied_unless_the_row_of_the_route_allows_it) {
    struct Case {
        std::string method, name;
        std::map<std::string, int> by_token;
    };
    for (auto const& [method, name, by_token] : std::vector<Case>{
             {"GET", "anyone", {{"", 204}, {"va", 204}, {"bot", 204}}},
             {"GET",
              "self",
              {{"", 401}, {"nonsense", 401}, {"va", 204}, {"viewer", 204}, {"bot", 403}, {"scoped", 204}}},
             {"GET",
              "read",
              {{"", 401},
               {"va", 403},
               {"viewer", 204},
               {"manager", 204},
               {"bot", 403},
               {"scoped", 204},
               {"writer", 204}}},
             {"POST",
              "manage",
              {{"", 401},
               {"va", 403},
               {"viewer", 403},
               {"manager", 204},
               {"owner", 204},
               {"bot", 403},
               {"scoped", 403},
               {"writer", 204}}},
             {"DELETE", "own", {{"manager", 403}, {"owner", 204}, {"viewer", 403}, {"scoped", 403}}},
             {"POST", "bot", {{"", 401}, {"owner", 403}, {"bot", 204}}},
             {"GET", "proxies", {{"scoped", 403}, {"writer", 403}, {"viewer", 204}}},
             {"PUT", "profile", {{"va", 204}, {"writer", 403}}},
         }) {
        for (auto const& [token, expected] : by_token)
            EXPECT_EQ(status(method, name, token), expected) << method << " " << name << " as " << token;
    }
}

TEST_F(Access, without_credentials_the_answer_says_how_to_give_them) {
    auto c = client();
    auto answer = c.request("GET", "/api/self");
    EXPECT_EQ(answer.header("www-authenticate"), "Bearer");
    EXPECT_EQ(code(answer), "auth.required");
    EXPECT_EQ(code(c.request("GET", "/api/self", {{"Authorization", "Bearer x"}})), "auth.invalid_token");
}

class Pace : public Access {
    void configure() override { options.rate_limit_per_minute = 3; }
};

TEST_F(Pace, each_token_has_its_own_requests_per_minute) {
    auto c = client();
    std::pair<std::string, std::string> const owner{"Authorization", "Bearer owner"};
    for (int left = 2; left >= 0; --left) {
        auto answer = c.request("GET", "/api/read", {owner});
        EXPECT_EQ(answer.status, 204);
        EXPECT_EQ(answer.header("ratelimit-limit"), "3");
        EXPECT_EQ(answer.header("ratelimit-remaining"), std::to_string(left));
    }
    auto refused = c.request("GET", "/api/read", {owner});
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.header("retry-after"), "60");
    EXPECT_EQ(json(refused).at("retry_after_s").as_int64(), 60);
    EXPECT_EQ(status("GET", "read", "manager"), 204);
    EXPECT_EQ(c.request("GET", "/healthz").status, 200);
    clock.advance(Millis{60'000});
    EXPECT_EQ(c.request("GET", "/api/read", {owner}).status, 204);
}

TEST_F(Pace, guesses_of_tokens_are_counted_together) {
    EXPECT_EQ(status("GET", "read", "guess1"), 401);
    EXPECT_EQ(status("GET", "read", "guess2"), 401);
    EXPECT_EQ(status("GET", "read", "guess3"), 401);
    EXPECT_EQ(status("GET", "read", "guess4"), 429);
}

TEST_F(Access, failed_log_ins_of_an_address_have_a_pace_whatever_the_configuration) {
    server.reset();
    Routes routes{{Method::post, "/api/login", "login", Area::admin, Permission::anyone, Rate::login,
                   [](Request const& request) -> Result<Response> {
                       if (request.body == "{\"good\":1}") return Response::no_content();
                       return Error{
                           .kind = ErrorKind::unauthenticated, .code = "auth.failed", .detail = "No."};
                   }}};
    start(std::move(routes));
    auto c = client();
    EXPECT_EQ(c.request("POST", "/api/login", {}, "{\"good\":1}").status, 204);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(c.request("POST", "/api/login", {}, "{}").status, 401);
    EXPECT_EQ(c.request("POST", "/api/login", {}, "{\"good\":1}").status, 429);
    EXPECT_EQ(c.request("POST", "/api/login", {{"X-Forwarded-For", "203.0.113.7"}}, "{\"good\":1}").status,
              204);
    clock.advance(Millis{60'000});
    EXPECT_EQ(c.request("POST", "/api/login", {}, "{\"good\":1}").status, 204);
}

}  // namespace
}  // namespace roost::http
