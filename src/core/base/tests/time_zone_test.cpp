// time_zone_test.cpp: days and times of day around changes of the clock.
#include "core/base/time_zone.h"

#include <gtest/gtest.h>

namespace roost {
namespace {

Instant utc(std::string_view text) { return *parse_rfc3339(text); }
std::string next(char const* zone, int hour, int minute, std::string_view after) {
    return to_rfc3339(TimeZone::find(zone)->next(hour * 60 + minute, utc(after)));
}

TEST(TimeZones, are_found_by_their_names_only) {
    EXPECT_TRUE(TimeZone::find("Europe/Berlin"));
    EXPECT_TRUE(TimeZone::find("UTC"));
    for (auto name : {"", "Mars/Base", "europe/nowhere", "../../etc/passwd", "/etc/passwd", "Europe"}) {
        EXPECT_FALSE(TimeZone::find(name)) << name;
    }
}

TEST(TimeZones, know_the_local_day_and_minute) {
    auto auckland = *TimeZone::find("Pacific/Auckland");
    auto honolulu = *TimeZone::find("Pacific/Honolulu");
    auto at = utc("2026-11-21T11:30:00Z");
    EXPECT_EQ(auckland.day_of(at), TimeZone::utc().day_of(at) + 1);
    EXPECT_EQ(auckland.minute_of(at), 30);
    EXPECT_EQ(honolulu.day_of(at), TimeZone::utc().day_of(at));
    EXPECT_EQ(honolulu.minute_of(at), 90);
    EXPECT_EQ(TimeZone::utc().day_of(Instant{-1}), -1);
    EXPECT_EQ(TimeZone::utc().minute_of(Instant{-1}), 1439);
}

TEST(TimeZones, have_days_of_23_and_25_hours) {
    auto berlin = *TimeZone::find("Europe/Berlin");
    auto length = [&](std::string_view noon) {
        auto day = berlin.day_of(utc(noon));
        return (berlin.start_of_day(day + 1) - berlin.start_of_day(day)).count() / 3'600'000;
    };
    EXPECT_EQ(length("2026-03-29T12:00:00Z"), 23);
    EXPECT_EQ(length("2026-10-25T12:00:00Z"), 25);
    EXPECT_EQ(length("2026-11-21T12:00:00Z"), 24);
}

TEST(TimeZones, a_time_that_happens_twice_has_two_instants) {
    auto berlin = *TimeZone::find("Europe/Berlin");
    auto day = berlin.day_of(utc("2026-10-25T12:00:00Z"));
    EXPECT_EQ(to_rfc3339(berlin.at(day, 150, Fold::first)), "2026-10-25T00:30:00.000Z");
    EXPECT_EQ(to_rfc3339(berlin.at(day, 150, Fold::second)), "2026-10-25T01:30:00.000Z");
}

TEST(TimeZones, the_next_time_of_day_comes_once_a_day) {
    EXPECT_EQ(next("Europe/Berlin", 8, 0, "2026-11-21T06:59:59Z"), "2026-11-21T07:00:00.000Z");
    EXPECT_EQ(next("Europe/Berlin", 8, 0, "2026-11-21T07:00:00Z"), "2026-11-22T07:00:00.000Z");
    EXPECT_EQ(next("Europe/Berlin", 2, 30, "2026-03-29T00:00:00Z"), "2026-03-29T01:00:00.000Z")
        << "skipped: the change itself";
    EXPECT_EQ(next("Europe/Berlin", 2, 30, "2026-10-25T00:00:00Z"), "2026-10-25T00:30:00.000Z");
    EXPECT_EQ(next("Europe/Berlin", 2, 30, "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00.000Z")
        << "not again in the second hour";
    EXPECT_EQ(next("America/Sao_Paulo", 0, 0, "2018-11-04T02:00:00Z"), "2018-11-04T03:00:00.000Z")
        << "a midnight that is skipped";
}

TEST(TimeZones, every_instant_lies_in_its_own_day) {
    for (auto name : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
                      "Pacific/Apia", "America/Sao_Paulo"}) {
        auto zone = *TimeZone::find(name);
        for (std::int64_t ms = utc("2010-01-01T00:00:00Z").ms; ms < utc("2027-01-01T00:00:00Z").ms;
             ms += 7'654'321'0) {
            Instant at{ms};
            auto day = zone.day_of(at);
            EXPECT_LE(zone.start_of_day(day), at) << name << " " << to_rfc3339(at);
            EXPECT_GT(zone.start_of_day(day + 1), at) << name << " " << to_rfc3339(at);
        }
    }
}

}  // namespace
}  // namespace roost
