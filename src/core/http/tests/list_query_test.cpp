// list_query_test.cpp: which list requests are understood and which are refused, field by field.
#include <gtest/gtest.h>

#include "core/http/csv.h"
#include "core/http/list.h"

namespace roost::http {
namespace {

ListSpec spec() {
    return {
        .name = "things",
        .from = nullptr,
        .count = nullptr,
        .id_sql = "things.id",
        .columns =
            {{.name = "id", .type = ColumnType::integer, .sql = "things.id"},
             {.name = "name", .type = ColumnType::text, .sql = "things.name", .searchable = true},
             {.name = "state", .type = ColumnType::state, .sql = "things.state", .states = {"new", "old"}},
             {.name = "used", .type = ColumnType::boolean, .sql = "things.used"},
             {.name = "at", .type = ColumnType::instant, .sql = "things.at", .nullable = true},
             {.name = "secretly", .type = ColumnType::text, .sql = "things.secretly", .sortable = false}},
        .default_sort = "-at"};
}

Result<ListQuery> parse(std::vector<std::pair<std::string, std::string>> query) {
    Request request;
    request.query = std::move(query);
    return parse_list_query(request, spec(), {"archived"});
}

TEST(ListQueries, without_parameters_are_the_first_hundred_in_the_default_order) {
    auto query = parse({});
    ASSERT_TRUE(query.ok());
    EXPECT_EQ(query->limit, 100);
    EXPECT_EQ(query->offset, 0);
    ASSERT_EQ(query->order.size(), 1u);
    EXPECT_TRUE(query->order[0].descending);
}

TEST(ListQueries, read_every_kind_of_filter) {
    struct Case {
        std::string column, text, op;
        std::vector<std::string> values;
    };
    for (auto const& [column, text, op, values] : std::vector<Case>{
             {"name", "Anna", "eq", {"anna"}},
             {"name", "A,b", "in", {"a", "b"}},
             {"name", "", "eq", {""}},
             {"name", "contains:50%,x", "contains", {"50%,x"}},
             {"name", "starts:An", "starts", {"an"}},
             {"name", "ne:a,b", "ne", {"a", "b"}},
             {"name", "null:", "null", {}},
             {"name", "ne:null:", "not_null", {}},
             {"name", "between:a..c", "between", {"a", "c"}},
             {"name", "fe80::1", "eq", {"fe80::1"}},
             {"name", "https://x", "eq", {"https://x"}},
             {"id", "gte:-5", "gte", {"-5"}},
             {"id", "1,2,3", "in", {"1", "2", "3"}},
             {"id", "7,null:", "in_or_null", {"7"}},
             {"id", "between:1..9", "between", {"1", "9"}},
             {"state", "new", "eq", {"new"}},
             {"used", "true", "eq", {"1"}},
             {"at", "lt:2026-11-21T08:30:00+01:00", "lt", {"1795246200000"}},
             {"at", "gte:2026-11-21", "gte", {"1795219200000"}},
         }) {
        auto query = parse({{"filter[" + column + "]", text}});
        ASSERT_TRUE(query.ok()) << text << ": " << query.error().detail;
        ASSERT_EQ(query->conditions.size(), 1u);
        EXPECT_EQ(query->conditions[0].op, op) << text;
        EXPECT_EQ(query->conditions[0].values, values) << text;
    }
}

TEST(ListQueries, refuse_what_means_nothing_and_name_the_field) {
    struct Case {
        std::string name, value, code;
    };
    for (auto const& [name, value, code] : std::vector<Case>{
             {"limit", "0", "list.invalid_value"},
             {"limit", "1001", "list.invalid_value"},
             {"limit", "ten", "list.invalid_value"},
             {"limit", "", "list.invalid_value"},
             {"offset", "-1", "list.invalid_value"},
             {"offset", "9999999999999999999", "list.invalid_value"},
             {"sort", "nothing", "list.unknown_column"},
             {"sort", "secretly", "list.unknown_column"},
             {"sort", "name,-name", "list.invalid_value"},
             {"sort", "name,", "list.unknown_column"},
             {"filter[nothing]", "1", "list.unknown_column"},
             {"filter[]", "1", "list.unknown_column"},
             {"filter[id]", "x", "list.invalid_value"},
             {"filter[id]", "", "list.invalid_value"},
             {"filter[id]", "contains:1", "list.invalid_operator"},
             {"filter[id]", "between:1", "list.invalid_value"},
             {"filter[state]", "gone", "list.invalid_value"},
             {"filter[state]", "gte:new", "list.invalid_operator"},
             {"filter[used]", "1", "list.invalid_value"},
             {"filter[at]", "yesterday", "list.invalid_value"},
             {"filter[name]", "null:x", "list.invalid_value"},
             {"filter[id]", "null:,7", "list.invalid_value"},
             {"filter[id]", "ne:7,null:", "list.invalid_value"},
             {"filter[name]", std::string(501, 'x'), "list.invalid_value"},
             {"page", "2", "list.unknown_parameter"},
             {"filter", "x", "list.unknown_parameter"},
         }) {
        auto query = parse({{name, value}});
        ASSERT_FALSE(query.ok()) << name << "=" << value;
        EXPECT_EQ(query.error().kind, ErrorKind::invalid);
        EXPECT_EQ(query.error().fields.at(0).field, name);
        EXPECT_EQ(query.error().fields.at(0).code, code) << name << "=" << value;
    }
    EXPECT_FALSE(parse({{"limit", "1"}, {"limit", "2"}}).ok());
    EXPECT_FALSE(parse({{"cursor", "abc"}, {"offset", "5"}}).ok());
    EXPECT_TRUE(parse({{"archived", "anything"}}).ok());
    EXPECT_EQ(parse({{"limit", "0"}, {"page", "1"}}).error().fields.size(), 2u);
}

TEST(ListQueries, a_bulk_filter_is_the_same_text_as_in_the_query) {
    auto good = parse_filter({{"q", "Ann"}, {"state", "new,old"}, {"id", "gt:5"}}, spec());
    ASSERT_TRUE(good.ok());
    EXPECT_EQ(good->q, "ann");
    EXPECT_EQ(good->conditions.size(), 2u);
    EXPECT_EQ(parse_filter({{"nothing", "x"}}, spec()).error().fields[0].field, "filter.nothing");
    EXPECT_EQ(parse_filter({{"id", 5}}, spec()).error().fields[0].code, "field.type");
}

TEST(Csv, cells_are_quoted_and_formulas_are_defused) {
    struct Case {
        std::string text, cell;
    };
    for (auto const& [text, cell] : std::vector<Case>{{"plain", "plain"},
                                                      {"a,b", "\"a,b\""},
                                                      {"say \"hi\"", "\"say \"\"hi\"\"\""},
                                                      {"=1+1", "\"'=1+1\""},
                                                      {"+49", "\"'+49\""},
                                                      {"-x", "\"'-x\""},
                                                      {"@SUM", "\"'@SUM\""},
                                                      {"\tx", "\"'\tx\""},
                                                      {"two\nlines", "\"two\nlines\""}}) {
        std::string out;
        append_csv_text(out, text);
        EXPECT_EQ(out, cell);
    }
    std::string line;
    append_csv_row(line, {{"n", -5}, {"t", nullptr}, {"b", true}, {"o", boost::json::array{1, 2}}});
    EXPECT_EQ(line, "-5,,true,\"[1,2]\"\r\n");
}

}  // namespace
}  // namespace roost::http
