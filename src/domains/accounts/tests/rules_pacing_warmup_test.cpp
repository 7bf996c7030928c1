// rules_pacing_warmup_test.cpp: pacing over midnight, across changes of the clock, and at the caps.
#include "domains/accounts/rules_pacing_warmup.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace roost::accounts::rules {
namespace {

using identity::WorkingHours;

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

Pacing pacing_in(std::string zone, std::optional<WorkingHours> hours, int gap_s = 14400) {
    identity::WorkspaceSettings settings;
    settings.time_zone = std::move(zone);
    settings.warmup.hours = std::move(hours);
    settings.warmup.gap_s = gap_s;
    return Pacing(settings);
}

// shows ACC-8
TEST(Pacing, hours_are_of_the_workspaces_time_zone_and_may_run_over_midnight) {
    struct Case {
        std::string_view zone, from, to, now;
        bool open;
        std::string_view next;
    };
    for (auto const& c : {
             Case{"UTC", "08:00", "22:00", "2026-11-21T07:59:59Z", false, "2026-11-21T08:00:00Z"},
             Case{"UTC", "08:00", "22:00", "2026-11-21T08:00:00Z", true, "2026-11-21T08:00:00Z"},
             Case{"UTC", "08:00", "22:00", "2026-11-21T22:00:00Z", false, "2026-11-22T08:00:00Z"},
             Case{"Europe/Berlin", "08:00", "22:00", "2026-11-21T07:30:00Z", true, "2026-11-21T07:30:00Z"},
             Case{"Asia/Tokyo", "08:00", "22:00", "2026-11-21T14:00:00Z", false, "2026-11-21T23:00:00Z"},
             Case{"UTC", "22:00", "06:00", "2026-11-21T23:30:00Z", true, "2026-11-21T23:30:00Z"},
             Case{"UTC", "22:00", "06:00", "2026-11-21T05:59:00Z", true, "2026-11-21T05:59:00Z"},
             Case{"UTC", "22:00", "06:00", "2026-11-21T06:00:00Z", false, "2026-11-21T22:00:00Z"},
             Case{"UTC", "09:00", "09:00", "2026-11-21T03:00:00Z", true, "2026-11-21T03:00:00Z"},
             // Berlin skips 02:00-03:00 on 2026-03-29: 02:30 opens at the change, 01:00 UTC.
             Case{"Europe/Berlin", "02:30", "05:00", "2026-03-29T00:59:59Z", false, "2026-03-29T01:00:00Z"},
             // Hours that lie wholly in the skipped hour do not open that day.
             Case{"Europe/Berlin", "02:10", "02:40", "2026-03-29T00:00:00Z", false, "2026-03-30T00:10:00Z"},
             // It repeats 02:00-03:00 on 2026-10-25: 02:10-02:40 opens twice.
             Case{"Europe/Berlin", "02:10", "02:40", "2026-10-25T00:45:00Z", false, "2026-10-25T01:10:00Z"},
             Case{"No/Where", "08:00", "22:00", "2026-11-21T08:00:00Z", true, "2026-11-21T08:00:00Z"},
         }) {
        auto pacing = pacing_in(std::string(c.zone), WorkingHours{std::string(c.from), std::string(c.to)});
        EXPECT_EQ(pacing.open_at(at(c.now)), c.open) << c.zone << " " << c.now;
        EXPECT_EQ(to_rfc3339(pacing.next_opening(at(c.now))), to_rfc3339(at(c.next)))
            << c.zone << " " << c.now;
    }
}

// shows ACC-8
TEST(Pacing, a_day_has_23_or_25_hours_when_the_clock_changes) {
    auto berlin = pacing_in("Europe/Berlin", std::nullopt);
    auto hours = [&](std::string_view now) {
        auto day = berlin.day_of(at(now));
        return (day.end - day.start).count() / 3'600'000;
    };
    EXPECT_EQ(hours("2026-03-29T12:00:00Z"), 23);
    EXPECT_EQ(hours("2026-10-25T12:00:00Z"), 25);
    EXPECT_EQ(hours("2026-11-21T12:00:00Z"), 24);
    EXPECT_EQ(to_rfc3339(berlin.day_of(at("2026-11-20T23:30:00Z")).start), "2026-11-20T23:00:00.000Z");
    // Santiago changes at midnight: the skipped midnight is the change itself.
    auto santiago = pacing_in("America/Santiago", std::nullopt).day_of(at("2026-09-06T12:00:00Z"));
    EXPECT_EQ(to_rfc3339(santiago.start), "2026-09-06T04:00:00.000Z");
}

// shows ACC-8
TEST(Pacing, gap_and_caps_block_until_a_named_time) {
    auto pacing = pacing_in("Europe/Berlin", WorkingHours{"08:00", "20:00"});
    auto now = at("2026-11-21T17:00:00Z");
    EXPECT_FALSE(pacing.blocked({}, 0, now));

    auto gap = pacing.blocked({.last_completed_at = at("2026-11-21T16:00:00Z")}, 0, now);
    ASSERT_TRUE(gap);
    EXPECT_EQ(gap->reason, BlockReason::gap);
    EXPECT_EQ(to_rfc3339(gap->until), "2026-11-22T07:00:00.000Z") << "20:00 UTC is past closing time";
    EXPECT_FALSE(pacing.blocked({.last_completed_at = at("2026-11-21T16:00:00Z")}, 1, now)) << "a retry";

    for (auto facts : {PacingFacts{.account_steps_today = 3}, PacingFacts{.proxy_steps_today = 9}}) {
        auto cap = pacing.blocked(facts, 0, now);
        ASSERT_TRUE(cap);
        EXPECT_EQ(cap->reason, BlockReason::cap);
        EXPECT_EQ(to_rfc3339(cap->until), "2026-11-22T07:00:00.000Z");
    }
    EXPECT_FALSE(pacing.blocked({.account_steps_today = 2, .proxy_steps_today = 8}, 0, now));
    auto night = pacing.blocked({}, 0, at("2026-11-21T02:00:00Z"));
    ASSERT_TRUE(night);
    EXPECT_EQ(night->reason, BlockReason::hours);
}

// shows ACC-8
TEST(Pacing, a_cap_of_zero_means_none) {
    identity::WorkspaceSettings settings;
    settings.warmup.cap_per_account_day = 0;
    settings.warmup.cap_per_proxy_day = 0;
    Pacing pacing(settings);
    EXPECT_FALSE(pacing.blocked({.account_steps_today = 999, .proxy_steps_today = 999}, 0, Instant{0}));
}

// shows ACC-8: in any zone, at any time, the next opening is open, not before, and nothing earlier is
TEST(Pacing, the_next_opening_is_the_first_open_minute) {
    rc::check([] {
        auto zone = *rc::gen::element<std::string>("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata",
                                                   "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia");
        auto clock = [](int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); };
        auto pacing = pacing_in(
            zone, WorkingHours{clock(*rc::gen::inRange(0, 1440)), clock(*rc::gen::inRange(0, 1440))});
        constexpr std::int64_t minute_ms = 60'000;
        Instant now{
            *rc::gen::inRange<std::int64_t>(1'760'000'000'000 / minute_ms, 1'830'000'000'000 / minute_ms) *
            minute_ms};
        auto next = pacing.next_opening(now);
        RC_ASSERT(next >= now);
        RC_ASSERT(pacing.open_at(next));
        for (auto t = now; t < next; t = t + Millis{minute_ms}) RC_ASSERT(!pacing.open_at(t));
        auto day = pacing.day_of(now);
        RC_ASSERT(day.start <= now && now < day.end);
        RC_ASSERT(pacing.day_of(day.end).start == day.end);
    });
}

}  // namespace
}  // namespace roost::accounts::rules
