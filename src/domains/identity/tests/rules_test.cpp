// rules_test.cpp: e-mails, throttling, sessions, scopes and roles, mostly as properties.
#include "domains/identity/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace roost::identity {
namespace {

constexpr Instant start{1'790'000'000'000};

bool is_email(std::string_view text) {
    json::Problems problems;
    rules::check_email(text, "email", problems);
    return problems.fields.empty();
}

TEST(Email, is_compared_in_lower_case_without_spaces_around) {  // shows IDN-1
    json::Problems problems;
    EXPECT_EQ(rules::check_email("  Anna.B@Example.ORG\n", "email", problems), "anna.b@example.org");
    EXPECT_TRUE(problems.fields.empty());
}

TEST(Email, what_is_none_is_refused) {
    for (auto text : {"", "anna", "@example.org", "anna@", "a@b@c", "a b@example.org", "a@.org", "a@org.",
                      "a@b..org", "ann\xc3\xa4@example.org", "a,b@example.org", "<a@example.org>"}) {
        EXPECT_FALSE(is_email(text)) << text;
    }
    EXPECT_FALSE(is_email(std::string(300, 'a') + "@example.org"));
    EXPECT_TRUE(is_email("a+b@localhost"));
}

TEST(Password, has_a_least_and_a_greatest_length_and_is_not_the_email) {  // shows REL-3
    auto refused = [](std::string plain) {
        json::Problems problems;
        rules::check_password(Secret(plain), "anna@example.org", "password", problems);
        return !problems.fields.empty();
    };
    EXPECT_TRUE(refused("1234567"));
    EXPECT_FALSE(refused("12345678"));
    EXPECT_TRUE(refused(std::string(1025, 'x')));
    EXPECT_TRUE(refused("Anna@example.org"));
}

TEST(Throttle, the_free_failures_never_block) {  // shows IDN-2
    rc::check([] {
        auto failures = *rc::gen::inRange(0, 11);
        Throttle throttle;
        auto now = start;
        for (int i = 0; i < failures; ++i) {
            throttle = rules::after_failure(throttle, rules::account_policy, now);
            now = now + Seconds{*rc::gen::inRange(0, 100)};
        }
        RC_ASSERT(rules::blocked_for_s(throttle, rules::account_policy, now) == 0);
    });
}

TEST(Throttle, every_further_failure_blocks_as_long_or_longer_up_to_the_longest) {  // shows IDN-2
    Throttle throttle;
    std::int64_t before = 0;
    for (int i = 0; i < 200; ++i) {
        throttle = rules::after_failure(throttle, rules::address_policy, start);
        auto blocked = rules::blocked_for_s(throttle, rules::address_policy, start);
        EXPECT_GE(blocked, before);
        EXPECT_LE(blocked, rules::address_policy.longest.count());
        if (i >= rules::address_policy.free) EXPECT_GT(blocked, 0);
        before = blocked;
    }
    EXPECT_EQ(before, rules::address_policy.longest.count());
}

TEST(Throttle, a_clock_that_jumps_back_a_day_blocks_nobody_for_a_day) {  // shows REL-1
    rc::check([] {
        Throttle throttle;
        for (int i = *rc::gen::inRange(1, 100); i > 0; --i) {
            throttle = rules::after_failure(throttle, rules::account_policy, start);
        }
        auto now = start - std::chrono::hours{*rc::gen::inRange(1, 48)};
        RC_ASSERT(rules::blocked_for_s(throttle, rules::account_policy, now) == 0);
    });
}

TEST(Throttle, is_forgotten_after_an_hour_of_peace) {
    Throttle throttle{50, start, start};
    auto later = rules::after_failure(throttle, rules::account_policy, start + std::chrono::minutes{61});
    EXPECT_EQ(later.failures, 1);
}

TEST(Throttle, an_ipv6_customer_is_one_address) {
    EXPECT_EQ(rules::address_group("2001:db8:1:2:aaaa::1"), rules::address_group("2001:db8:1:2::ffff"));
    EXPECT_NE(rules::address_group("2001:db8:1:3::1"), rules::address_group("2001:db8:1:2::1"));
    EXPECT_EQ(rules::address_group("203.0.113.7"), "203.0.113.7");
}

TEST(SessionLife, never_passes_ninety_days_nor_fourteen_idle) {  // shows IDN-2
    rc::check([] {
        auto age = Millis{*rc::gen::inRange<std::int64_t>(0, 120LL * 86'400'000)};
        auto end = rules::session_end(start, start + age);
        RC_ASSERT(end <= start + rules::session_longest);
        RC_ASSERT(end <= start + age + std::chrono::hours{24 * 14});
    });
}

TEST(Scopes, go_to_storage_and_back) {  // shows IDN-6
    std::vector<std::string> texts{"accounts:read", "bots:write"};
    EXPECT_EQ(rules::split_scopes(rules::join_scopes(texts)), texts);
    EXPECT_TRUE(rules::split_scopes("").empty());
    json::Problems problems;
    auto scopes = rules::check_scopes(texts, problems);
    ASSERT_EQ(scopes.size(), 2u);
    EXPECT_EQ(scopes[1].area, Area::bots);
    EXPECT_TRUE(scopes[1].write);
    EXPECT_TRUE(problems.fields.empty());
    rules::check_scopes({"accounts", "moon:read", "accounts:own", ""}, problems);
    EXPECT_EQ(problems.fields.size(), 4u);
}

TEST(Roles, only_the_last_owner_is_held) {  // shows IDN-5
    auto role = [](int i) { return static_cast<Role>(i); };
    rc::check([&] {
        auto from = role(*rc::gen::inRange(0, 4));
        std::optional<Role> to;
        if (*rc::gen::arbitrary<bool>()) to = role(*rc::gen::inRange(0, 4));
        auto owners = *rc::gen::inRange<std::int64_t>(1, 4);
        bool held = !rules::may_leave_role(from, to, owners).ok();
        RC_ASSERT(held == (from == Role::owner && to != Role::owner && owners == 1));
    });
}

TEST(ChooseWorkspace, names_what_is_missing) {  // shows IDN-5
    std::vector<WorkspaceRef> two{{WorkspaceId{1}, "a", Role::owner}, {WorkspaceId{2}, "b", Role::va}};
    EXPECT_EQ(rules::choose_workspace({}, "").error().code, "workspace.none");
    EXPECT_EQ(rules::choose_workspace(two, "").error().code, "workspace.required");
    EXPECT_EQ(rules::choose_workspace(two, "3").error().kind, ErrorKind::not_found);
    EXPECT_EQ(rules::choose_workspace(two, "x").error().kind, ErrorKind::not_found);
    EXPECT_EQ(rules::choose_workspace(two, "2")->role, Role::va);
    EXPECT_EQ(rules::choose_workspace({two[1]}, "")->id, WorkspaceId{2});
}

TEST(PreferenceKey, has_a_small_alphabet) {
    for (auto key : {"grid.accounts", "views/accounts:1", "A-b_c"})
        EXPECT_TRUE(rules::check_key(key).ok()) << key;
    for (auto key : {"", "a b", "ä", "a?b"}) EXPECT_FALSE(rules::check_key(key).ok()) << key;
    EXPECT_FALSE(rules::check_key(std::string(101, 'a')).ok());
}

}  // namespace
}  // namespace roost::identity
