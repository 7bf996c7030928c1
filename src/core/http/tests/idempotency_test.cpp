// idempotency_test.cpp: a POST that is sent twice under one key is done once.
#include <future>

#include "core/crypto/password.h"
#include "core/db/tests/adhoc.h"
#include "core/http/idempotency.h"
#include "core/http/tests/fixture.h"
#include "core/jobs/process_identity.h"

namespace roost::http {
namespace {

class Idempotent : public testing::HttpFixture {
protected:
    void SetUp() override {
        Routes routes{
            {Method::post, "/api/things", "make_thing", Area::accounts, Permission::manage, Rate::write,
             [this](Request const& request) -> Result<Response> {
                 auto body = TRY(request.json_object());
                 int n = ++calls;
                 if (body.contains("busy") && n == 1)
                     return roost::errors::unavailable("test.busy", "Later.");
                 if (body.contains("bad")) return roost::errors::invalid_field("bad", "test.bad", "Bad.");
                 if (gate.valid()) gate.wait();
                 return Response::created({{"n", n}}).with_header("X-Secret", "s");
             }},
            {Method::post, "/api/files", "take_file", Area::accounts, Permission::manage, Rate::write,
             [this](Request const& request) -> Result<Response> {
                 return Response::created({{"n", ++calls}, {"files", request.files.size()}});
             },
             Body::upload(1 << 20)},
            {Method::post, "/api/tokens", "make_token", Area::accounts, Permission::manage, Rate::write,
             [this](Request const&) {
                 return Response::created({{"token", "secret-" + std::to_string(++calls)}});
             },
             Body::json(), Repeat::short_lived},
            {Method::post, "/api/reveal", "reveal", Area::accounts, Permission::manage, Rate::write,
             [this](Request const&) { return Response::ok({{"password", "p"}, {"n", ++calls}}); },
             Body::json(), Repeat::afresh},
        };
        start(std::move(routes));
    }

    roost::testing::Answer post(std::string const& key, std::string const& body,
                                std::string const& token = "owner", std::string const& path = "/api/things") {
        auto c = client();
        return c.request("POST", path, {{"Authorization", "Bearer " + token}, {"Idempotency-Key", key}},
                         body);
    }

    std::int64_t count(std::string const& condition) {
        auto counted =
            db::tests::number(database.db(), "SELECT COUNT(*) FROM idempotency_keys WHERE " + condition);
        return counted.ok() ? *counted : -1;
    }
    std::int64_t kept_rows() { return count("1 = 1"); }
    std::int64_t kept_answers() { return count("answer IS NOT NULL"); }

    std::atomic<int> calls = 0;
    std::shared_future<void> gate;
};

TEST_F(Idempotent, the_first_answer_is_replayed) {
    auto first = post("k1", "{}");
    auto second = post("k1", "{}");
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(first.body, second.body);
    EXPECT_EQ(second.header("x-secret"), "s");
    EXPECT_EQ(first.header("idempotent-replayed"), "");
    EXPECT_EQ(second.header("idempotent-replayed"), "true");
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(post("k2", "{}").body, R"({"n":2})");
    EXPECT_EQ(post("k1", "{}", "manager").status, 201) << "the key belongs to the person, not to the role";
}

TEST_F(Idempotent, another_body_under_the_key_is_422_and_refusals_are_replayed_too) {
    EXPECT_EQ(post("k1", R"({"bad":1})").status, 422);
    auto again = post("k1", R"({"bad":1})");
    EXPECT_EQ(code(again), "test.bad");
    EXPECT_EQ(again.header("idempotent-replayed"), "true");
    EXPECT_EQ(again.header("content-type"), "application/problem+json");
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(code(post("k1", R"({"other":1})")), "idempotency.key_reused");
    EXPECT_EQ(code(post("has space", "{}")), "idempotency.invalid_key");
    EXPECT_EQ(code(post(std::string(300, 'k'), "{}")), "idempotency.invalid_key");
}

TEST_F(Idempotent, what_changed_nothing_may_simply_be_sent_again) {
    EXPECT_EQ(post("k1", R"({"busy":1})").status, 503);
    EXPECT_EQ(post("k1", R"({"busy":1})").status, 201);
    EXPECT_EQ(calls, 2);
}

TEST_F(Idempotent, the_same_key_at_the_same_time_is_409) {
    std::promise<void> open;
    gate = open.get_future().share();
    auto first = std::async(std::launch::async, [&] { return post("k1", "{}"); });
    while (calls == 0) std::this_thread::yield();
    EXPECT_EQ(code(post("k1", "{}")), "idempotency.in_progress");
    open.set_value();
    EXPECT_EQ(first.get().status, 201);
    EXPECT_EQ(post("k1", "{}").header("idempotent-replayed"), "true");
}

TEST_F(Idempotent, a_key_is_forgotten_after_24_hours) {
    EXPECT_EQ(post("k1", "{}").body, R"({"n":1})");
    clock.advance(Millis{24 * 3600 * 1000 + 1});
    EXPECT_EQ(post("k1", "{}").body, R"({"n":2})");
}

TEST_F(Idempotent, uploads_are_compared_by_content_and_not_by_boundary) {
    auto upload = [&](std::string const& boundary, std::string const& text) {
        auto c = client();
        auto body = "--" + boundary +
                    "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + text +
                    "\r\n--" + boundary + "--\r\n";
        return c.request("POST", "/api/files",
                         {{"Authorization", "Bearer owner"},
                          {"Idempotency-Key", "u1"},
                          {"Content-Type", "multipart/form-data; boundary=" + boundary}},
                         body);
    };
    EXPECT_EQ(upload("one", "same").status, 201);
    EXPECT_EQ(upload("two", "same").header("idempotent-replayed"), "true");
    EXPECT_EQ(upload("three", "other").status, 422);
    EXPECT_EQ(calls, 1);
}

TEST_F(Idempotent, what_shows_a_secret_is_done_afresh_and_leaves_nothing_behind) {  // shows IDN-7, ACC-11
    auto first = post("k1", "{}", "owner", "/api/reveal");
    auto second = post("k1", "{}", "owner", "/api/reveal");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(second.header("idempotent-replayed"), "");
    EXPECT_EQ(calls, 2) << "so that each is audited";
    EXPECT_EQ(kept_rows(), 0);
}

TEST_F(Idempotent,
       an_answer_with_a_secret_shown_once_is_replayed_for_minutes_and_then_erased) {  // shows IDN-6
    auto first = post("k1", "{}", "owner", "/api/tokens");
    EXPECT_EQ(post("k1", "{}", "owner", "/api/tokens").body, first.body);
    clock.advance(Millis{10 * 60 * 1000});
    EXPECT_EQ(code(post("k1", "{}", "owner", "/api/tokens")), "idempotency.answer_gone");
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(post("k2", "{}").status, 201);
    EXPECT_EQ(kept_answers(), 2);
    ASSERT_TRUE(forget_old_answers(database.db(), clock.now()).ok());
    EXPECT_EQ(kept_answers(), 1) << "the secret is erased, the other answer is not";
    EXPECT_EQ(code(post("k1", "{}", "owner", "/api/tokens")), "idempotency.answer_gone");
    clock.advance(Millis{24 * 3600 * 1000 + 1});
    ASSERT_TRUE(forget_old_answers(database.db(), clock.now()).ok());
    EXPECT_EQ(kept_rows(), 0) << "also of a workspace where nothing happens any more";
}

TEST_F(Idempotent, the_hash_of_a_request_does_not_help_to_guess_a_password_in_it) {  // shows REL-4
    post("k1", R"({"password":"correct horse"})");
    EXPECT_EQ(count("request_hash = '" +
                    crypto::hex(crypto::sha256(std::string("POST /api/things\0", 17) +
                                               R"({"password":"correct horse"})")) +
                    "'"),
              0);
    EXPECT_EQ(kept_rows(), 1);
}

class CutOff : public roost::testing::OnBothEngines {
protected:
    Exchange exchange(std::string body) {
        Exchange exchange;
        exchange.route = &route_;
        exchange.request.method = Method::post;
        exchange.request.headers["idempotency-key"] = "k";
        exchange.request.body = std::move(body);
        exchange.request.maybe_actor =
            Actor{.kind = ActorKind::user, .workspace = WorkspaceId{3}, .user = UserId{1}};
        return exchange;
    }
    Route route_{Method::post, "/api/x", "make_x", Area::accounts, Permission::manage, Rate::write, nullptr};
    FakeClock clock_;
    SeededRandom random_{1};
    crypto::Keyring keys_{{Secret<std::string>(std::string(32, 'k'))}, random_};
};

TEST_P(CutOff, a_claim_of_a_process_that_died_is_never_run_again) {
    Idempotency first(db(), clock_, keys_, "elsewhere"), restarted(db(), clock_, keys_, "here");
    auto cut_off = exchange("{}");
    ASSERT_FALSE(first.begin(cut_off)->has_value());
    auto again = exchange("{}");
    EXPECT_EQ(restarted.begin(again).error().code, "idempotency.in_progress");
    clock_.advance(Millis{10 * 60 * 1000});
    EXPECT_EQ(restarted.begin(again).error().code, "idempotency.outcome_unknown");
    EXPECT_EQ(first.begin(again).error().code, "idempotency.in_progress")
        << "its own process knows that it still runs";
    first.end(cut_off, Response::created({{"late", true}}));
    auto replayed = restarted.begin(again);
    ASSERT_TRUE(replayed.ok());
    EXPECT_EQ((*replayed)->body, R"({"late":true})");
}

TEST_P(CutOff, a_claim_of_a_dead_process_of_this_machine_is_known_to_be_cut_off_at_once) {
    // shows REL-1
    auto self = jobs::new_owner_name();
    auto start = self.find(':', self.find(':') + 1) + 1;
    auto dead =
        self.substr(0, start) + "1" + self.substr(self.rfind(':'));  // an earlier process of the same id
    Idempotency first(db(), clock_, keys_, dead), restarted(db(), clock_, keys_, self);
    auto cut_off = exchange("{}");
    ASSERT_FALSE(first.begin(cut_off)->has_value());
    auto again = exchange("{}");
    EXPECT_EQ(restarted.begin(again).error().code, "idempotency.outcome_unknown");
}

INSTANTIATE_ON_BOTH_ENGINES(CutOff);

}  // namespace
}  // namespace roost::http
