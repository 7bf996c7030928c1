// json_test.cpp: reading input names every wrong field; writing is the inverse.
#include "core/base/json.h"

#include <gtest/gtest.h>

namespace roost {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Thing {
    std::string name;
    std::optional<std::int64_t> size;
    Colour colour = Colour::red;
    json::Patch<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (name, size, colour, note))

TEST(Json, reads_a_described_struct) {
    auto thing =
        json::read<Thing>(boost::json::parse(R"({"name":"a","size":3,"colour":"green","note":null})"));
    ASSERT_TRUE(thing.ok());
    EXPECT_EQ(thing->name, "a");
    EXPECT_EQ(thing->size, 3);
    EXPECT_EQ(thing->colour, Colour::green);
    EXPECT_TRUE(thing->note.present);
    EXPECT_FALSE(thing->note.value);
}

TEST(Json, names_every_wrong_field_at_once) {  // shows REL-3
    auto thing = json::read<Thing>(boost::json::parse(R"({"size":"x","colour":"blue","extra":1})"));
    ASSERT_FALSE(thing.ok());
    EXPECT_EQ(thing.error().code, "field.unknown");
    std::vector<std::string> names;
    for (auto const& field : thing.error().fields) names.push_back(field.field);
    EXPECT_EQ(names, (std::vector<std::string>{"extra", "name", "size", "colour"}));
}

TEST(Json, a_number_out_of_range_is_refused) {
    EXPECT_FALSE(json::read<Thing>(boost::json::parse(R"({"name":"a","colour":"red","size":1.5})")).ok());
    EXPECT_FALSE(json::read<Thing>(boost::json::parse(R"({"name":"a","colour":"red","size":1e30})")).ok());
}

TEST(Json, strings_are_escaped) {
    std::string out;
    json::append_string(out, "a\"b\\c\n\x01é");
    EXPECT_EQ(boost::json::parse(out).as_string(), "a\"b\\c\n\x01é");
}

TEST(Instant, rfc3339_goes_there_and_back) {
    for (std::string_view text :
         {"2026-11-21T08:30:00.123Z", "1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z"}) {
        auto at = parse_rfc3339(text);
        ASSERT_TRUE(at) << text;
        EXPECT_EQ(to_rfc3339(*at), text);
    }
    EXPECT_EQ(parse_rfc3339("2026-11-21T10:30:00+02:00"), parse_rfc3339("2026-11-21T08:30:00Z"));
}

TEST(Instant, what_is_no_time_is_refused) {
    for (std::string_view text : {"", "2026-11-21", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
                                  "2026-11-21T25:00:00Z", "2026-11-21T08:30:00", "2026-11-21T08:30:00.Z"}) {
        EXPECT_FALSE(parse_rfc3339(text)) << text;
    }
}

}  // namespace
}  // namespace roost
