// demo_test.cpp: the demonstration as a whole: what it fills, what its bots do, that it fills once.
#include "app/demo.h"

#include <atomic>
#include <semaphore>
#include <set>

#include "app/services.h"
#include "core/clock/fake_clock.h"
#include "core/crypto/password.h"
#include "support/database.h"
#include "support/http_client.h"

namespace roost::testing {
namespace {

namespace bj = boost::json;

/// A started demonstration on the test's database and a visitor who became its owner.
class Demonstration {
public:
    Demonstration(TestDatabase& database, std::filesystem::path const& data, app::DemoOptions options)
        : keys_({Secret<std::string>(std::string(32, 'm'))}, random_) {
        config_.server.listen = "127.0.0.1:0";
        config_.server.threads = 2;
        config_.server.roles = {config::ServerRole::web};
        config_.net.allow_private = true;
        config_.proxies.health_url = "http://exit.sandbox/";
        demo_ = std::make_unique<app::Demo>(
            app::DemoParts{config_, data, clock_, random_, keys_, database.db()}, std::move(options));
        check(demo_->prepare());
        program_ = std::make_unique<app::Program>(
            app::ProgramParts{config_, data, clock_, random_, keys_, database.db(), true});
        auto address = program_->start();
        check(address);
        address_ = *address;
    }
    ~Demonstration() {
        demo_->stop();
        program_->stop(Millis{5'000});
    }

    void set_bots_to_work() { check(demo_->start(*program_, "http://" + address_)); }

    /// Comes in by the link; returns whether there was one.
    bool visit() {
        auto link = demo_->owner_link();
        check(link);
        if (!*link) return false;
        auto joined =
            call("POST", "/api/auth/accept-invitation",
                 {{"token", (*link)->reveal()}, {"email", guest}, {"name", "Guest"}, {"password", password}});
        token_ = joined.at("access_token").as_string();
        return true;
    }

    void log_in() {
        token_.clear();
        auto login = call("POST", "/api/auth/login", {{"email", guest}, {"password", password}});
        token_ = login.at("access_token").as_string();
    }

    bj::value call(std::string_view method, std::string const& path, bj::value const& body) {
        auto text = send(method, path, bj::serialize(body));
        return text.empty() ? bj::value() : bj::parse(text);
    }
    std::string bytes(std::string const& path) { return send("GET", path, ""); }
    bj::value get(std::string const& path) { return bj::parse(bytes(path)); }
    std::int64_t total(std::string const& path) { return get(path).at("total").to_number<std::int64_t>(); }
    std::vector<bj::object> all(std::string path) {
        std::vector<bj::object> items;
        path += path.find('?') == std::string::npos ? "?limit=1000" : "&limit=1000";
        for (std::string cursor;;) {
            auto page = get(path + cursor);
            for (auto const& item : page.at("items").as_array()) items.push_back(item.as_object());
            if (page.at("next_cursor").is_null()) return items;
            cursor = "&cursor=" + std::string(page.at("next_cursor").as_string());
        }
    }

    app::Demo& demo() { return *demo_; }
    app::Services& services() { return program_->services(); }
    FakeClock& clock() { return clock_; }

private:
    static constexpr char const* guest = "guest@roost.test";
    static constexpr char const* password = "correct horse battery";

    std::string send(std::string_view method, std::string const& path, std::string const& body) {
        Headers headers;
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        if (!token_.empty()) headers.emplace_back("Authorization", "Bearer " + token_);
        auto answer = HttpClient(address_).request(method, path, headers, body);
        if (answer.status >= 400) throw std::runtime_error(path + ": " + answer.body);
        return answer.body;
    }
    template <class T>
    static void check(Result<T> const& result) {
        if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().detail);
    }

    FakeClock clock_;
    SeededRandom random_{7};
    crypto::Keyring keys_;
    config::Config config_;
    std::unique_ptr<app::Demo> demo_;
    std::unique_ptr<app::Program> program_;
    std::string address_;
    std::string token_;
};

class TheDemonstration : public OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        data = std::filesystem::temp_directory_path() / ("roost-demo-" + SystemRandom().hex(8));
        std::filesystem::create_directories(data / "uploads");
    }
    void TearDown() override { std::filesystem::remove_all(data); }

    std::unique_ptr<Demonstration> start(app::DemoOptions options = {}) {
        options.work_min = options.work_max = Millis{0};
        return std::make_unique<Demonstration>(database(), data, std::move(options));
    }

    /// The bytes and words that the attempt's step was given are what the profile shows.
    void expect_shown(Demonstration& demo, sandbox::Profile const& profile, bj::object const& attempt) {
        auto model = "/api/models/" + std::to_string(attempt.at("model_id").to_number<std::int64_t>());
        std::string picture, words;
        if (auto const& id = attempt.at("content_id"); !id.is_null()) {
            auto bytes =
                demo.bytes(model + "/content/" + std::to_string(id.to_number<std::int64_t>()) + "/image");
            picture = crypto::hex(crypto::sha256(bytes));
        }
        if (auto const& id = attempt.at("text_id"); !id.is_null()) {
            for (auto const& text : demo.all(model + "/text-pools")) {
                if (text.at("id") == id) words = text.at("text_content").as_string();
            }
        }
        sandbox::Publication shown{picture, words};
        auto has = [&](auto const& list) { return std::find(list.begin(), list.end(), shown) != list.end(); };
        std::string step(attempt.at("step_name").as_string());
        bool right = step == "change_pfp"      ? profile.picture_sha256 == picture && !picture.empty()
                     : step == "change_bio"    ? profile.bio == words && !words.empty()
                     : step == "add_highlight" ? has(profile.highlights)
                     : step == "add_story"     ? has(profile.stories)
                                               : has(profile.posts);
        EXPECT_TRUE(right) << bj::serialize(attempt);
    }

    std::filesystem::path data;
};

INSTANTIATE_ON_BOTH_ENGINES(TheDemonstration);

// shows RUN-2, ACC-1, PRX-3: what was counted while seeding is what is there
TEST_P(TheDemonstration, fills_an_agency_whose_numbers_are_true) {
    auto demo = start();
    ASSERT_TRUE(demo->visit());
    EXPECT_TRUE(demo->get("/api/auth/options").at("demo").as_bool());
    auto accounts = demo->all("/api/accounts");
    auto trash = demo->total("/api/accounts?trashed=true");
    EXPECT_EQ(static_cast<std::int64_t>(accounts.size()) + trash, 2000);
    EXPECT_GT(trash, 0);

    std::map<std::pair<std::string, std::int64_t>, std::int64_t> listed, counted;
    std::map<std::int64_t, std::int64_t> on_proxy;
    for (auto const& account : accounts) {
        auto step = account.at(account.at("warmup_step").is_null() ? "cleanup_step" : "warmup_step");
        ++listed[{std::string(account.at("lifecycle_state").as_string()),
                  step.is_null() ? 0 : step.to_number<std::int64_t>()}];
        if (auto const& proxy = account.at("proxy_id"); !proxy.is_null())
            ++on_proxy[proxy.to_number<std::int64_t>()];
    }
    auto owner = Actor::system(demo->demo().people().workspace);
    auto counts = demo->services().accounts.counts(owner);
    ASSERT_TRUE(counts.ok());
    for (auto const& count : *counts) {
        if (!count.trashed) counted[{std::string(to_text(count.state)), count.step}] += count.accounts;
    }
    EXPECT_EQ(listed, counted);
    std::set<std::string> states;
    for (auto const& [key, n] : listed) states.insert(key.first);
    EXPECT_EQ(states,
              (std::set<std::string>{"imported", "warming_up", "ready", "assigned", "cleanup", "disabled"}));
    for (int step = 1; step <= 5; ++step) EXPECT_TRUE(listed.contains({"warming_up", step})) << step;

    std::set<std::string> countries, statuses;
    for (auto const& proxy : demo->all("/api/proxies")) {
        countries.insert(std::string(proxy.at("country").as_string()));
        statuses.insert(std::string(proxy.at("status").as_string()));
        auto id = proxy.at("id").to_number<std::int64_t>();
        EXPECT_EQ(proxy.at("account_count").to_number<std::int64_t>(), on_proxy[id]) << id;
    }
    EXPECT_EQ(countries.size(), 8U);
    EXPECT_EQ(statuses, (std::set<std::string>{"active", "failing", "disabled"}));
}

// shows RUN-2, ACC-7, CNT-4, BOT-2
TEST_P(TheDemonstration, has_history_content_reviews_and_waiting_accounts_that_fit_each_other) {
    auto demo = start();
    ASSERT_TRUE(demo->visit());
    std::set<std::string> errors;
    for (auto const& item : demo->all("/api/accounts?filter[requires_human_review]=true")) {
        errors.insert(std::string(item.at("last_error_code").as_string()));
    }
    EXPECT_GE(errors.size(), 5U);
    std::set<std::string> reasons;
    for (auto const& item : demo->all("/api/accounts/warmup-queue?blocked=true")) {
        reasons.insert(std::string(item.at("reason").as_string()));
    }
    EXPECT_TRUE(reasons.contains("no_content") && reasons.contains("no_proxy") &&
                reasons.contains("no_model"));
    EXPECT_GT(demo->total("/api/accounts/warmup-queue"), 100);

    std::int64_t used = 0, pictures = 0;
    for (auto const& model : demo->all("/api/models")) {
        EXPECT_FALSE(model.at("photo_url").is_null());
        auto path = "/api/models/" + std::to_string(model.at("id").to_number<std::int64_t>()) + "/content";
        for (auto const& item : demo->all(path)) {
            used += item.at("usage_count").to_number<std::int64_t>();
            ++pictures;
        }
    }
    EXPECT_GT(pictures, 50);
    std::int64_t with_picture = 0, completed = 0;
    for (auto const& attempt : demo->all("/api/accounts/warmup-steps?filter[status]=completed")) {
        ++completed;
        if (!attempt.at("content_id").is_null()) ++with_picture;
    }
    EXPECT_EQ(used, with_picture);
    std::int64_t reported = 0;
    for (auto const& bot : demo->all("/api/bots")) reported += bot.at("completed").to_number<std::int64_t>();
    EXPECT_EQ(reported, completed);
    EXPECT_EQ(demo->total("/api/members"), 3);
    EXPECT_GE(demo->total("/api/invitations"), 1);
    EXPECT_GT(demo->total("/api/audit-log"), 10);
}

// shows BOT-4, SBX-1: the bots' work is seen on the sandbox's profiles, word for word
TEST_P(TheDemonstration, lets_bots_turn_profiles_into_what_the_content_says) {
    constexpr int wanted = 60;
    std::counting_semaphore<1 << 20> turns{0};
    std::atomic<int> completed = 0;
    auto demo = start({.failure_rate = 0.2, .watch = [&](sandbox::Turn turn) {
                           if (turn == sandbox::Turn::completed) ++completed;
                           turns.release();
                       }});
    ASSERT_TRUE(demo->visit());
    demo->set_bots_to_work();
    while (completed < wanted) turns.acquire();
    demo->demo().stop();
    auto& instagram = demo->demo().sandbox().instagram();
    EXPECT_EQ(instagram.refused_direct(), 0);
    int compared = 0;
    for (auto const& attempt : demo->all("/api/accounts/warmup-steps?filter[status]=completed")) {
        bool seeded = attempt.at("started_at").as_string() != to_rfc3339(demo->clock().now());
        if (seeded || attempt.at("kind").as_string() == "cleanup") continue;
        auto profile = instagram.profile(std::string(attempt.at("username").as_string()));
        ASSERT_TRUE(profile) << bj::serialize(attempt);
        expect_shown(*demo, *profile, attempt);
        ++compared;
    }
    EXPECT_GT(compared, wanted / 2);
}

// shows RUN-2: a later start goes on with what is there
TEST_P(TheDemonstration, fills_its_workspace_only_once_and_lets_one_visitor_in) {
    std::int64_t steps = 0;
    {
        auto demo = start();
        ASSERT_TRUE(demo->visit());
        steps = demo->total("/api/accounts/warmup-steps");
        EXPECT_FALSE(demo->visit()) << "the link is for the first visitor";
    }
    auto again = start();
    EXPECT_FALSE(again->visit());
    again->log_in();
    EXPECT_EQ(again->total("/api/accounts/warmup-steps"), steps);
    EXPECT_EQ(again->total("/api/models"), 5);
    EXPECT_EQ(again->total("/api/bots"), 5);
    EXPECT_EQ(again->total("/api/members"), 3);
    auto port = again->demo().sandbox().proxy_port();
    for (auto const& proxy : again->all("/api/proxies")) {
        ASSERT_EQ(proxy.at("port").to_number<int>(), port)
            << "proxies lead to where the stand-in listens now";
    }
}

// shows RUN-2: somebody's real data is not turned into a demonstration
TEST_P(TheDemonstration, refuses_a_database_that_people_work_with) {
    FakeClock clock;
    SeededRandom random(1);
    crypto::Keyring keys({Secret<std::string>(std::string(32, 'm'))}, random);
    identity::Identity people(db(), clock, random, keys, {});
    identity::UserSpec spec;
    spec.credentials = {"real@roost.test", Secret<std::string>("correct horse battery")};
    spec.workspace = "Real";
    ASSERT_TRUE(people.create_user(spec).ok());
    config::Config config;
    app::Demo demo({config, data, clock, random, keys, db()}, {});
    auto refused = demo.prepare();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "demo.not_a_demo");
    EXPECT_FALSE(people.find_workspace("Lantern Row Talent").ok());
}

}  // namespace
}  // namespace roost::testing
