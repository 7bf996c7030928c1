// bot_exam_rules_test.cpp: what a recording must look like for a verdict, one spoiled recording per rule.
#include "sandbox/bot_exam_rules.h"

#include <gtest/gtest.h>

namespace roost::sandbox {
namespace {

namespace bj = boost::json;

/// Writes a recording exchange by exchange, 100 ms apart.
class Writer {
public:
    Exchange& add(Trial trial, std::string task, std::string method, std::string target, int status,
                  bj::value answered = nullptr) {
        Exchange one{
            .number = static_cast<int>(written.size()) + 1, .trial = trial, .task_id = std::move(task)};
        one.asked_at = Millis{100 * one.number};
        one.answered_at = one.asked_at + Millis{10};
        one.method = std::move(method);
        one.target = std::move(target);
        one.status = status;
        one.answered = std::move(answered);
        return written.emplace_back(std::move(one));
    }
    Exchange& ask(Trial trial, std::string const& task) {
        return add(trial, task, "GET", "/api/bot/next-task/b?wait=1", 200,
                   {{"task_id", task},
                    {"account", {{"id", 1}, {"username", "ann"}}},
                    {"step", {{"name", "change_bio"}}}});
    }
    Exchange& content(Trial trial, std::string const& task, bool picture) {
        return add(trial, task, "GET", "/api/bot/account/1/content?task_id=" + task, 200,
                   {{"image", picture ? bj::value(bj::object{{"content_id", 1}}) : bj::value()},
                    {"text", {{"text_content", "hello"}}}});
    }
    Exchange& report(Trial trial, std::string const& task, std::string const& outcome, int status = 200) {
        auto& one = add(trial, task, "POST", "/api/bot/step-" + outcome, status);
        one.asked = bj::object{{"task_id", task}, {"bot_id", "b"}};
        return one;
    }
    Verdict verdict(std::string_view name, std::optional<Profile> profile = {}) const {
        for (auto& one : judge(written, [&](auto const&) { return profile; })) {
            if (one.name == name) return one;
        }
        throw std::logic_error("no verdict " + std::string(name));
    }
    Outcome outcome(std::string_view name) const { return verdict(name).outcome; }

    std::vector<Exchange> written;
};

// shows BOT-4
TEST(BotExamRules, say_nothing_about_what_was_not_seen) {
    Writer empty;
    for (auto const& one : judge({}, [](auto const&) { return std::nullopt; })) {
        bool always = one.name == "manners" || one.name == "one_outcome";
        EXPECT_EQ(one.outcome, always ? Outcome::passed : Outcome::not_seen) << one.name;
    }
    EXPECT_FALSE(deserves_certificate(judge({}, [](auto const&) { return std::nullopt; })));
}

// shows BOT-4
TEST(BotExamRules, want_content_and_picture_before_a_step_is_called_done) {
    Writer good;
    good.ask(Trial::plain_step, "t");
    good.content(Trial::plain_step, "t", true);
    good.add(Trial::plain_step, "t", "GET", "/api/bot/images/1", 200);
    good.report(Trial::plain_step, "t", "complete");
    EXPECT_EQ(good.outcome("plain_step"), Outcome::passed);

    auto half = good;
    half.written[2].delivery = Delivery::half;
    EXPECT_EQ(half.outcome("plain_step"), Outcome::failed);
    auto lost = good;
    lost.written[1].delivery = Delivery::nothing;
    EXPECT_EQ(lost.outcome("plain_step"), Outcome::failed);
    auto silent = good;
    silent.written.pop_back();
    EXPECT_EQ(silent.outcome("plain_step"), Outcome::failed);
}

// shows BOT-4
TEST(BotExamRules, want_a_lost_report_again_and_unchanged) {
    Writer good;
    good.report(Trial::lost_report, "t", "complete").delivery = Delivery::nothing;
    good.report(Trial::lost_report, "t", "complete");
    EXPECT_EQ(good.outcome("lost_report"), Outcome::passed);

    Writer forgotten;
    forgotten.report(Trial::lost_report, "t", "complete").delivery = Delivery::nothing;
    forgotten.ask(Trial::ordinary, "u");
    EXPECT_EQ(forgotten.outcome("lost_report"), Outcome::failed);

    Writer otherwise;
    otherwise.report(Trial::lost_report, "t", "complete").delivery = Delivery::nothing;
    otherwise.report(Trial::lost_report, "t", "failed");
    EXPECT_EQ(otherwise.outcome("lost_report"), Outcome::failed);
    EXPECT_EQ(otherwise.outcome("one_outcome"), Outcome::failed);
}

// shows BOT-4
TEST(BotExamRules, want_the_time_kept_that_an_answer_names) {
    for (int waited_ms : {100, 1'900, 2'100}) {
        Writer bot;
        auto& refused = bot.report(Trial::busy, "t", "complete", 503);
        refused.retry_after = Seconds{2};
        auto until = refused.answered_at + Millis{waited_ms};
        bot.report(Trial::busy, "t", "complete").asked_at = until;
        auto& slow = bot.add(Trial::slow_down, "", "GET", "/api/bot/next-task/b", 429);
        slow.retry_after = Seconds{2};
        until = slow.answered_at + Millis{waited_ms};
        bot.ask(Trial::ordinary, "u").asked_at = until;
        auto expected = waited_ms < 1'850 ? Outcome::failed : Outcome::passed;
        EXPECT_EQ(bot.outcome("busy"), expected) << waited_ms;
        EXPECT_EQ(bot.outcome("slow_down"), expected) << waited_ms;
    }
}

// shows BOT-4
TEST(BotExamRules, want_a_lost_lease_let_go) {
    Writer good;
    good.report(Trial::lost_lease, "t", "complete", 409);
    good.ask(Trial::ordinary, "u");
    EXPECT_EQ(good.outcome("lost_lease"), Outcome::passed);
    EXPECT_EQ(good.outcome("manners"), Outcome::passed);
    good.report(Trial::lost_lease, "t", "complete", 409);
    EXPECT_EQ(good.outcome("lost_lease"), Outcome::failed);
}

// shows BOT-4
TEST(BotExamRules, count_restless_questions_of_a_paused_bot_and_of_a_dead_token) {
    for (bool restless : {false, true}) {
        Writer bot;
        for (int n = 0; n < 6; ++n) {
            auto& asked = bot.add(Trial::pause, "", "GET", "/api/bot/next-task/b?wait=0", 204);
            asked.asked_at = Millis{(restless ? 100 : 1'000) * n};
            asked.answered_at = asked.asked_at + Millis{5};
        }
        bot.ask(Trial::ordinary, "u");
        for (int n = 0; n < (restless ? 9 : 2); ++n)
            bot.add(Trial::dead_token, "", "GET", "/api/bot/next-task/b", 401);
        EXPECT_EQ(bot.outcome("pause"), restless ? Outcome::failed : Outcome::passed);
        EXPECT_EQ(bot.outcome("dead_token"), restless ? Outcome::failed : Outcome::passed);
    }
}

// shows BOT-4
TEST(BotExamRules, compare_the_profile_with_what_was_handed_out) {
    Writer bot;
    bot.ask(Trial::ordinary, "t");
    bot.content(Trial::ordinary, "t", false);
    bot.report(Trial::ordinary, "t", "complete");
    EXPECT_EQ(bot.verdict("profiles").outcome, Outcome::not_seen);
    EXPECT_EQ(bot.verdict("profiles", Profile{.bio = "hello"}).outcome, Outcome::passed);
    EXPECT_EQ(bot.verdict("profiles", Profile{.bio = "else"}).outcome, Outcome::failed);
}

// shows BOT-4, REL-4
TEST(BotExamRules, write_recordings_without_passwords) {
    Writer bot;
    auto& leased = bot.ask(Trial::plain_step, "t");
    leased.answered.at("account").as_object()["password"] = "hunter2";
    leased.answered.as_object()["proxy"] = {{"host", "h"}, {"password", "hunter2"}};
    EXPECT_EQ(to_line(leased).find("hunter2"), std::string::npos);
    EXPECT_EQ(bj::parse(to_line(leased)).at("trial").as_string(), "plain_step");
}

}  // namespace
}  // namespace roost::sandbox
