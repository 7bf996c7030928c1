// fixture.h: the bot API over a real socket, on the engine's fixture.
#pragma once

#include <boost/json.hpp>
#include <fstream>

#include "core/http/server.h"
#include "core/live/live.h"
#include "domains/accounts/routes_warmup.h"
#include "domains/accounts/tests/warmup_fixture.h"
#include "domains/bots/routes.h"
#include "domains/identity/routes_authenticator.h"
#include "support/http_client.h"

namespace roost::bots::tests {

namespace bj = boost::json;

/// An answer of the API, parsed.
struct Answered {
    int status = 0;
    bj::value body;
    std::string raw;
    std::string code() const { return body.is_object() ? std::string(body.at("code").as_string()) : ""; }
};

class BotsTest : public accounts::tests::WarmupTest {
protected:
    void SetUp() override {
        WarmupTest::SetUp();
        folder = std::filesystem::temp_directory_path() / ("roost-bots-" + SystemRandom().hex(6));
        std::filesystem::create_directories(folder / "uploads");
        service = std::make_unique<Bots>(BotsParts{db(), clock, random, keys, *warmup, folder});
        feed = live::make_feed(db(), clock);
        feed->start();
        waiting = std::make_unique<WaitingBots>(db(), clock, *warmup, *feed);
        authenticator = identity::make_authenticator(people(), service.get());
        server = http::make_server({.listen = "127.0.0.1:0", .upload_dir = (folder / "uploads").string()},
                                   {.db = db(),
                                    .clock = clock,
                                    .random = random,
                                    .keys = keys,
                                    .authenticator = *authenticator,
                                    .feed = *feed,
                                    .ready = [] { return Result<void>{}; },
                                    .measure = {}});
        server->add(routes(*service, *waiting));
        server->add(accounts::warmup_routes(*warmup, db(), clock));
        address = server->start().value();
    }
    void TearDown() override {
        server->stop(Millis{2000});
        server.reset();
        waiting.reset();
        feed->stop();
        std::filesystem::remove_all(folder);
    }

    NewToken make_bot(std::string name = "worker") { return service->create(owner, name).value(); }

    Answered call(NewToken const& bot, std::string_view method, std::string const& target,
                  std::optional<bj::object> body = {}) {
        return call_raw(bot, method, target, body ? bj::serialize(*body) : "", "application/json");
    }
    Answered call_raw(NewToken const& bot, std::string_view method, std::string const& target,
                      std::string body, std::string content_type) {
        std::string_view at = address;
        if (auto slashes = at.find("//"); slashes != std::string_view::npos) at.remove_prefix(slashes + 2);
        roost::testing::HttpClient client{std::string(at)};
        auto answer = client.request(
            method, target,
            {{"Authorization", "Bearer " + bot.token.reveal()}, {"Content-Type", content_type}}, body);
        Answered answered{answer.status, nullptr, answer.body};
        boost::system::error_code failed;
        auto parsed = bj::parse(answer.body, failed);
        if (!failed) answered.body = parsed;
        return answered;
    }
    bj::object task_of(NewToken const& bot) {
        auto answer = call(bot, "GET", "/api/bot/next-task/" + bot.bot.bot_id);
        EXPECT_EQ(answer.status, 200) << answer.raw;
        return answer.status == 200 ? answer.body.as_object() : bj::object{};
    }

    std::filesystem::path folder;
    std::unique_ptr<Bots> service;
    std::unique_ptr<live::Feed> feed;
    std::unique_ptr<WaitingBots> waiting;
    std::unique_ptr<http::Authenticator> authenticator;
    std::unique_ptr<http::Server> server;
    std::string address;
};

}  // namespace roost::bots::tests
