// served.h: identity's routes behind the real dispatcher, without sockets.
#pragma once

#include <boost/json.hpp>

#include "core/http/server.h"
#include "core/live/live.h"
#include "domains/identity/routes.h"
#include "domains/identity/routes_authenticator.h"
#include "domains/identity/service_links.h"
#include "domains/identity/store.h"
#include "domains/identity/tests/fixture.h"

namespace roost::identity::tests {

/// An answer with its body read.
struct Answer {
    int status = 0;
    std::string code;  // of a problem
    boost::json::value body;
    std::string text;
    std::vector<std::pair<std::string, std::string>> headers;

    std::string header(std::string_view name) const {
        for (auto const& [key, value] : headers) {
            if (key == name) return value;
        }
        return {};
    }
};

/// How a request is authenticated.
struct Caller {
    std::string bearer = {};
    std::string cookie = {};
    std::string csrf = {};
    std::string workspace = {};
};

/// Knows one bot, by the token `bot-token`.
class OneBot final : public BotTokens {
public:
    Result<std::optional<Actor>> find_by_token(std::string const& token) override {
        if (token != "bot-token") return std::optional<Actor>{};
        return std::optional(
            Actor{.kind = ActorKind::bot, .workspace = workspace, .bot = 5, .name = "bot 5"});
    }
    WorkspaceId workspace{1};
};

class ServedTest : public IdentityTest {
protected:
    void SetUp() override {
        IdentityTest::SetUp();
        feed = live::make_feed(db(), clock);
        serve();
    }
    void TearDown() override { server.reset(); }

    /// Again, after `identity` was made anew.
    void serve() {
        authenticator = make_authenticator(*identity, &bots);
        server = http::make_server({.listen = "127.0.0.1:0", .handler_threads = 2},
                                   {db(), clock, random, keys, *authenticator, *feed, {}, {}});
        server->add(routes(*identity));
    }

    Answer call(http::Method method, std::string path, Caller const& caller = {}, std::string body = {}) {
        http::Request request;
        request.method = method;
        if (auto mark = path.find('?'); mark != path.npos) {
            auto equals = path.find('=', mark);
            request.query.emplace_back(path.substr(mark + 1, equals - mark - 1), path.substr(equals + 1));
            path.resize(mark);
        }
        request.path = std::move(path);
        request.remote_address = client.address;
        auto set = [&](char const* name, std::string value) {
            if (!value.empty()) request.headers.emplace(name, std::move(value));
        };
        set("authorization", caller.bearer.empty() ? "" : "Bearer " + caller.bearer);
        set("cookie", caller.cookie.empty() ? "" : "theme=dark; roost_session=" + caller.cookie);
        set("x-csrf-token", caller.csrf);
        set("x-workspace-id", caller.workspace);
        set("content-type", body.empty() ? "" : "application/json");
        set("host", "roost.example");
        request.body = std::move(body);
        return read(server->dispatch(std::move(request)).value());
    }

    static Answer read(http::Response response) {
        Answer answer{.status = response.status, .text = response.body, .headers = response.headers};
        while (response.stream) {
            if (!response.stream(answer.text).value()) break;
        }
        boost::json::error_code failed;
        answer.body = boost::json::parse(answer.text, failed);
        auto* code = answer.body.is_object() ? answer.body.get_object().if_contains("code") : nullptr;
        if (code && code->is_string()) answer.code = std::string(code->get_string());
        return answer;
    }

    /// A session of that person without the slow log-in.
    std::string session_of(UserId user) {
        auto token = make_token(random, "rs_").reveal();
        db().write(WorkspaceId{0},
                   [&](db::Tx& tx) {
                       return store::insert_session(tx, {user, token_hash(token), client, clock.now(),
                                                         clock.now() + std::chrono::hours{24}});
                   })
            .value();
        return token;
    }

    OneBot bots;
    std::unique_ptr<live::Feed> feed;
    std::unique_ptr<http::Authenticator> authenticator;
    std::unique_ptr<http::Server> server;
};

}  // namespace roost::identity::tests
