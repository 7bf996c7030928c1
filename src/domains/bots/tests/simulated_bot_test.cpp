// simulated_bot_test.cpp: simulated bots warm accounts up through the sandbox's proxy; profiles match the
// content.
#include <atomic>
#include <thread>

#include "core/crypto/password.h"
#include "core/net/http.h"
#include "domains/bots/tests/fixture.h"
#include "sandbox/instagram.h"
#include "sandbox/proxy.h"
#include "sandbox/simulated_bot.h"

namespace roost::bots::tests {
namespace {

using accounts::AccountId;
using accounts::LifecycleState;
using accounts::ModelId;

class SimulatedBots : public BotsTest {
protected:
    static constexpr int bots = 4;

    void SetUp() override {
        BotsTest::SetUp();
        instagram = sandbox::Instagram::start(0, trail, dice).value();
        outlet = sandbox::Proxy::start({.hosts = {{"instagram.sandbox", instagram->port()}}}, trail).value();
        web = net::make_http(system_clock, dice, {.allow_private = true});
        settings({{"gap_s", 0},
                  {"cap_per_account_day", 0},
                  {"cap_per_proxy_day", 0},
                  {"backoff_base_s", 0},
                  {"max_retries", 20}});
    }

    /// A picture of each type and a text of each type, with their files.
    ModelId stocked_model() {
        auto id = add_model("Stocked");
        for (auto type : {content::ContentType::pfp, content::ContentType::highlight,
                          content::ContentType::story, content::ContentType::post}) {
            std::string bytes = "\xff\xd8\xff picture for " + std::string(to_text(type));
            content::Item item;
            item.model_id = id;
            item.content_type = type;
            item.file_name = "p.jpg";
            item.sha256 = crypto::hex(crypto::sha256(bytes));
            item.mime = "image/jpeg";
            item.width = item.height = 1080;
            item.bytes = static_cast<std::int64_t>(bytes.size());
            item.created_at = item.updated_at = clock.now();
            write([&](db::Tx& tx) { return content::store::insert(tx, ws, item, item.sha256); }).value();
            auto path = content::image_path(folder, ws, item.sha256);
            std::filesystem::create_directories(path.parent_path());
            std::ofstream(path, std::ios::binary) << bytes;
            pictures[std::string(to_text(type))] = item.sha256;
        }
        for (auto type : {content::TextType::bio, content::TextType::highlight, content::TextType::story,
                          content::TextType::post}) {
            content::Text text;
            text.model_id = id;
            text.content_type = type;
            text.text_content = "words for " + std::string(to_text(type)) + " ☀";
            text.created_at = text.updated_at = clock.now();
            write([&](db::Tx& tx) { return content::store::insert(tx, ws, text); }).value();
            words[std::string(to_text(type))] = text.text_content;
        }
        return id;
    }

    proxies::ProxyId add_outlet(proxies::ProxyKind kind) {
        proxies::Proxy proxy;
        proxy.kind = kind;
        proxy.host = "127.0.0.1";
        proxy.port = outlet->port();
        proxy.username = "proxy";
        proxy.max_concurrent = 3;
        proxy.max_accounts = 100;
        return write([&](db::Tx& tx) -> Result<proxies::ProxyId> {
                   auto id = TRY(proxies::store::insert(tx, ws, proxy, clock.now()));
                   auto box = proxies::store::seal_password(keys, id, Secret<std::string>("secret"));
                   TRY(proxies::store::set_password(tx, ws, id, box));
                   return id;
               })
            .value();
    }

    bool all_in(LifecycleState wanted) {
        for (auto const& [id, account] : states()) {
            if (account.state != wanted) return false;
        }
        return true;
    }

    /// Lets the bots work until every account is in that state; a person retries what needs review.
    void run_until(LifecycleState wanted) {
        std::atomic<bool> over = false;
        working = bots;
        std::vector<std::thread> threads;
        for (int b = 0; b < bots; ++b) {
            threads.emplace_back([&, b] {
                SeededRandom luck(static_cast<std::uint64_t>(b) + 5);
                auto token = make_bot("simulated " + std::to_string(b));
                sandbox::SimulatedBot bot(*web, luck,
                                          {.roost_url = url(),
                                           .instagram_url = "http://instagram.sandbox",
                                           .bot_id = token.bot.bot_id,
                                           .token = token.token,
                                           .failure_rate = 0.1,
                                           .silence_rate = 0.03,
                                           .repeat_rate = 0.2});
                for (int turn = 0; turn < 2000 && !over; ++turn) {
                    auto result = bot.take_turn();
                    if (!result.ok()) ADD_FAILURE() << result.error().code << ": " << result.error().detail;
                    else if (*result == sandbox::Turn::idle) clock.advance(Seconds{20});
                    else ++turns[*result];
                    turn_ended.release();
                    if (!result.ok()) break;
                }
                --working;
                turn_ended.release();
            });
        }
        // Looks after every turn of a bot, so that it takes as long as they need and no longer.
        while (working > 0 && !all_in(wanted)) {
            turn_ended.acquire();
            for (auto const& [id, account] : states()) {
                if (account.review) review(AccountId{id}, accounts::ReviewAction::retry);
            }
        }
        over = true;
        for (auto& thread : threads) thread.join();
        EXPECT_TRUE(all_in(wanted));
    }

    std::string url() const { return address.starts_with("http") ? address : "http://" + address; }

    SystemClock system_clock;
    SeededRandom dice{3};
    sandbox::Trail trail;
    std::unique_ptr<sandbox::Instagram> instagram;
    std::unique_ptr<sandbox::Proxy> outlet;
    std::unique_ptr<net::Http> web;
    std::map<std::string, std::string> pictures;
    std::map<std::string, std::string> words;
    std::map<sandbox::Turn, std::atomic<int>> turns;
    std::counting_semaphore<1 << 20> turn_ended{0};
    std::atomic<int> working = 0;
};

INSTANTIATE_ON_BOTH_ENGINES(SimulatedBots);

// shows BOT-4, ACC-6, ACC-9, CNT-4
TEST_P(SimulatedBots, profiles_end_as_the_content_says_and_clean_after_cleanup) {
    for (auto turn :
         {sandbox::Turn::completed, sandbox::Turn::failed, sandbox::Turn::silent, sandbox::Turn::lost}) {
        turns[turn] = 0;
    }
    auto stocked = stocked_model();
    instagram->set_failures({.checkpoint = 0.02, .rate_limited = 0.05, .broken_off = 0.05});
    auto ids = add_accounts(5, stocked, add_outlet(proxies::ProxyKind::http));
    auto more = add_accounts(5, stocked, add_outlet(proxies::ProxyKind::socks5));
    ids.insert(ids.end(), more.begin(), more.end());
    run_until(LifecycleState::ready);
    EXPECT_GT(turns[sandbox::Turn::failed].load(), 0);
    auto told = [&](std::string const& like) {
        return db()
            .read([&](db::Reader& reader) {
                return reader.scalar<std::int64_t>(accounts::tests::sql::attempts_told,
                                                   {{"workspace_id", ws}, {"like", like}});
            })
            .value();
    };
    EXPECT_GT(told("Instagram %."), 0);
    EXPECT_EQ(told("%{%"), 0) << "a person reads it in the review";
    EXPECT_EQ(instagram->refused_direct(), 0);
    EXPECT_EQ(instagram->profiles(), ids.size());
    for (int n = 1; n <= 10; ++n) {
        auto profile = instagram->profile("user" + std::to_string(n));
        ASSERT_TRUE(profile) << n;
        EXPECT_EQ(profile->picture_sha256, pictures["pfp"]);
        EXPECT_EQ(profile->bio, words["bio"]);
        EXPECT_EQ(profile->highlights,
                  (std::vector<sandbox::Publication>{{pictures["highlight"], words["highlight"]}}));
        EXPECT_EQ(profile->stories, (std::vector<sandbox::Publication>{{pictures["story"], words["story"]}}));
        EXPECT_EQ(profile->posts, (std::vector<sandbox::Publication>{{pictures["post"], words["post"]}}));
    }
    for (auto id : ids) {
        write([&](db::Tx& tx) {
            return tx.execute(accounts::tests::sql::set_state, {{"workspace_id", ws},
                                                                {"id", id},
                                                                {"lifecycle_state", "cleanup"},
                                                                {"warmup_step", nullptr},
                                                                {"cleanup_step", 1},
                                                                {"due_at", clock.now()}});
        }).value();
    }
    run_until(LifecycleState::ready);
    for (int n = 1; n <= 10; ++n) {
        auto profile = instagram->profile("user" + std::to_string(n)).value();
        EXPECT_TRUE(profile.picture_sha256.empty() && profile.bio.empty() && profile.highlights.empty() &&
                    profile.stories.empty() && profile.posts.empty());
    }
}

// shows SBX-1: who does not come through the proxy, or without its password, is refused
TEST_P(SimulatedBots, the_sandbox_refuses_direct_and_unauthenticated_connections) {
    net::Request direct{.method = "POST",
                        .url = "http://127.0.0.1:" + std::to_string(instagram->port()) + "/log-in"};
    direct.headers = {{"X-Username", "somebody"}, {"X-Password", "pw"}};
    EXPECT_EQ(web->send(direct).value().status, 403);
    EXPECT_EQ(instagram->refused_direct(), 1);
    for (auto kind : {net::ProxyKind::http, net::ProxyKind::socks5}) {
        auto through = direct;
        through.url = "http://instagram.sandbox/log-in";
        through.proxy = net::Proxy{kind, "127.0.0.1", outlet->port(), "proxy", Secret<std::string>("secret")};
        EXPECT_EQ(web->send(through).value().status, 200);
        through.proxy->password = Secret<std::string>("wrong");
        auto refused = web->send(through);
        EXPECT_TRUE(!refused.ok() || refused->status == 407)
            << "status " << (refused.ok() ? refused->status : 0);
    }
}

}  // namespace
}  // namespace roost::bots::tests
