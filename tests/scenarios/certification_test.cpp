// certification_test.cpp: our own simulated bot passes the examination that it sets for other people's.
#include "app/certification.h"

#include <gtest/gtest.h>

#include "sandbox/bot_crew.h"

namespace roost::app {
namespace {

sandbox::SimulatedBotOptions examinee(Certification& examination) {
    sandbox::SimulatedBotOptions options;
    options.roost_url = examination.url();
    options.instagram_url = "http://" + std::string(sandbox::instagram_host);
    options.bot_id = examination.bot_id();
    options.token = examination.token();
    options.wait_s = 1;
    return options;
}

// shows BOT-4
TEST(Certification, is_passed_by_the_simulated_bot_with_profiles_that_match) {
    SystemRandom random;
    SystemClock clock;
    sandbox::ExamPatience patience{
        .silence = Millis{30'000}, .watched = Millis{1'500}, .retry_after = Seconds{1}};
    auto examination = Certification::start({.patience = patience}, random);
    ASSERT_TRUE(examination.ok()) << examination.error().detail;
    auto http = net::make_http(clock, random, {.allow_private = true});
    sandbox::BotCrew crew(*http, random, {examinee(**examination)});
    auto ran = (*examination)->run();
    ASSERT_TRUE(ran.ok()) << ran.error().detail;
    auto verdicts = (*examination)->verdicts();
    for (auto const& one : verdicts)
        EXPECT_EQ(one.outcome, sandbox::Outcome::passed) << one.name << ": " << one.reason;
    EXPECT_TRUE(sandbox::deserves_certificate(verdicts));
    crew.stop();
}

// shows BOT-4
TEST(Certification, is_withheld_from_a_bot_that_never_came) {
    SystemRandom random;
    sandbox::ExamPatience patience{.silence = Millis{50}};
    auto examination = Certification::start({.patience = patience}, random);
    ASSERT_TRUE(examination.ok()) << examination.error().detail;
    ASSERT_TRUE((*examination)->run().ok());
    EXPECT_FALSE(sandbox::deserves_certificate((*examination)->verdicts()));
}

}  // namespace
}  // namespace roost::app
