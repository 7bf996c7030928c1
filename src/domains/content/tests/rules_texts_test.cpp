// rules_texts_test.cpp: CSV files of texts as people save them.
#include "domains/content/rules_texts.h"

#include <gtest/gtest.h>

namespace roost::content::rules {
namespace {

std::vector<std::string> words(TextFile const& file) {
    std::vector<std::string> all;
    for (auto const& text : file.texts)
        all.push_back(std::string(to_text(text.content_type)) + ":" + text.text_content);
    return all;
}

std::vector<std::string> refusals(TextFile const& file) {
    std::vector<std::string> all;
    for (auto const& line : file.rejected) all.push_back(std::to_string(line.line) + " " + line.code);
    return all;
}

using Words = std::vector<std::string>;

TEST(content_texts, a_csv_is_read_with_its_quotes_line_ends_and_columns) {  // shows CNT-3
    auto file = read_texts(
        "\xEF\xBB\xBFtext,type,order_priority\r\n"
        "\"Hello, \"\"you\"\"\nsecond line\",bio,5\r\n"
        "\r\n"
        "Plain,STORY,\r\n",
        std::nullopt);
    EXPECT_EQ(words(file), (Words{"bio:Hello, \"you\"\nsecond line", "story:Plain"}));
    EXPECT_EQ(file.texts.front().order_priority, 5);
    EXPECT_EQ(file.lines, 2);
    EXPECT_EQ(words(read_texts("bio;one, two\npost;three", std::nullopt)),
              (Words{"bio:one, two", "post:three"}));
    EXPECT_EQ(words(read_texts("one, and more\ntwo", TextType::highlight)),
              (Words{"highlight:one, and more", "highlight:two"}));
}

TEST(content_texts, a_bad_line_stops_no_other_and_is_named) {  // shows CNT-3
    auto file = read_texts(
        "bio,good\n"
        "poem,bad type\n"
        "bio," +
            std::string(151, 'x') +
            "\n"
            "bio,good\n"
            "bio,a,b\n"
            "bio,\xff\n"
            "bio,\n"
            "post,also good\n"
            "bio,\"never closed\n",
        std::nullopt);
    EXPECT_EQ(words(file), (Words{"bio:good", "post:also good"}));
    EXPECT_EQ(refusals(file), (Words{"2 invalid_content_type", "3 invalid_text", "5 too_many_columns",
                                     "6 bad_encoding", "7 invalid_text", "9 unclosed_quote"}));
    EXPECT_EQ(file.duplicates, 1);
    EXPECT_EQ(file.lines, 9);
}

}  // namespace
}  // namespace roost::content::rules
