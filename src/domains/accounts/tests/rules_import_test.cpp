// rules_import_test.cpp: the import parser against every form and fault a file can have.
#include "domains/accounts/rules_import.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>

namespace roost::accounts::rules {
namespace {

struct Read {
    std::vector<std::string> good;  // username|password|email|extra
    std::vector<std::pair<std::int64_t, LineCode>> bad;
    ImportFormat format;
};

Read read(std::string const& file, ImportOptions const& options = {}, std::size_t piece = 1 << 20) {
    Read out;
    out.format = recognise(file, options);
    ImportParser parser(out.format);
    auto sink = [&](ImportLine const& line) -> Result<void> {
        if (line.code) {
            out.bad.emplace_back(line.number, *line.code);
        } else {
            out.good.push_back(std::string(line.username) + "|" + std::string(line.password) + "|" +
                               std::string(line.email) + "|" + std::string(line.extra));
        }
        return {};
    };
    for (std::size_t at = 0; at < file.size(); at += piece) {
        EXPECT_TRUE(parser.feed(std::string_view(file).substr(at, piece), sink).ok());
    }
    EXPECT_TRUE(parser.finish(sink).ok());
    return out;
}

std::string utf16(std::string_view text, bool little) {
    std::string out = little ? "\xFF\xFE" : "\xFE\xFF";
    for (char c : text) {
        if (little) out += {c, '\0'};
        else out += {'\0', c};
    }
    return out;
}

using Strings = std::vector<std::string>;
using Bad = std::vector<std::pair<std::int64_t, LineCode>>;

// shows ACC-2
TEST(ImportParser, reads_every_form_of_a_good_file) {
    Strings const two{"ann|pw1|ann@x.com|", "bob.b_2|p w||"};
    struct Case {
        char const* what;
        std::string file;
    };
    std::vector<Case> const cases{
        {"comma, no header", "ann,pw1,ann@x.com\nbob.b_2,p w,\n"},
        {"no line end at the end", "ann,pw1,ann@x.com\nbob.b_2,p w"},
        {"CRLF", "ann,pw1,ann@x.com\r\nbob.b_2,p w\r\n"},
        {"CR alone", "ann,pw1,ann@x.com\rbob.b_2,p w\r"},
        {"BOM",
         "\xEF\xBB\xBF"
         "ann,pw1,ann@x.com\nbob.b_2,p w\n"},
        {"semicolon", "ann;pw1;ann@x.com\nbob.b_2;p w\n"},
        {"colon", "ann:pw1:ann@x.com\nbob.b_2:p w\n"},
        {"pipe", "ann|pw1|ann@x.com\nbob.b_2|p w\n"},
        {"tab", "ann\tpw1\tann@x.com\nbob.b_2\tp w\n"},
        {"header", "username,password,email\nann,pw1,ann@x.com\nbob.b_2,p w,\n"},
        {"header in other order and case", "E-Mail;Password;User Name\nANN@x.com;pw1;Ann\n;p w;@BOB.b_2\n"},
        {"header behind a BOM with CRLF",
         "\xEF\xBB\xBFusername,password,email\r\nann,pw1,ann@x.com\r\nbob.b_2,p w,\r\n"},
        {"quotes", "\"ann\",\"pw1\",\"ann@x.com\"\n\"bob.b_2\",\"p w\"\n"},
        {"blanks around", " ann , pw1 , ann@x.com \n bob.b_2 ,\"p w\" \n"},
        {"at and capitals", "@Ann,pw1,Ann@X.com\n@BOB.B_2,p w\n"},
        {"blank lines", "\n\nann,pw1,ann@x.com\n  \nbob.b_2,p w\n\n"},
        {"UTF-16 little", utf16("ann,pw1,ann@x.com\r\nbob.b_2,p w\r\n", true)},
        {"UTF-16 big with header",
         utf16("username\tpassword\temail\nann\tpw1\tann@x.com\nbob.b_2\tp w\t\n", false)},
        {"trailing delimiter under a header", "username,password,email\nann,pw1,ann@x.com,\nbob.b_2,p w,,\n"},
    };
    for (auto const& c : cases) {
        for (std::size_t piece : {1UL, 2UL, 7UL, 1UL << 20}) {
            auto const got = read(c.file, {}, piece);
            EXPECT_EQ(got.good, two) << c.what << " in pieces of " << piece;
            EXPECT_TRUE(got.bad.empty()) << c.what << " in pieces of " << piece;
        }
    }
}

// shows ACC-2 ACC-3
TEST(ImportParser, rejects_a_bad_line_alone_and_says_why) {
    struct Case {
        char const* what;
        std::string line;
        LineCode code;
    };
    std::vector<Case> const cases{
        {"no username", ",pw,a@x.com", LineCode::empty_username},
        {"only an at", "@,pw", LineCode::empty_username},
        {"a blank in the username", "a nn,pw", LineCode::invalid_username},
        {"an umlaut in the username", "\xC3\xA4nn,pw", LineCode::invalid_username},
        {"31 characters", std::string(31, 'a') + ",pw", LineCode::invalid_username},
        {"no password", "cid,,c@x.com", LineCode::empty_password},
        {"no password column", "cid", LineCode::empty_password},
        {"a broken address", "cid,pw,cx.com", LineCode::invalid_email},
        {"an address without a dot", "cid,pw,c@x", LineCode::invalid_email},
        {"Latin-1", "cid,p\xE4ss", LineCode::bad_encoding},
        {"an overlong form", "cid,p\xC0\xAFss", LineCode::bad_encoding},
        {"a surrogate in UTF-8", "cid,p\xED\xA0\x80ss", LineCode::bad_encoding},
        {"an open quote", "cid,\"pw,c@x.com", LineCode::unclosed_quote},
        {"an open quote with doubled ones", "cid,\"p\"\"w,c@x.com", LineCode::unclosed_quote},
        {"33 further columns",
         "cid,pw,c@x.com" +
             [] {
                 std::string s;
                 for (int i = 0; i < 33; ++i) s += ",v";
                 return s;
             }(),
         LineCode::too_many_columns},
        {"over 1 MB", "cid," + std::string(line_bytes_max, 'p'), LineCode::line_too_long},
        {"10 MB", "cid," + std::string(10 << 20, 'p'), LineCode::line_too_long},
    };
    for (auto const& c : cases) {
        auto const got = read("ann,pw1\nbob,pw2\n" + c.line + "\n\ndan,pw4\n", {.delimiter = ','}, 64 << 10);
        EXPECT_EQ(got.good, (Strings{"ann|pw1||", "bob|pw2||", "dan|pw4||"})) << c.what;
        EXPECT_EQ(got.bad, (Bad{{3, c.code}})) << c.what;
    }
}

// shows ACC-2
TEST(ImportParser, counts_header_and_blank_lines_in_line_numbers) {
    auto const got = read("\nusername,password\n\nann,pw\n\n,pw\n");
    EXPECT_EQ(got.good.size(), 1U);
    EXPECT_EQ(got.bad, (Bad{{6, LineCode::empty_username}}));
}

TEST(ImportParser, rejects_a_surplus_column_under_a_header_and_under_given_columns) {
    EXPECT_EQ(read("username,password\nann,pw,more\nbob,pw\n").bad, (Bad{{2, LineCode::too_many_columns}}));
    EXPECT_EQ(read("ann,pw,more\nbob,pw\n", {.columns = {"username", "password"}}).bad,
              (Bad{{1, LineCode::too_many_columns}}));
}

TEST(ImportParser, keeps_further_columns_as_extras) {
    EXPECT_EQ(
        read("ann,pw,a@x.com,2fa=ABC DEF,note,,seed==,\"q\"\"uote\"\n").good,
        (Strings{
            R"(ann|pw|a@x.com|{"2fa":"ABC DEF","extra_2":"note","extra_4":"seed==","extra_5":"q\"uote"})"}));
    EXPECT_EQ(read("username,password,phone,2FA secret\nann,pw,+49 1,K=V\n").good,
              (Strings{R"(ann|pw||{"phone":"+49 1","2FA secret":"K=V"})"}));
    EXPECT_EQ(read("x,pw,ann,secret\n", {.columns = {"-", "password", "username", "seed"}}).good,
              (Strings{R"(ann|pw||{"seed":"secret"})"}));
}

TEST(ImportParser, keeps_passwords_as_they_are_inside_quotes) {
    EXPECT_EQ(read("ann,\" p,w:\"\"x\"\" \",\nbob,a\"b,\ncid,\"a\"b,\n").good,
              (Strings{"ann| p,w:\"x\" ||", "bob|a\"b||", "cid|\"a\"b||"}));
}

TEST(ImportParser, takes_the_first_delimiter_of_the_lines_as_the_files) {
    EXPECT_EQ(read("ann:p,w;1\nbob:p|w,2\n").good, (Strings{"ann|p,w;1||", "bob|p|w,2||"}));
    EXPECT_EQ(read("ann;p:w\nbob;p:w\n").format.delimiter, ';');
}

TEST(ImportParser, rejects_only_the_line_of_a_lone_surrogate) {
    auto file =
        utf16("ann,pw\nbob,p", true) + std::string("\x00\xD8", 2) + std::string("\n\0c\0,\0x\0\n\0", 10);
    auto const got = read(file, {.delimiter = ','}, 3);
    EXPECT_EQ(got.good, (Strings{"ann|pw||", "c|x||"}));
    EXPECT_EQ(got.bad, (Bad{{2, LineCode::bad_encoding}}));
}

// shows ACC-2
TEST(ImportFormat, knows_empty_and_binary_files) {
    for (std::string const text :
         {"", "\n\n", "  \r\n\t\n", "\xEF\xBB\xBF", "\xFF\xFE", "username,password\n"}) {
        EXPECT_TRUE(recognise(text, {}).empty) << text;
    }
    for (std::string const& bytes : {std::string("ab\0cd\n", 6), std::string("PK\x03\x04zip"),
                                     std::string("%PDF-1.7\n"), std::string(100, '\x01')}) {
        EXPECT_TRUE(recognise(bytes, {}).binary);
    }
    EXPECT_FALSE(recognise("ann,pw\n", {}).binary);
}

TEST(ImportFormat, refuses_columns_that_make_no_account) {
    EXPECT_TRUE(parse_columns("username,password,-,phone").ok());
    for (auto const* text :
         {"", "username", "password,email", "username,password,username", "username,,password"}) {
        auto const columns = parse_columns(text);
        ASSERT_FALSE(columns.ok()) << text;
        EXPECT_EQ(columns.error().code, "import.columns") << text;
    }
}

TEST(ImportParser, reads_the_same_whatever_the_pieces) {
    rc::check("pieces do not matter", [] {
        auto const alphabet = std::string("ab@.,;:|\t\"\r\n =\xC3\xA4\xFF_Z9");
        auto const picks =
            *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, static_cast<int>(alphabet.size())));
        std::string file = "u,p\n";
        for (int i : picks) file.push_back(alphabet[static_cast<std::size_t>(i)]);
        auto const whole = read(file);
        auto const cut = read(file, {}, *rc::gen::inRange<std::size_t>(1, 9));
        RC_ASSERT(whole.good == cut.good);
        RC_ASSERT(whole.bad == cut.bad);
    });
}

// shows ACC-2
TEST(ImportBatches, grow_and_shrink_towards_a_fifth_of_a_second_within_bounds) {
    EXPECT_EQ(next_batch_lines(2000, Millis{10}), 4000u) << "at most twice as many";
    EXPECT_EQ(next_batch_lines(15'000, Millis{200}), 15'000u);
    EXPECT_EQ(next_batch_lines(20'000, Millis{800}), 5000u);
    EXPECT_EQ(next_batch_lines(3000, Millis{60'000}), batch_lines_min);
    EXPECT_EQ(next_batch_lines(20'000, Millis{0}), batch_lines_max);
}

}  // namespace
}  // namespace roost::accounts::rules
