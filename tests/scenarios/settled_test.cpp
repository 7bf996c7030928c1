// settled_test.cpp: what API.md settles about accounts, models, proxies, content and bots, line by
// line.
#include "support/agency.h"

namespace roost::testing {
namespace {

namespace bj = boost::json;

class Settled : public OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        server = std::make_unique<TestServer>(database());
        agency = std::make_unique<Agency>(*server, "zqown");
        agency->play(Phase::fill);
        token = agency->token();
    }
    void TearDown() override { server.reset(); }

    /// `path` with the agency's words, asked by its owner.
    Reply call(std::string_view method, std::string_view path, bj::value const& body = nullptr) {
        return server->call(method, fill_in(path, agency->words()), body, token);
    }
    Reply as_bot(std::string_view method, std::string_view path, bj::value const& body = nullptr) {
        return server->call(method, fill_in(path, agency->words()), body, agency->word("bot_token"));
    }
    std::int64_t number(std::string_view word) { return std::stoll(agency->word(word)); }
    std::int64_t make(std::string_view path, bj::object const& body) {
        auto made = call("POST", path, body);
        EXPECT_EQ(made.status, 201) << made.answer.body;
        return made.at("id").as_int64();
    }
    Reply lifecycle(std::string_view word, std::string_view state) {
        return call("PUT", "/api/accounts/<" + std::string(word) + ">/lifecycle",
                    {{"lifecycle_state", state}});
    }

    std::unique_ptr<TestServer> server;
    std::unique_ptr<Agency> agency;
    std::string token;
};

// shows ACC-9: reassign before ready, on ready, in cleanup; by hand back to ready
TEST_P(Settled, reassigning_sets_the_model_or_starts_cleanup_or_changes_its_target) {
    auto second = make("/api/models", {{"name", "Second"}});
    auto third = make("/api/models", {{"name", "Third"}});
    auto early = call("PUT", "/api/accounts/<account>/reassign", {{"model_id", second}});
    EXPECT_EQ(early.at("lifecycle_state"),
              agency->word("account") == agency->word("task_account") ? "warming_up" : "imported");
    EXPECT_EQ(early.at("model_id"), second);

    agency->play(
        *find_operation("bot_step_complete"));  // the task's account now wears the first model's picture
    ASSERT_EQ(lifecycle("task_account", "ready").status, 200);
    auto path = "/api/accounts/<task_account>/reassign";
    auto away = call("PUT", path, {{"model_id", second}});
    ASSERT_EQ(away.status, 200) << away.answer.body;
    EXPECT_EQ(away.at("lifecycle_state"), "cleanup");
    EXPECT_EQ(away.at("cleanup_target_model_id"), second);
    auto again = call("PUT", path, {{"model_id", third}});
    EXPECT_EQ(again.at("lifecycle_state"), "cleanup");
    EXPECT_EQ(again.at("cleanup_target_model_id"), third);
    auto by_hand = lifecycle("task_account", "ready");
    EXPECT_EQ(by_hand.at("lifecycle_state"), "ready");
    EXPECT_TRUE(by_hand.at("cleanup_target_model_id").is_null());
}

// shows ACC-5
TEST_P(Settled, an_illegal_transition_names_where_the_account_is_and_may_go) {
    agency->set("fresh",
                std::to_string(make("/api/accounts", {{"username", "fresh.one"}, {"password", "pw"}})));
    auto illegal = lifecycle("fresh", "assigned");
    EXPECT_EQ(illegal.status, 409);
    EXPECT_EQ(illegal.code(), "accounts.illegal_transition");
    EXPECT_EQ(illegal.at("current"), "imported");
    EXPECT_EQ(illegal.at("allowed"), (bj::array{"warming_up", "disabled"}));
    EXPECT_EQ(lifecycle("fresh", "warming_up").status, 200);
    EXPECT_EQ(lifecycle("fresh", "ready").status, 200);
    EXPECT_EQ(lifecycle("fresh", "assigned").code(), "accounts.no_model");
    EXPECT_EQ(lifecycle("fresh", "disabled").status, 200);
    auto from_disabled = lifecycle("fresh", "assigned");
    EXPECT_EQ(from_disabled.at("allowed"), bj::array{"ready"}) << "only the state it left";
}

// shows MOD-1: a tab that shows some states has its cards from the one answer
TEST_P(Settled, the_figures_say_by_state_who_needs_a_look_and_count_no_step_of_a_disabled_account) {
    auto warming = [&] { return call("GET", "/api/accounts/stats").at("by_warmup_step").at("1").as_int64(); };
    auto of = [&](std::string_view figure, std::string_view state) {
        return call("GET", "/api/accounts/stats").at(figure).at(state).as_int64();
    };
    agency->set("fresh",
                std::to_string(make("/api/accounts", {{"username", "fresh.one"}, {"password", "pw"}})));
    ASSERT_EQ(
        call("POST", "/api/proxies/assign", {{"account_id", number("fresh")}, {"proxy_id", nullptr}}).status,
        200);
    auto const before = warming();
    auto const without = of("without_proxy_by_state", "warming_up");
    ASSERT_EQ(lifecycle("fresh", "warming_up").status, 200);
    EXPECT_EQ(warming(), before + 1);
    EXPECT_EQ(of("without_proxy_by_state", "warming_up"), without + 1);
    ASSERT_EQ(lifecycle("fresh", "disabled").status, 200);
    EXPECT_EQ(warming(), before) << "it keeps its step, but nothing is done to it";
    EXPECT_EQ(of("without_proxy_by_state", "warming_up"), without);
    auto const stats = call("GET", "/api/accounts/stats");
    for (auto const& [whole, parts] : {std::pair{"requires_review", "review_by_state"},
                                       std::pair{"without_proxy", "without_proxy_by_state"}}) {
        std::int64_t sum = 0;
        for (auto const& [state, count] : stats.at(parts).as_object()) sum += count.as_int64();
        EXPECT_EQ(stats.at(whole), sum);
    }
}

// shows BOT-2
TEST_P(Settled, a_late_report_sends_the_step_to_review_and_changes_no_state) {
    server->clock().advance(Seconds{3600});
    bj::object const report{
        {"task_id", agency->word("task")}, {"bot_id", agency->word("bot")}, {"execution_time_ms", 5}};
    EXPECT_EQ(as_bot("POST", "/api/bot/step-complete", report).code(), "bots.lease_lost");
    auto account = call("GET", "/api/accounts/<task_account>");
    EXPECT_EQ(account.at("lifecycle_state"), "warming_up");
    EXPECT_EQ(account.at("requires_human_review"), true);
    EXPECT_EQ(account.at("warmup_step"), 1);
}

// shows CNT-4: what a bot holds
TEST_P(Settled, content_a_bot_holds_is_deleted_with_force_only_and_stays_readable_to_it) {
    auto held = call("DELETE", "/api/models/<model>/content/<content>");
    EXPECT_EQ(held.code(), "content.in_use");
    EXPECT_EQ(held.at("reserved_count"), 1);
    EXPECT_EQ(call("DELETE", "/api/models/<model>/content/<content>?force=true").status, 204);
    server->run_jobs();
    EXPECT_EQ(call("GET", "/api/models/<model>/content/<content>").status, 404);
    EXPECT_EQ(as_bot("GET", "/api/bot/images/<held>").status, 200);
    agency->play(*find_operation("bot_step_complete"));
    server->run_jobs();
    EXPECT_EQ(as_bot("GET", "/api/bot/images/<held>").status, 404);
}

// shows CNT-4: order_priority
TEST_P(Settled, the_higher_order_priority_is_chosen_first) {
    agency->play(*find_operation("bot_step_complete"));  // the next step of the task's account is the bio
    auto low = make("/api/models/<model>/text-pools", {{"content_type", "bio"}, {"text_content", "low"}});
    auto high = make("/api/models/<model>/text-pools",
                     {{"content_type", "bio"}, {"text_content", "high"}, {"order_priority", 9}});
    EXPECT_LT(low, high);
    for (auto word : {"account", "spare_account"}) {
        if (agency->word(word) != agency->word("task_account")) lifecycle(word, "disabled");
    }
    for (int tries = 0; tries < 4; ++tries) {
        auto task = as_bot("GET", "/api/bot/next-task/<bot>");
        ASSERT_EQ(task.status, 200) << "no account came to its bio";
        agency->set("task", std::string(task.at("task_id").as_string()));
        agency->set("task_account", bj::serialize(task.at("account.id")));
        auto content = as_bot("GET", "/api/bot/account/<task_account>/content?task_id=<task>");
        if (task.at("step.name") == "change_bio") {
            EXPECT_EQ(content.at("text.text_content"), "high");
            return;
        }
        agency->play(*find_operation("bot_step_complete"));
    }
    FAIL() << "no account came to its bio";
}

// shows MOD-1
TEST_P(Settled, a_csv_of_texts_is_imported_line_by_line_and_once) {  // shows CNT-3
    std::string const csv =
        "type,text\nbio,\"First, with a comma\"\npoem,no\nstory,Second\nbio,\"First, with a comma\"\n";
    auto send = [&](std::string const& body, std::string const& query = "") {
        auto path = "/api/models/" + agency->word("model") + "/text-pools" + query;
        return server->send("POST", path, body, agency->token(),
                            {{"Content-Type", "text/csv; charset=utf-8"}});
    };
    auto first = send(csv);
    ASSERT_EQ(first.status, 201) << first.answer.body;
    EXPECT_EQ(first.at("lines"), 4);
    EXPECT_EQ(first.at("imported"), 2);
    EXPECT_EQ(first.at("duplicates"), 1);
    EXPECT_EQ(first.at("rejected_lines.0.line"), 3);
    EXPECT_EQ(first.at("rejected_lines.0.code"), "invalid_content_type");
    auto again = send(csv);
    EXPECT_EQ(again.at("imported"), 0);
    EXPECT_EQ(again.at("duplicates"), 3);
    EXPECT_EQ(send("Only a text\n", "?content_type=post").at("imported"), 1);
    EXPECT_EQ(send("\n\n").code(), "import.empty");
    EXPECT_EQ(send(std::string("bio,a\0b", 7)).code(), "import.binary");
    EXPECT_EQ(send("bio,x\n", "?content_type=poem").status, 422);
}

TEST_P(Settled, a_model_with_accounts_is_archived_only_when_they_are_let_go) {
    auto refused = call("DELETE", "/api/models/<model>");
    EXPECT_EQ(refused.code(), "models.in_use");
    EXPECT_EQ(refused.at("accounts"), 4);
    EXPECT_EQ(call("DELETE", "/api/models/<model>?accounts=unassign").status, 204);
    EXPECT_TRUE(call("GET", "/api/accounts/<account>").at("model_id").is_null());
    EXPECT_EQ(call("GET", "/api/accounts?filter[model_id]=<model>").at("total"), 0);
}

// shows ACC-1
TEST_P(Settled, a_trashed_account_is_readable_frees_its_slot_and_is_trashed_once) {
    auto used = call("GET", "/api/proxies/utilization").at("used").as_int64();
    EXPECT_EQ(call("DELETE", "/api/accounts/<account>").status, 204);
    EXPECT_TRUE(call("GET", "/api/accounts/<account>").at("trashed_at").is_string());
    EXPECT_EQ(call("GET", "/api/proxies/utilization").at("used").as_int64(), used - 1);
    EXPECT_EQ(call("DELETE", "/api/accounts/<account>").status, 204);
    auto again = call("POST", "/api/accounts", {{"username", "ZQown.One"}, {"password", "pw"}});
    EXPECT_EQ(again.code(), "accounts.username_taken") << "still found as a duplicate";
}

// shows PRX-3
TEST_P(Settled, an_account_taken_off_its_proxy_by_hand_waits_for_a_person) {
    EXPECT_EQ(call("POST", "/api/proxies/assign", {{"account_id", number("account")}, {"proxy_id", nullptr}})
                  .status,
              200);
    make("/api/proxies", {{"host", "203.0.113.40"}, {"port", 80}});
    server->run_jobs();
    EXPECT_TRUE(call("GET", "/api/accounts/<account>").at("proxy_id").is_null());
    auto placed = call("POST", "/api/accounts/assign-proxies");
    EXPECT_EQ(placed.at("assigned"), 1) << placed.answer.body;
    EXPECT_TRUE(call("GET", "/api/accounts/<account>").at("proxy_id").is_int64());
}

// shows ACC-8
TEST_P(Settled, the_queue_lists_what_could_be_handed_out_and_the_rest_with_the_reason) {
    auto ids = [&](std::string const& query) {
        std::vector<std::string> seen;
        auto queue = call("GET", "/api/accounts/warmup-queue?limit=100" + query);
        for (auto const& item : queue.at("items").as_array()) seen.push_back(bj::serialize(item.at("id")));
        return seen;
    };
    auto const held = agency->word("task_account");
    EXPECT_EQ(std::ranges::count(ids(""), held), 0) << "a held task is not in it";
    EXPECT_EQ(std::ranges::count(ids("&blocked=true"), held), 0);
    EXPECT_EQ(ids("").size() + ids("&blocked=true").size(), 3u) << "every other account is in one of the two";
    EXPECT_FALSE(ids("").empty());
    EXPECT_FALSE(ids("&blocked=true&filter[reason]=ne:no_proxy").empty())
        << "the held task keeps its proxy busy";
    call("POST", "/api/proxies/assign", {{"account_id", number("account")}, {"proxy_id", nullptr}});
    if (agency->word("account") != held) {
        EXPECT_EQ(std::ranges::count(ids(""), agency->word("account")), 0);
        EXPECT_EQ(ids("&blocked=true&filter[reason]=no_proxy"), std::vector{agency->word("account")});
    }
    EXPECT_EQ(call("GET", "/api/accounts/warmup-queue?blocked=perhaps").status, 422);
}

// shows PRX-2, PRX-3
TEST_P(Settled, a_proxy_in_use_needs_a_choice_and_never_holds_more_than_it_may) {
    auto first = make("/api/accounts", {{"username", "one.more"}, {"password", "pw"}});
    bj::object const join{{"account_id", first}, {"proxy_id", number("spare_proxy")}};
    EXPECT_EQ(call("POST", "/api/proxies/assign", join).status, 200);
    auto refused = call("DELETE", "/api/proxies/<spare_proxy>");
    EXPECT_EQ(refused.code(), "proxies.in_use");
    auto count = refused.at("account_count").as_int64();
    EXPECT_GE(count, 2);
    auto lower = call("PUT", "/api/proxies/<spare_proxy>", {{"max_accounts", count - 1}});
    EXPECT_EQ(lower.code(), "proxies.below_use");
    EXPECT_EQ(lower.at("account_count"), count);
    EXPECT_EQ(call("PUT", "/api/proxies/<spare_proxy>", {{"max_accounts", count}}).status, 200);
    auto other = make("/api/accounts", {{"username", "one.too.many"}, {"password", "pw"}});
    bj::object const assign{{"account_id", other}, {"proxy_id", number("spare_proxy")}};
    EXPECT_EQ(call("POST", "/api/proxies/assign", assign).code(), "proxies.full");

    auto with_proxy = [&] {
        return call("GET", "/api/accounts?filter[proxy_id]=ne:null:").at("total").as_int64();
    };
    auto before = with_proxy();
    auto target = make("/api/proxies", {{"host", "203.0.113.50"}, {"port", 80}, {"max_accounts", 100}});
    EXPECT_EQ(call("DELETE", "/api/proxies/<spare_proxy>?accounts=move").status, 204);
    server->run_jobs();
    EXPECT_GE(with_proxy(), before) << "all were moved";
    agency->set("target", std::to_string(target));
    EXPECT_EQ(call("POST", "/api/proxies/assign", {{"account_id", first}, {"proxy_id", target}}).status, 200);
    EXPECT_EQ(call("DELETE", "/api/proxies/<target>").code(), "proxies.in_use");
    EXPECT_EQ(call("DELETE", "/api/proxies/<target>?accounts=leave").status, 204);
    EXPECT_EQ(call("GET", "/api/proxies/<target>").status, 404);
    auto left = server->call("GET", "/api/accounts/" + std::to_string(first), nullptr, token);
    EXPECT_TRUE(left.at("proxy_id").is_null());
    EXPECT_EQ(call("DELETE", "/api/proxies/<proxy>?accounts=away").status, 422);
}

INSTANTIATE_ON_BOTH_ENGINES(Settled);

}  // namespace
}  // namespace roost::testing
