// list_answers_test.cpp: when an answer of a long list is given again, and that memory stays bounded.
#include "core/http/list_answers.h"

#include <gtest/gtest.h>

#include "core/clock/fake_clock.h"

namespace roost::http {
namespace {

class Answers : public ::testing::Test {
protected:
    bool has(std::string const& key, std::uint64_t version) { return answers_.find(key, version) != nullptr; }
    FakeClock clock_;
    ListAnswers answers_{clock_, {.bytes = 1000}};
};

TEST_F(Answers, are_given_again_while_nothing_is_written) {
    answers_.keep("a", 1, "body");
    EXPECT_FALSE(has("a", 1));  // asked for once
    answers_.keep("a", 1, "body");
    ASSERT_TRUE(has("a", 1));
    EXPECT_EQ(*answers_.find("a", 1), "body");
    EXPECT_FALSE(has("b", 1));
    EXPECT_FALSE(has("a", 2));
    answers_.keep("a", 2, "other");
    EXPECT_FALSE(has("a", 2));
    answers_.keep("a", 2, "other");
    EXPECT_EQ(*answers_.find("a", 2), "other");
    EXPECT_FALSE(has("a", 1));
}

TEST_F(Answers, are_given_no_longer_than_other_processes_go_unnoticed) {
    answers_.keep("a", 1, "body");
    answers_.keep("a", 1, "body");
    clock_.advance(Millis{150});
    EXPECT_TRUE(has("a", 1));
    clock_.advance(Millis{1});
    EXPECT_FALSE(has("a", 1));
    answers_.keep("a", 1, "body");
    EXPECT_FALSE(has("a", 1));  // asked for once in this while
}

TEST_F(Answers, never_take_more_than_the_bound) {
    answers_.keep("huge", 1, std::string(1000, 'x'));
    answers_.keep("huge", 1, std::string(1000, 'x'));
    EXPECT_FALSE(has("huge", 1));
    for (int i = 0; i < 100; ++i) {
        clock_.advance(Millis{i % 40});
        auto const key = std::to_string(i % 7);
        for (int twice = 0; twice < 2; ++twice)
            answers_.keep(key, 1, std::string(static_cast<std::size_t>(i) * 4, 'x'));
        ASSERT_LE(answers_.bytes(), 1000U);
        ASSERT_TRUE(has(key, 1));
    }
}

}  // namespace
}  // namespace roost::http
