// fixture.h: a server over real sockets with made-up callers, for the tests of core/http.
#pragma once

#include <gtest/gtest.h>

#include "core/base/result.h"
#include "core/clock/fake_clock.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/http/server.h"
#include "support/database.h"
#include "support/http_client.h"

namespace roost::http::testing {

/// The bearer token names the caller: owner, manager, va, viewer, bot, `scoped` (accounts:read) …
class TokenAuthenticator final : public Authenticator {
public:
    Result<std::optional<Actor>> authenticate(Request& request) override {
        auto token = request.header("authorization");
        if (token.empty() && request.header("cookie") == "roost_session=owner") token = "Bearer owner";
        if (token.empty()) return std::optional<Actor>{};
        token.remove_prefix(std::min<std::size_t>(7, token.size()));
        Actor actor{.kind = ActorKind::user,
                    .workspace = WorkspaceId{1},
                    .user = UserId{7},
                    .name = std::string(token)};
        if (auto role = from_text<Role>(token)) actor.role = *role;
        else if (token == "bot") actor.kind = ActorKind::bot;
        else if (token == "scoped" || token == "writer") {
            actor.kind = ActorKind::token;
            actor.role = Role::owner;
            actor.all_scopes = false;
            actor.scopes = {{Area::accounts, token == "writer"}};
        } else {
            return Error{
                .kind = ErrorKind::unauthenticated, .code = "auth.invalid_token", .detail = "No such token."};
        }
        if (revoked)
            return Error{.kind = ErrorKind::unauthenticated, .code = "auth.invalid_token", .detail = "Gone."};
        return std::optional(actor);
    }
    std::atomic<bool> revoked = false;
};

/// A feed that tells what the test says.
class HandFeed final : public live::Feed {
public:
    void start() override {}
    void stop() override {}
    std::shared_ptr<void> listen(Listener listener) override {
        std::lock_guard lock(mutex_);
        auto id = ++last_id_;
        listeners_.emplace(id, std::move(listener));
        return std::shared_ptr<void>(this, [id](void* feed) {
            auto* self = static_cast<HandFeed*>(feed);
            std::lock_guard lock(self->mutex_);
            self->listeners_.erase(id);
        });
    }
    void tell(WorkspaceId workspace, std::string topic, std::string json = "{}") {
        std::lock_guard lock(mutex_);
        live::Event event{++seq_, std::move(topic), std::move(json)};
        kept_.push_back(event);
        for (auto const& [id, listener] : listeners_) listener(workspace, event);
    }
    Result<std::optional<std::vector<live::Event>>> since(WorkspaceId, std::int64_t seq, int limit) override {
        std::lock_guard lock(mutex_);
        if (seq < forgotten_before) return std::optional<std::vector<live::Event>>{};
        std::vector<live::Event> events;
        for (auto const& event : kept_) {
            if (event.seq > seq && static_cast<int>(events.size()) < limit) events.push_back(event);
        }
        return std::optional(events);
    }
    Result<std::int64_t> last_seq(WorkspaceId) override { return seq_; }
    std::int64_t forgotten_before = 0;

private:
    std::mutex mutex_;
    std::map<int, Listener> listeners_;
    std::vector<live::Event> kept_;
    int last_id_ = 0;
    std::int64_t seq_ = 0;
};

/// Starts on port 0; add routes first, then start().
class HttpFixture : public ::testing::Test {
protected:
    HttpFixture() {
        options.listen = "127.0.0.1:0";
        options.handler_threads = 2;
        options.upload_dir =
            (std::filesystem::temp_directory_path() / ("roost-http-" + SystemRandom().hex(8))).string();
    }
    ~HttpFixture() override {
        server.reset();
        std::error_code ignored;
        std::filesystem::remove_all(options.upload_dir, ignored);
    }

    void start(Routes routes) {
        server = make_server(options, {database.db(), clock, random, keys, authenticator, feed, {}, {}});
        server->add(std::move(routes));
        auto bound = server->start();
        ASSERT_TRUE(bound.ok()) << bound.error().detail;
        address = *bound;
    }

    roost::testing::HttpClient client() const { return roost::testing::HttpClient(address); }

    static boost::json::object json(roost::testing::Answer const& answer) {
        boost::json::error_code failed;
        auto value = boost::json::parse(answer.body, failed);
        return value.is_object() ? value.get_object() : boost::json::object{};
    }
    static std::string code(roost::testing::Answer const& answer) {
        auto problem = json(answer);
        return problem.contains("code") ? std::string(problem.at("code").as_string()) : answer.body;
    }

    static Route route(Method method, std::string path, std::string id, Handler handler, Body body = {}) {
        return {method,     std::move(path),    std::move(id), Area::accounts, Permission::anyone,
                Rate::read, std::move(handler), body};
    }

    roost::testing::TestDatabase database{db::Engine::sqlite};
    FakeClock clock;
    SeededRandom random{1};
    crypto::Keyring keys{{Secret<std::string>(std::string(32, 'k'))}, random};
    TokenAuthenticator authenticator;
    HandFeed feed;
    ServerOptions options;
    std::unique_ptr<Server> server;
    std::string address;
};

}  // namespace roost::http::testing
