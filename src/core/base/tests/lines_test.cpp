// lines_test.cpp: files of every encoding and line end, however they are cut into chunks.
#include "core/base/lines.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/base/text.h"

namespace roost::text {
namespace {

std::vector<std::string> lines_of(std::string_view file, std::size_t chunk, std::size_t max = 1 << 20) {
    std::vector<std::string> lines;
    LineReader reader{max};
    auto take = [&](Line const& line) -> Result<void> {
        std::string fault = line.fault == LineFault::too_long       ? "!too_long"
                            : line.fault == LineFault::bad_encoding ? "!bad_encoding"
                                                                    : "";
        EXPECT_EQ(line.number, static_cast<std::int64_t>(lines.size()) + 1);
        lines.push_back(std::string(line.text) + fault);
        return {};
    };
    for (std::size_t i = 0; i < file.size(); i += chunk) {
        EXPECT_TRUE(reader.feed(file.substr(i, chunk), take).ok());
    }
    EXPECT_TRUE(reader.finish(take).ok());
    return lines;
}

using Strings = std::vector<std::string>;
using namespace std::literals;

struct Case {
    char const* what;
    std::string file;
    Strings lines;
};

TEST(lines, files_of_every_kind_read_the_same_in_any_chunks) {
    // shows ACC-2
    Case const cases[] = {
        {"empty", "", {}},
        {"one byte", "a", {"a"}},
        {"two bytes", "ab", {"ab"}},
        {"no line end at the end", "one\ntwo", {"one", "two"}},
        {"CRLF and blanks", "one\r\n\r\ntwo\r\n", {"one", "", "two"}},
        {"byte order mark", "\xEF\xBB\xBFone\n", {"one"}},
        {"only a mark", "\xEF\xBB\xBF", {}},
        {"UTF-16 little endian", "\xFF\xFEh\0\xE9\0\n\0x\0"s, {"h\xC3\xA9", "x"}},
        {"UTF-16 big endian, surrogates", "\xFE\xFF\xD8\x3D\xDE\x00\0\n"s, {"\xF0\x9F\x98\x80"}},
        {"Latin-1 in one line", "caf\xE9\nok\n", {"!bad_encoding", "ok"}},
    };
    for (auto const& [what, file, lines] : cases) {
        for (std::size_t chunk : {1, 2, 3, 64})
            EXPECT_EQ(lines_of(file, chunk), lines) << what << " in chunks of " << chunk;
    }
    EXPECT_EQ(lines_of("\xFF\xFE\x3D\xD8\n\0o\0"s, 1), (Strings{"!bad_encoding", "o"}));
}

TEST(lines, a_line_over_the_limit_is_a_fault_of_itself_only) {
    // shows ACC-2
    for (std::size_t chunk : {1, 3, 7, 100}) {
        EXPECT_EQ(lines_of("12345678\nok\n123456789\nlast", chunk, 8),
                  (Strings{"12345678", "ok", "!too_long", "last"}))
            << chunk;
        EXPECT_EQ(lines_of("ok\n1234567890", chunk, 8), (Strings{"ok", "!too_long"})) << chunk;
    }
}

TEST(lines, zip_is_binary_and_utf16_is_not) {
    EXPECT_TRUE(looks_binary("PK\x03\x04\0\0"s));
    EXPECT_FALSE(looks_binary("\xFF\xFEh\0"s));
    EXPECT_FALSE(looks_binary("plain"));
}

RC_GTEST_PROP(lines, chunks_never_change_what_is_read, (std::string file, unsigned seed)) {
    auto chunk = seed % 7 + 1;
    RC_ASSERT(lines_of(file, chunk) == lines_of(file, file.size() + 1));
}

TEST(text, utf8_is_checked_byte_by_byte) {
    for (auto good : {"", "abc", "h\xC3\xA9llo w\xC3\xB6rld", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"})
        EXPECT_TRUE(valid_utf8(good)) << good;
    for (auto bad : {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "abcdefgh\x80", "\xE9t\xE9"})
        EXPECT_FALSE(valid_utf8(bad)) << bad;
    EXPECT_EQ(count_characters("h\xC3\xA9\xF0\x9F\x98\x80"), 3u);
}

TEST(text, percent_escapes_decode_or_are_refused) {
    EXPECT_EQ(percent_decode("a%3Ab%40"), "a:b@");
    EXPECT_EQ(percent_decode("%4"), std::nullopt);
    EXPECT_EQ(percent_decode("%zz"), std::nullopt);
}

}  // namespace
}  // namespace roost::text
