// values_test.cpp: what is bound comes back the same, on both engines, and what they differ in is refused.
#include <limits>

#include "core/db/tests/adhoc.h"
#include "support/database.h"

namespace roost::db {
namespace {

using tests::AdHoc;

enum class Fruit { apple, pear };
BOOST_DESCRIBE_ENUM(Fruit, apple, pear)

class Values : public roost::testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        auto blob = GetParam() == Engine::sqlite ? "BLOB" : "BYTEA";
        ASSERT_TRUE(
            tests::run_script(db(), std::string("CREATE TABLE kept (id BIGINT PRIMARY KEY, i BIGINT, r "
                                                "DOUBLE PRECISION, t TEXT, b ") +
                                        blob + ")")
                .ok());
    }

    Result<std::int64_t> keep(std::int64_t id, Value i, Value r, Value t, Value b) {
        return db().write(WorkspaceId{1}, [&](Tx& tx) {
            return tx.execute(insert_, {{"id", id}, {"i", i}, {"r", r}, {"t", t}, {"b", b}});
        });
    }
    template <class F>
    auto row(std::int64_t id, F map) {
        return db().read([&](Reader& reader) { return reader.one(select_, {{"id", id}}, map); });
    }

    AdHoc insert_{"INSERT INTO kept (id, i, r, t, b) VALUES ($1, $2, $3, $4, $5)",
                  {"id", "i", "r", "t", "b"}};
    AdHoc select_{"SELECT i, r, t, b FROM kept WHERE id = $1", {"id"}};
};
INSTANTIATE_ON_BOTH_ENGINES(Values);

TEST_P(Values, come_back_as_they_went_in) {
    auto const least = std::numeric_limits<std::int64_t>::min(),
               most = std::numeric_limits<std::int64_t>::max();
    std::string const text = "naïve 👩‍🚀 \" ' \\ \n", blob("\0\1\xff'x", 5);
    ASSERT_TRUE(keep(1, least, 0.1, text, Bytes{blob}).ok());
    ASSERT_TRUE(keep(2, most, -1e300, "", Bytes{""}).ok());
    row(1, [&](Row const& r) {
        EXPECT_EQ(get<std::int64_t>(r, 0), least);
        EXPECT_EQ(get<double>(r, 1), 0.1);
        EXPECT_EQ(get<std::string>(r, "t"), text);
        EXPECT_EQ(r.bytes(3), blob);
        return 0;
    }).value();
    row(2, [&](Row const& r) {
        Columns in{r};
        EXPECT_EQ(in.next<std::int64_t>(), most);
        EXPECT_EQ(in.next<double>(), -1e300);
        EXPECT_EQ(in.next<std::optional<std::string>>(), "");
        EXPECT_EQ(in.next_optional_bytes(), "");
        return 0;
    }).value();
}

TEST_P(Values, rows_are_walked_in_the_order_asked_for_with_their_nulls_and_kinds) {
    Rows rows(3);
    for (std::int64_t i = 0; i < 3; ++i) {
        rows.add(i * 10);
        i == 1 ? rows.add_null() : rows.add("naïve \" \\ " + std::to_string(i));
        rows.add_filled(i == 2 ? "" : "mail");
    }
    rows.set(2, 0, std::nullopt);
    rows.set(1, 0, -7);
    std::string const select = "SELECT CAST(each.a AS BIGINT), each.b, each.c FROM (SELECT ";
    AdHoc walk(select + "c0 AS a, c1 AS b, c2 AS c FROM roost_rows($1)) AS each",
               select +
                   "value ->> 0 AS a, value ->> 1 AS b, value ->> 2 AS c "
                   "FROM jsonb_array_elements(CAST($1 AS JSONB)) AS r(value)) AS each",
               {"rows"});
    std::vector<std::uint32_t> const which{2, 0, 1};
    auto seen = db().read([&](Reader& reader) {
        return reader.list(walk, {{"rows", SomeRows{.rows = &rows, .which = which}}}, [](Row const& row) {
            return std::tuple(get<std::optional<std::int64_t>>(row, 0),
                              get<std::optional<std::string>>(row, 1),
                              get<std::optional<std::string>>(row, 2));
        });
    });
    ASSERT_TRUE(seen.ok()) << seen.error().detail;
    using Text = std::optional<std::string>;
    std::vector<std::tuple<std::optional<std::int64_t>, Text, Text>> const expected{
        {std::nullopt, "naïve \" \\ 2", std::nullopt},
        {0, "naïve \" \\ 0", "mail"},
        {-7, std::nullopt, "mail"}};
    EXPECT_EQ(*seen, expected);
}

TEST_P(Values, rows_show_only_the_columns_asked_for_and_refuse_text_that_is_none) {
    Rows rows(2);
    rows.add("name");
    rows.add("secret");
    AdHoc walk(
        "SELECT each.b FROM (SELECT c1 AS b FROM roost_rows($1)) AS each",
        "SELECT each.b FROM (SELECT value ->> 1 AS b FROM jsonb_array_elements(CAST($1 AS JSONB)) AS r(value)) "
        "AS each",
        {"rows"});
    std::vector<std::uint32_t> const which{0};
    auto second = [&] {
        return db().read([&](Reader& reader) {
            return reader.scalar<std::optional<std::string>>(
                walk, {{"rows", SomeRows{.rows = &rows, .which = which, .columns = 1}}});
        });
    };
    auto cut = second();
    ASSERT_TRUE(cut.ok()) << cut.error().detail;
    EXPECT_EQ(*cut, std::nullopt);
    rows.add(std::string_view("a\0b", 3));
    rows.add_null();
    EXPECT_EQ(second().error().code, "db.bad_text");
}

TEST_P(Values, null_is_not_empty) {
    ASSERT_TRUE(keep(1, nullptr, std::optional<double>(), std::optional<std::string>(), std::nullopt).ok());
    row(1, [&](Row const& r) {
        EXPECT_EQ(get<std::optional<std::int64_t>>(r, 0), std::nullopt);
        EXPECT_TRUE(r.is_null(1) && r.is_null(2) && r.is_null(3));
        return 0;
    }).value();
}

TEST_P(Values, enums_ids_instants_and_booleans_have_one_form) {
    ASSERT_TRUE(keep(1, true, 1.5, Fruit::pear, nullptr).ok());
    ASSERT_TRUE(keep(2, Instant{17}, 0.0, "apple", nullptr).ok());
    ASSERT_TRUE(keep(3, WorkspaceId{9}, 0.0, "plum", nullptr).ok());
    EXPECT_EQ(*row(1, [](Row const& r) { return get<bool>(r, 0); }), true);
    EXPECT_EQ(*row(1, [](Row const& r) { return get<Fruit>(r, 2); }), Fruit::pear);
    EXPECT_EQ(*row(2, [](Row const& r) { return get<Instant>(r, 0); }), Instant{17});
    EXPECT_EQ(*row(3, [](Row const& r) { return get<WorkspaceId>(r, 0); }), WorkspaceId{9});
    EXPECT_THROW((void)row(3, [](Row const& r) { return get<Fruit>(r, 2); }), std::logic_error);
}

TEST_P(Values, text_of_any_length_is_kept) {
    std::string text(5'000'000, 'x');
    text += "é";
    ASSERT_TRUE(keep(1, 0, 0.0, text, Bytes{text}).ok());
    EXPECT_EQ(*row(1, [](Row const& r) { return get<std::string>(r, 2); }), text);
    EXPECT_EQ(*row(1, [](Row const& r) { return std::string(r.bytes(3)); }), text);
}

TEST_P(Values, text_with_nul_or_broken_utf8_is_refused) {
    using namespace std::literals;
    for (auto const& text :
         {"a\0b"s, "\xff"s, "12345678\xc3"s, "\xc0\xaf"s, "\xed\xa0\x80"s, "\xf4\x90\x80\x80"s}) {
        auto done = keep(1, 0, 0.0, text, nullptr);
        ASSERT_FALSE(done.ok());
        EXPECT_EQ(done.error().code, "db.bad_text");
        EXPECT_EQ(done.error().kind, ErrorKind::invalid);
    }
    EXPECT_EQ(*tests::number(db(), "SELECT COUNT(*) FROM kept"), 0);
}

TEST_P(Values, a_wrong_parameter_list_names_the_query) {
    auto write = [&](std::initializer_list<Param> params) {
        return db().write(WorkspaceId{1}, [&](Tx& tx) { return tx.execute(insert_, params); });
    };
    auto missing = write({{"id", 1}});
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().kind, ErrorKind::internal);
    EXPECT_EQ(missing.error().detail, "test.adhoc: parameter 'i' is missing");
    auto unknown = write({{"id", 1}, {"i", 1}, {"r", 1.0}, {"t", ""}, {"b", nullptr}, {"z", 1}});
    EXPECT_EQ(unknown.error().detail, "test.adhoc: parameter 'z' is unknown");
}

TEST_P(Values, a_column_of_another_type_is_a_bug_that_reaches_the_caller) {
    ASSERT_TRUE(keep(1, 5, 0.5, "5", nullptr).ok());
    EXPECT_THROW((void)row(1, [](Row const& r) { return get<std::int64_t>(r, 2); }), std::logic_error);
    EXPECT_THROW((void)row(1, [](Row const& r) { return get<std::string>(r, 0); }), std::logic_error);
    EXPECT_THROW((void)row(1, [](Row const& r) { return get<std::int64_t>(r, 1); }), std::logic_error);
    EXPECT_THROW((void)row(1, [](Row const& r) { return std::string(r.bytes(2)); }), std::logic_error);
    EXPECT_THROW((void)row(1, [](Row const& r) { return get<std::string>(r, 3); }), std::logic_error);
    EXPECT_THROW((void)row(1, [](Row const& r) { return get<std::string>(r, 9); }), std::logic_error);
    EXPECT_THROW((void)row(1, [](Row const& r) { return get<bool>(r, "nope"); }), std::logic_error);
    EXPECT_EQ(*row(1, [](Row const& r) { return get<double>(r, 1); }), 0.5);  // and everything works on
}

TEST_P(Values, counts_comparisons_and_sums_are_integers) {
    for (int i = 1; i <= 3; ++i) ASSERT_TRUE(keep(i, i, 0.0, "", nullptr).ok());
    AdHoc query("SELECT COUNT(*), SUM(i), i = 2 FROM kept GROUP BY i = 2 ORDER BY 1");
    auto rows = db().read([&](Reader& reader) {
        return reader.list(query, {}, [](Row const& r) {
            Columns in{r};
            return std::tuple(in.next<int>(), in.next<std::int64_t>(), in.next<bool>());
        });
    });
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ(*rows,
              (std::vector{std::tuple(1, std::int64_t{2}, true), std::tuple(2, std::int64_t{4}, false)}));
}

TEST_P(Values, execute_tells_how_many_rows_changed) {
    AdHoc update("UPDATE kept SET i = i + 1 WHERE i >= $1", {"i"});
    AdHoc change_and_tell("DELETE FROM kept WHERE i = $1 RETURNING id", {"i"});
    AdHoc select("SELECT * FROM kept"), ddl("CREATE TABLE other (x BIGINT)");
    auto done = db().write(WorkspaceId{1}, [&](Tx& tx) -> Result<void> {
        for (int i = 1; i <= 3; ++i) {
            EXPECT_EQ(TRY(tx.execute(insert_, {{"id", i}, {"i", i}, {"r", 0.0}, {"t", ""}, {"b", nullptr}})),
                      1);
        }
        EXPECT_EQ(TRY(tx.execute(update, {{"i", 2}})), 2);
        EXPECT_EQ(TRY(tx.execute(update, {{"i", 99}})), 0);
        EXPECT_EQ(TRY(tx.execute(select, {})), 0);
        EXPECT_EQ(TRY(tx.execute(ddl, {})), 0);
        EXPECT_EQ(TRY(tx.scalar<std::int64_t>(change_and_tell, {{"i", 4}})), 3);
        EXPECT_EQ(TRY(tx.execute(change_and_tell, {{"i", 3}})), 1);
        return {};
    });
    EXPECT_TRUE(done.ok()) << done.error().detail;
}

TEST_P(Values, a_parameter_may_be_used_twice_and_not_at_all_by_one_engine) {
    AdHoc query("SELECT CAST($2 AS BIGINT) + CAST($2 AS BIGINT)",
                "SELECT CAST($1 AS BIGINT) * CAST($1 AS BIGINT)", {"one", "two"});
    auto result =
        db().read([&](Reader& r) { return r.scalar<std::int64_t>(query, {{"two", 5}, {"one", 4}}); });
    ASSERT_TRUE(result.ok()) << result.error().detail;
    EXPECT_EQ(*result, GetParam() == Engine::sqlite ? 10 : 16);
}

TEST_P(Values, a_json_array_is_a_table) {
    AdHoc query(
        "SELECT CAST(each.value ->> 'id' AS BIGINT), each.value ->> 'name' "
        "FROM json_each($1) AS each ORDER BY 1",
        "SELECT CAST(each.value ->> 'id' AS BIGINT), each.value ->> 'name' FROM "
        "jsonb_array_elements(CAST($1 AS JSONB)) AS each(value) ORDER BY 1",
        {"rows"});
    auto rows = db().read([&](Reader& reader) {
        return reader.list(
            query, {{"rows", R"([{"id":2,"name":"ü"},{"id":1,"name":null}])"}}, [](Row const& r) {
                return std::pair(get<std::int64_t>(r, 0), get<std::optional<std::string>>(r, 1));
            });
    });
    ASSERT_TRUE(rows.ok()) << rows.error().detail;
    ASSERT_EQ(rows->size(), 2u);
    EXPECT_EQ((*rows)[0].second, std::nullopt);
    EXPECT_EQ((*rows)[1].second, "ü");
}

TEST_P(Values, the_same_query_may_run_inside_its_own_rows) {
    for (int i = 1; i <= 3; ++i) ASSERT_TRUE(keep(i, i % 3 + 1, 0.0, "", nullptr).ok());
    AdHoc all("SELECT id FROM kept ORDER BY id");
    std::vector<std::int64_t> seen;
    auto done = db().read([&](Reader& reader) {
        return reader.each(all, {}, [&](Row const&) -> Result<void> {
            return reader.each(all, {}, [&](Row const& inner) -> Result<void> {
                seen.push_back(get<std::int64_t>(inner, 0));
                return {};
            });
        });
    });
    ASSERT_TRUE(done.ok());
    EXPECT_EQ(seen, (std::vector<std::int64_t>{1, 2, 3, 1, 2, 3, 1, 2, 3}));
}

TEST_P(Values, a_callback_that_fails_ends_the_query) {
    for (int i = 1; i <= 3; ++i) ASSERT_TRUE(keep(i, i, 0.0, "", nullptr).ok());
    AdHoc all("SELECT id FROM kept ORDER BY id");
    int seen = 0;
    auto done = db().read([&](Reader& reader) {
        return reader.each(all, {}, [&](Row const&) -> Result<void> {
            ++seen;
            return errors::conflict("test.enough", "");
        });
    });
    EXPECT_EQ(done.error().code, "test.enough");
    EXPECT_EQ(seen, 1);
}

TEST_P(Values, more_statements_than_the_cache_holds_keep_working) {
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 400; ++i) {
            AdHoc query("SELECT " + std::to_string(i));
            auto result = db().read([&](Reader& reader) { return reader.scalar<int>(query, {}); });
            ASSERT_TRUE(result.ok()) << result.error().detail;
            ASSERT_EQ(*result, i);
        }
    }
}

TEST_P(Values, a_text_with_two_statements_is_refused) {
    AdHoc two("SELECT 1; SELECT 2");
    auto result = db().read([&](Reader& reader) { return reader.scalar<int>(two, {}); });
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::internal);
}

}  // namespace
}  // namespace roost::db
