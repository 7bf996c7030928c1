// rules_test.cpp: limits of texts.
#include "domains/content/rules.h"

#include <gtest/gtest.h>

namespace roost::content::rules {
namespace {

std::string repeat(std::string_view word, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += word;
    return text;
}

TEST(content_rules, texts_keep_the_platforms_limits) {
    // shows CNT-3
    auto fits = [](TextType type, std::string words) {
        TextFields fields;
        fields.content_type = {true, type};
        fields.text_content = {true, std::move(words)};
        return apply(Text{}, fields).ok();
    };
    EXPECT_TRUE(fits(TextType::bio, repeat("\xF0\x9F\x98\x80", 150))) << "characters are counted, not bytes";
    EXPECT_FALSE(fits(TextType::bio, repeat("a", 151)));
    EXPECT_TRUE(fits(TextType::post, repeat("a", 2200)));
    EXPECT_FALSE(fits(TextType::post, repeat("a", 2201)));
    EXPECT_TRUE(fits(TextType::post, repeat("#tag ", 30)));
    EXPECT_FALSE(fits(TextType::post, repeat("#tag ", 31)));
    EXPECT_TRUE(fits(TextType::story, repeat("@name ", 20)));
    EXPECT_FALSE(fits(TextType::story, repeat("@name ", 21)));
    EXPECT_FALSE(fits(TextType::story, "  \n "));
    EXPECT_FALSE(apply(Text{}, TextFields{}).ok());
}

TEST(content_rules, only_words_are_hashtags_and_mentions) {
    EXPECT_EQ(count_hashtags("#one # two C#3 ##four #f\xC3\xBCnf"), 3u);
    EXPECT_EQ(count_mentions("@one me@example.com @ @two_2"), 2u);
}

TEST(content_rules, an_item_changes_only_what_is_sent) {
    Item before;
    before.text_content = "hello";
    before.order_priority = 3;
    ItemFields fields;
    fields.text_content = {true, std::nullopt};
    auto after = apply(before, fields);
    ASSERT_TRUE(after.ok());
    EXPECT_FALSE(after->text_content);
    EXPECT_EQ(after->order_priority, 3);
    fields.content_type = {true, std::nullopt};
    EXPECT_FALSE(apply(before, fields).ok());
}

}  // namespace
}  // namespace roost::content::rules
