// protocol_test.cpp: the bot API over HTTP: tasks, content, reports, heartbeats, evidence, waiting, tokens.
#include <thread>

#include "domains/bots/rules.h"
#include "domains/bots/tests/fixture.h"

namespace roost::bots::tests {
namespace {

INSTANTIATE_ON_BOTH_ENGINES(BotsTest);

// shows BOT-1, ACC-11
TEST_P(BotsTest, a_task_has_the_shape_of_the_contract) {
    auto bot = make_bot();
    EXPECT_EQ(call(bot, "GET", "/api/bot/next-task/" + bot.bot.bot_id).status, 204);
    auto id = add_accounts(1, model, add_proxy()).front();
    auto task = task_of(bot);
    EXPECT_TRUE(task.at("task_id").is_string());
    EXPECT_EQ(task.at("kind"), "warmup");
    EXPECT_EQ(task.at("step"), (bj::object{{"number", 1}, {"name", "change_pfp"}}));
    EXPECT_EQ(task.at("attempt"), 1);
    auto const& account = task.at("account").as_object();
    EXPECT_EQ(account.at("id"), id.value);
    EXPECT_EQ(account.at("password").as_string(), "pw-" + std::string(account.at("username").as_string()));
    EXPECT_TRUE(account.at("extra").is_object());
    EXPECT_EQ(task.at("proxy").at("kind"), "http");
    EXPECT_EQ(task.at("proxy").at("port"), 8080);
    EXPECT_EQ(task_of(bot).at("task_id"), task.at("task_id"));

    auto content = call(bot, "GET",
                        "/api/bot/account/" + std::to_string(id.value) +
                            "/content?task_id=" + std::string(task.at("task_id").as_string()));
    ASSERT_EQ(content.status, 200) << content.raw;
    EXPECT_TRUE(content.body.at("image").is_object());
    EXPECT_TRUE(content.body.at("text").is_null());

    bj::object report{{"task_id", task.at("task_id")},
                      {"bot_id", bot.bot.bot_id},
                      {"execution_time_ms", 1200},
                      {"content_used", {{"content_id", 1}}},
                      {"instagram_response", {{"ok", true}}}};
    auto done = call(bot, "POST", "/api/bot/step-complete", report);
    EXPECT_EQ(done.status, 200) << done.raw;
    EXPECT_EQ(done.body.at("warmup_step"), 2);
    auto again = call(bot, "POST", "/api/bot/step-complete", report);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.raw, done.raw);
    auto shown = service->find(ws, bot.bot.bot_id).value();
    EXPECT_EQ(shown.completed, 1) << "counted once";
    EXPECT_EQ(rules::success_rate(shown), 1.0);
}

// shows BOT-2
TEST_P(BotsTest, another_bots_id_and_task_are_not_there) {
    auto mine = make_bot("mine");
    auto other = make_bot("other");
    add_accounts(1, model, add_proxy());
    auto task = task_of(mine);
    EXPECT_EQ(call(other, "GET", "/api/bot/next-task/" + mine.bot.bot_id).status, 404);
    EXPECT_EQ(
        call(other, "PUT", "/api/bot/heartbeat/" + mine.bot.bot_id, bj::object{{"status", "idle"}}).status,
        404);
    bj::object report{{"task_id", task.at("task_id")}, {"bot_id", mine.bot.bot_id}, {"execution_time_ms", 1}};
    EXPECT_EQ(call(other, "POST", "/api/bot/step-complete", report).code(), "bots.not_found");
    report["bot_id"] = other.bot.bot_id;
    EXPECT_EQ(call(other, "POST", "/api/bot/step-complete", report).code(), "bots.task_not_found");
    EXPECT_EQ(call(other, "GET", "/api/bots").status, 403) << "that is for people";
}

// shows BOT-2
TEST_P(BotsTest, a_late_report_is_409_and_heartbeats_extend_the_lease) {
    auto bot = make_bot();
    add_accounts(1, model, add_proxy());
    auto task = task_of(bot);
    auto beat = [&](bj::object body) {
        return call(bot, "PUT", "/api/bot/heartbeat/" + bot.bot.bot_id, body);
    };
    clock.advance(Seconds{300});
    auto extended = beat({{"status", "working"}, {"task_id", task.at("task_id")}, {"version", "1.2"}});
    ASSERT_EQ(extended.status, 200) << extended.raw;
    EXPECT_EQ(extended.body.at("lease_expires_at").as_string(), to_rfc3339(clock.now() + Seconds{600}));
    EXPECT_EQ(extended.body.at("server_time").as_string(), to_rfc3339(clock.now()));
    clock.advance(Seconds{600});
    EXPECT_TRUE(
        beat({{"status", "working"}, {"task_id", task.at("task_id")}}).body.at("lease_expires_at").is_null());
    bj::object report{
        {"task_id", task.at("task_id")}, {"bot_id", bot.bot.bot_id}, {"error_message", "too late"}};
    auto late = call(bot, "POST", "/api/bot/step-failed", report);
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(late.code(), "bots.lease_lost");
    EXPECT_TRUE(attempts().front().late) << "kept although the answer is an error";
    EXPECT_EQ(beat({{"status", "unknown"}}).status, 422);
    EXPECT_EQ(service->find(ws, bot.bot.bot_id).value().version, "1.2");
}

// shows BOT-1: waiting holds no thread and ends when work becomes due
TEST_P(BotsTest, a_waiting_bot_gets_work_as_soon_as_there_is_some) {
    auto bot = make_bot();
    auto bare = add_model("Bare");
    add_accounts(1, bare, add_proxy());
    Answered answer;
    std::thread waiter(
        [&] { answer = call(bot, "GET", "/api/bot/next-task/" + bot.bot.bot_id + "?wait=20"); });
    stock(bare);
    write([&](db::Tx& tx) {
        return live::publish(tx, clock, {.workspace = ws, .topic = "content"});
    }).value();
    waiter.join();
    EXPECT_EQ(answer.status, 200) << answer.raw;
    EXPECT_EQ(call(bot, "GET", "/api/bot/next-task/" + bot.bot.bot_id + "?wait=31").status, 422);
}

// shows BOT-2, IDN-7
TEST_P(BotsTest, tokens_are_changed_and_revoked_and_pausing_stops_new_tasks) {
    auto bot = make_bot();
    add_accounts(2, model, add_proxy(2));
    auto task = task_of(bot);
    service->update(owner, bot.bot.bot_id, {}, true).value();
    EXPECT_EQ(task_of(bot).at("task_id"), task.at("task_id")) << "a paused bot keeps its task";
    bj::object report{{"task_id", task.at("task_id")}, {"bot_id", bot.bot.bot_id}, {"execution_time_ms", 1}};
    EXPECT_EQ(call(bot, "POST", "/api/bot/step-complete", report).status, 200);
    EXPECT_EQ(call(bot, "GET", "/api/bot/next-task/" + bot.bot.bot_id).status, 204);
    service->update(owner, bot.bot.bot_id, "renamed", false).value();
    auto renewed = service->rotate(owner, bot.bot.bot_id).value();
    EXPECT_EQ(call(bot, "GET", "/api/bot/next-task/" + bot.bot.bot_id).status, 401) << "the old token";
    task = task_of(renewed);
    service->revoke(owner, bot.bot.bot_id).value();
    EXPECT_EQ(call(renewed, "GET", "/api/bot/next-task/" + bot.bot.bot_id).status, 401);
    EXPECT_EQ(attempts().back().error_code, "lease_expired");
    EXPECT_EQ(service->rotate(owner, bot.bot.bot_id).error().code, "bots.revoked");
    EXPECT_EQ(service->create(owner, "  ").error().code, "bots.invalid_name");
    EXPECT_FALSE(service->find_by_token("rb_1_nothing").value());
}

// shows BOT-1: evidence
TEST_P(BotsTest, a_screenshot_is_kept_with_the_attempt) {
    auto bot = make_bot();
    add_accounts(1, model, add_proxy());
    auto task = task_of(bot);
    auto target = "/api/bot/tasks/" + std::string(task.at("task_id").as_string()) + "/evidence";
    std::string picture = "\x89PNG\r\n\x1a\n and so on";
    auto kept = call_raw(bot, "POST", target, picture, "image/png");
    ASSERT_EQ(kept.status, 201) << kept.raw;
    EXPECT_EQ(kept.body.at("mime"), "image/png");
    EXPECT_EQ(service->evidence(ws, std::string(kept.body.at("sha256").as_string())).value(), picture);
    EXPECT_EQ(call_raw(bot, "POST", target, "no picture", "image/png").status, 415);
    EXPECT_EQ(service->evidence(ws, "../../etc/passwd").error().code, "bots.evidence_not_found");
    EXPECT_EQ(call_raw(bot, "POST", "/api/bot/tasks/task_x/evidence", picture, "image/png").status, 404);
}

}  // namespace
}  // namespace roost::bots::tests
