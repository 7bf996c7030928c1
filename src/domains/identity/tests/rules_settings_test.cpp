// rules_settings_test.cpp: defaults, merging and the reasons why settings are refused.
#include "domains/identity/rules_settings.h"

#include <gtest/gtest.h>

#include "core/base/json.h"

namespace roost::identity {
namespace {

namespace bj = boost::json;

Result<rules::SettingsChange> change(char const* sent, WorkspaceSettings const& current = {}) {
    return rules::change_settings(current, bj::parse(sent).as_object());
}

/// The fields that were refused.
std::vector<std::string> refused(char const* sent) {
    auto result = change(sent);
    std::vector<std::string> names;
    if (!result.ok()) {
        for (auto const& field : result.error().fields) names.push_back(field.field);
    }
    return names;
}

TEST(Settings, a_new_workspace_has_the_defaults_of_the_contract) {  // shows ACC-7, ACC-8
    auto shown = json::write(WorkspaceSettings{}).as_object();
    EXPECT_EQ(shown["time_zone"], "UTC");
    EXPECT_EQ(shown["warmup"],
              bj::parse(R"({"auto_start": true, "require_proxy": true, "gap_s": 14400, "hours": null,
        "cap_per_account_day": 3, "cap_per_proxy_day": 9, "max_retries": 3, "backoff_base_s": 60,
        "backoff_max_s": 3600, "lease_s": 600})"));
    EXPECT_EQ(shown["outreach"], bj::parse(R"({"daily_selection_target": 14400, "num_va_tables": 80,
        "profiles_per_table": 180, "low_pool_days": 2})"));
}

TEST(Settings, only_what_is_sent_changes) {
    auto changed = change(R"({"time_zone": "Europe/Berlin", "warmup": {"gap_s": 0}})");
    ASSERT_TRUE(changed.ok());
    EXPECT_EQ(changed->settings.time_zone, "Europe/Berlin");
    EXPECT_EQ(changed->settings.warmup.gap_s, 0);
    EXPECT_EQ(changed->settings.warmup.lease_s, 600);
    EXPECT_FALSE(changed->token_sent);
}

TEST(Settings, hours_may_run_over_midnight_and_be_taken_away) {
    auto night = change(R"({"warmup": {"hours": {"from": "22:00", "to": "06:00"}}})");
    ASSERT_TRUE(night.ok());
    EXPECT_EQ(night->settings.warmup.hours->from, "22:00");
    auto always = change(R"({"warmup": {"hours": null}})", night->settings);
    ASSERT_TRUE(always.ok());
    EXPECT_FALSE(always->settings.warmup.hours);
}

TEST(Settings, every_wrong_field_is_named) {  // shows REL-3
    using Names = std::vector<std::string>;
    EXPECT_EQ(refused(R"({"time_zone": "Mars/Olympus"})"), Names{"time_zone"});
    EXPECT_EQ(refused(R"({"time_zone": "../../etc/passwd"})"), Names{"time_zone"});
    EXPECT_EQ(refused(R"({"warmup": {"gap_s": -1, "lease_s": 1}})"),
              (Names{"warmup.gap_s", "warmup.lease_s"}));
    EXPECT_EQ(refused(R"({"warmup": {"hours": {"from": "8:00", "to": "24:00"}}})"),
              (Names{"warmup.hours.from", "warmup.hours.to"}));
    EXPECT_EQ(refused(R"({"warmup": {"hours": {"from": "08:00", "to": "08:00"}}})"),
              Names{"warmup.hours.to"});
    EXPECT_EQ(refused(R"({"warmup": {"hours": {"from": "08:00"}}})"), Names{"warmup.hours.to"});
    EXPECT_EQ(refused(R"({"warmup": 5})"), Names{"warmup"});
    EXPECT_EQ(refused(R"({"warmup": {"gap_s": "long"}})"), Names{"warmup.gap_s"});
    EXPECT_EQ(refused(R"({"warmup": {"gap": 1}})"), Names{"warmup.gap"});
    EXPECT_EQ(change(R"({"colour": "red"})").error().code, "field.unknown");
    EXPECT_EQ(refused(R"({"airtable": {"bases": ["appOk1", "tbl"]}})"), Names{"airtable.bases[1]"});
    EXPECT_EQ(refused(R"({"airtable": {"token": ""}})"), Names{"airtable.token"});
    EXPECT_EQ(refused(R"({"airtable": {"token": 7}})"), Names{"airtable.token"});
    EXPECT_EQ(refused(R"({"airtable": {"token_set": true}})"), Names{"airtable.token_set"});
}

TEST(Settings, the_token_is_taken_apart) {
    auto set = change(R"({"airtable": {"token": "pat123", "bases": ["appAbc"]}})");
    ASSERT_TRUE(set.ok());
    EXPECT_TRUE(set->token_sent);
    EXPECT_EQ(set->airtable_token->reveal(), "pat123");
    EXPECT_EQ(set->settings.airtable.bases, std::vector<std::string>{"appAbc"});
    auto forget = change(R"({"airtable": {"token": null}})");
    EXPECT_TRUE(forget->token_sent);
    EXPECT_FALSE(forget->airtable_token);
}

TEST(Settings, what_an_older_release_stored_is_completed_and_what_is_gone_is_dropped) {
    auto read = rules::stored_settings(
        R"({"time_zone": "Asia/Tokyo", "warmup": {"gap_s": 5, "retired": 1}, "gone": true})");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->time_zone, "Asia/Tokyo");
    EXPECT_EQ(read->warmup.gap_s, 5);
    EXPECT_EQ(read->warmup.lease_s, 600);
}

TEST(MinuteOfDay, knows_times_of_day_only) {
    EXPECT_EQ(minute_of_day("00:00"), 0);
    EXPECT_EQ(minute_of_day("23:59"), 23 * 60 + 59);
    for (auto text : {"", "8:00", "24:00", "12:60", "12-30", "ab:cd", "12:300"})
        EXPECT_FALSE(minute_of_day(text)) << text;
}

}  // namespace
}  // namespace roost::identity
