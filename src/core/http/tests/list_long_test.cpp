// list_long_test.cpp: pages of long lists, read from an order in memory, on both engines: the same as sorting
// everything by hand, and sound while others write.
#include <map>

#include "core/base/text.h"
#include "core/clock/fake_clock.h"
#include "core/http/list_page.h"
#include "core/http/list_way.h"
#include "core/http/tests/list_fixture.h"

namespace roost::http::testing {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string_view const change_params[] = {"workspace_id", "id", "attempt"};
constexpr std::string_view change_text = "UPDATE jobs SET attempt = $3 WHERE workspace_id = $1 AND id = $2";
constexpr std::string_view delete_text = "DELETE FROM jobs WHERE workspace_id = $1 AND id = $2 AND $3 = $3";
db::Query const change_query{"test.change", change_text, change_text, change_params};
db::Query const delete_query{"test.delete", delete_text, delete_text, change_params};

ListSpec const& long_spec() {
    static ListSpec const long_one = [] {
        auto made = spec();
        made.is_long = true;
        for (auto& column : made.columns) column.indexed = column.name == "queue";
        return made;
    }();
    return long_one;
}

ListQuery parsed(Parameters query) {
    Request request;
    request.query = std::move(query);
    auto parsed = parse_list_query(request, long_spec());
    if (!parsed.ok()) throw std::runtime_error(parsed.error().detail);
    return *parsed;
}

struct Answer {
    boost::json::array items;
    std::string cursor;
    Total total;
};

std::vector<std::int64_t> ids(Answer const& answer) {
    std::vector<std::int64_t> ids;
    for (auto const& item : answer.items) ids.push_back(item.at("id").as_int64());
    return ids;
}

class LongLists : public roost::testing::OnBothEngines {
protected:
    /// Everything is kept, and lags as long as the clock stands still.
    ListOrders::Limits keep_all() const { return {.worth_keeping = Millis{0}, .worth_lagging = Millis{0}}; }

    Answer ask(Parameters query, ListOrders& orders, WorkspaceId workspace = WorkspaceId{1}) {
        auto const asked = parsed(std::move(query));
        std::vector<db::Param> const fixed{{"workspace_id", workspace}};
        RowToJson const row_to_json = to_json;
        std::string out = "[";
        auto end = append_page({db(), long_spec(), asked, fixed, row_to_json}, orders, out);
        if (!end.ok()) throw std::runtime_error(end.error().code + " " + end.error().detail);
        return {boost::json::parse(out + "]").as_array(), end->next_cursor.value_or(""), end->total};
    }
    Answer ask(Parameters query) { return ask(std::move(query), orders_); }

    void change(db::Query const& query, std::int64_t id, int attempt = 0,
                WorkspaceId workspace = WorkspaceId{1}) {
        auto done = db().write(workspace, [&](db::Tx& tx) {
            return tx.execute(query, {{"workspace_id", workspace}, {"id", id}, {"attempt", attempt}});
        });
        ASSERT_TRUE(done.ok()) << done.error().detail;
    }
    void fill(int count) {
        std::vector<Thing> things;
        for (int i = 0; i < count; ++i) things.push_back({"k" + std::to_string(i % 7), "q", i % 5, {}});
        insert(db(), WorkspaceId{1}, things);
    }

    FakeClock clock_;
    ListOrders orders_{clock_, keep_all()};
};
INSTANTIATE_ON_BOTH_ENGINES(LongLists);

TEST(ListWays, are_chosen_by_what_an_index_can_serve) {
    auto spec = long_spec();
    spec.columns.push_back(
        {.name = "state", .type = ColumnType::state, .sql = "s", .states = {"most", "few"}, .usual = "most"});
    auto way = [&](Parameters query) {
        Request request;
        request.query = std::move(query);
        auto parsed = parse_list_query(request, spec);
        return parsed.ok() ? std::optional(choose_way(spec, *parsed)) : std::nullopt;
    };
    for (auto const& query : std::vector<Parameters>{{},
                                                     {{"sort", "-queue"}},
                                                     {{"sort", "queue"}, {"offset", "1900"}},
                                                     {{"filter[state]", "most"}},
                                                     {{"filter[state]", "few,most"}},
                                                     {{"filter[state]", "ne:few"}},
                                                     {{"sort", "queue"}, {"filter[queue]", "starts:a"}}}) {
        EXPECT_EQ(way(query), Way::walk) << (query.empty() ? "" : query[0].first + "=" + query[0].second);
    }
    for (auto const& query : std::vector<Parameters>{{{"sort", "attempt"}},
                                                     {{"sort", "queue,kind"}},
                                                     {{"sort", "queue"}, {"offset", "1901"}},
                                                     {{"filter[state]", "few"}},
                                                     {{"filter[state]", "ne:most"}},
                                                     {{"filter[state]", "null:"}},
                                                     {{"filter[attempt]", "1"}},
                                                     {{"sort", "queue"}, {"filter[queue]", "contains:a"}},
                                                     {{"q", "a"}}}) {
        EXPECT_EQ(way(query), Way::order) << query[0].first + "=" + query[0].second;
    }
    spec.is_long = false;
    EXPECT_EQ(way({{"q", "a"}, {"offset", "100000"}}), Way::walk);
}

/// A thing with its id, and how a list compares it.
struct Row {
    std::int64_t id;
    Thing thing;
};
using Cell = std::pair<std::int64_t, std::string>;
Cell cell(Row const& row, std::string const& column) {
    if (column == "kind") return {0, text::lower_ascii(row.thing.kind)};
    if (column == "queue") return {0, row.thing.queue};
    if (column == "attempt") return {row.thing.attempt, ""};
    if (column == "lease_until") return {row.thing.lease_until.value_or(-1), ""};
    return {column == "id" ? row.id : 7, ""};
}

using Order = std::vector<std::pair<std::string, bool>>;
/// By hand: every sort column once, then the id in the direction of the last.
std::vector<std::int64_t> sorted(std::vector<Row> rows, Order const& order) {
    auto before = [&](Row const& a, Row const& b) {
        bool descending = order.empty() ? false : order.back().second;
        std::set<std::string> seen;
        for (auto const& [column, down] : order) {
            if (!seen.insert(column).second) continue;
            descending = down;
            auto const x = cell(a, column), y = cell(b, column);
            if (x != y) return (x < y) != down;
        }
        return (a.id < b.id) != descending;
    };
    std::ranges::sort(rows, before);
    std::vector<std::int64_t> ids;
    for (auto const& row : rows) ids.push_back(row.id);
    return ids;
}

struct Filter {
    Parameters::value_type parameter;
    std::function<bool(Thing const&)> matches;
};
std::vector<Filter> const& filters() {
    auto lower = [](Thing const& thing) { return text::lower_ascii(thing.kind); };
    static std::vector<Filter> const all{
        {{"q", ""}, [](Thing const&) { return true; }},
        {{"filter[kind]", "gte:b"}, [=](Thing const& t) { return lower(t) >= "b"; }},
        {{"filter[queue]", "ne:a"}, [](Thing const& t) { return t.queue != "a"; }},
        {{"filter[queue]", "gte:b"}, [](Thing const& t) { return t.queue >= "b"; }},
        {{"filter[attempt]", "1,2"}, [](Thing const& t) { return t.attempt == 1 || t.attempt == 2; }},
        {{"filter[lease_until]", "ne:null:"}, [](Thing const& t) { return t.lease_until.has_value(); }},
        {{"q", "a"}, [=](Thing const& t) {
             return lower(t).find('a') != std::string::npos || t.queue.find('a') != std::string::npos;
         }}};
    return all;
}

TEST_P(LongLists, any_page_and_any_walk_is_what_sorting_by_hand_gives) {
    // shows ACC-10
    std::int64_t workspace = 100;
    rc::check("pages", [&] {
        auto const things = *rc::gen::resize(40, rc::gen::container<std::vector<Thing>>(some_thing()));
        auto const order = *rc::gen::resize(
            4, rc::gen::container<Order>(rc::gen::pair(
                   rc::gen::element<std::string>("id", "kind", "queue", "attempt", "lease_until", "run_at"),
                   rc::gen::arbitrary<bool>())));
        auto const filter = *rc::gen::elementOf(filters());
        auto const limit = *rc::gen::inRange(1, 12);
        auto const offset = *rc::gen::inRange(0, 45);
        ListOrders orders(clock_, *rc::gen::arbitrary<bool>() ? keep_all() : ListOrders::Limits{});
        WorkspaceId const mine{++workspace};
        insert(db(), mine, things);
        std::vector<Row> rows;
        auto const inserted = ids(ask({{"limit", "1000"}}, orders, mine));
        RC_ASSERT(inserted.size() == things.size());
        for (std::size_t i = 0; i < things.size(); ++i) {
            if (filter.matches(things[i])) rows.push_back({inserted[i], things[i]});
        }
        auto const expected = sorted(rows, order);
        Parameters const query{
            {"sort", order_text(order)}, {"limit", std::to_string(limit)}, filter.parameter};
        auto at_offset = query;
        at_offset.emplace_back("offset", std::to_string(offset));
        auto const first = std::min<std::size_t>(static_cast<std::size_t>(offset), expected.size());
        auto const last = std::min(first + static_cast<std::size_t>(limit), expected.size());
        auto const page = ask(at_offset, orders, mine);
        RC_ASSERT(ids(page) ==
                  std::vector<std::int64_t>(expected.begin() + static_cast<std::ptrdiff_t>(first),
                                            expected.begin() + static_cast<std::ptrdiff_t>(last)));
        RC_ASSERT(page.total.rows == static_cast<std::int64_t>(expected.size()));
        RC_ASSERT(page.cursor.empty() == (last == expected.size()));
        std::vector<std::int64_t> walked;
        std::string cursor;
        do {
            auto next = query;
            next.emplace_back("cursor", cursor);
            if (*rc::gen::weightedElement<bool>({{4, false}, {1, true}})) clock_.advance(Millis{31'000});
            auto const one = ask(next, orders, mine);
            for (auto id : ids(one)) walked.push_back(id);
            RC_ASSERT(one.total.rows == static_cast<std::int64_t>(expected.size()));
            cursor = one.cursor;
        } while (!cursor.empty() && walked.size() <= expected.size());
        RC_ASSERT(walked == expected);
    });
}

TEST_P(LongLists, a_walk_while_others_write_shows_what_stays_unchanged_exactly_once) {
    // shows ACC-10
    for (auto const pause : {Millis{0}, Millis{31'000}}) {  // in one order; in a new one for every page
        fill(200);
        auto const all = ids(ask({{"limit", "1000"}, {"sort", "id"}}));
        std::map<std::int64_t, int> seen;
        std::set<std::int64_t> changed;
        std::string cursor;
        std::size_t at = 0;
        do {
            auto const page = ask({{"sort", "-attempt"}, {"limit", "7"}, {"cursor", cursor}});
            for (auto id : ids(page)) ++seen[id];
            cursor = page.cursor;
            clock_.advance(pause);
            for (int i = 0; i < 3 && at < all.size(); ++i, at += 2) {
                changed.insert(all[at]);
                if (at % 3 == 0) change(delete_query, all[at]);
                else change(change_query, all[at], at % 4 == 0 ? 9 : -1);
            }
            insert(db(), WorkspaceId{1}, {{"new", "q", static_cast<int>(at % 5), {}}});
        } while (!cursor.empty());
        for (auto id : all) {
            if (!changed.contains(id)) EXPECT_EQ(seen[id], 1) << id << " with pauses of " << pause.count();
        }
        for (auto id : ids(ask({{"limit", "1000"}, {"sort", "id"}}))) change(delete_query, id);
        clock_.advance(Millis{60'000});
    }
}

TEST_P(LongLists, a_page_of_an_order_that_lags_shows_rows_as_they_are_now) {
    fill(10);
    Parameters const query{{"sort", "-attempt"}, {"filter[attempt]", "lt:4"}, {"limit", "4"}};
    ask(query);
    change(change_query, 0);  // dear ones lag once they were so twice
    auto const before = ids(ask(query));
    change(delete_query, before[1]);
    change(change_query, before[2], 4);   // matches no more
    change(change_query, before[0], -3);  // has another place
    auto const behind = ask(query);
    auto const seen = ids(behind);
    ASSERT_EQ(seen.size(), 4U);  // others stand in
    EXPECT_EQ(seen[0], before[0]);
    EXPECT_EQ(behind.items[0].at("attempt").as_int64(), -3);
    EXPECT_EQ(seen[1], before[3]);
    EXPECT_TRUE(behind.total.is_estimate);
    EXPECT_EQ(behind.total.rows, 8);
    clock_.advance(Millis{2'001});
    auto const fresh = ask(query);
    EXPECT_FALSE(fresh.total.is_estimate);
    EXPECT_EQ(fresh.total.rows, 6);
    EXPECT_EQ(ids(fresh)[0], before[3]);
}

TEST_P(LongLists, a_list_that_was_slow_to_walk_is_read_from_its_order_for_a_minute) {
    fill(20);
    Parameters const query{{"sort", "-queue"}, {"limit", "5"}};
    auto const walked = ask(query);
    EXPECT_EQ(orders_.bytes(), 0U);
    auto const asked = parsed(query);
    std::vector<db::Param> const fixed{{"workspace_id", WorkspaceId{1}}};
    RowToJson const row_to_json = to_json;
    orders_.mark_slow(*list_key({db(), long_spec(), asked, fixed, row_to_json}));
    auto const ordered = ask(query);
    EXPECT_EQ(orders_.bytes(), 20U * 4);
    EXPECT_EQ(ids(ordered), ids(walked));
    EXPECT_EQ(ordered.total.rows, 20);
    auto on = query;
    on.emplace_back("cursor", walked.cursor);
    EXPECT_EQ(ids(ask(on)).size(), 5U);
    EXPECT_EQ(orders_.bytes(), 20U * 4);  // a walk from a cursor goes on as one
}

TEST_P(LongLists, a_list_whose_order_is_too_long_is_paged_all_the_same) {
    fill(60);
    ListOrders small(clock_, {.bytes = 100, .worth_keeping = Millis{0}});
    auto const page = ask({{"sort", "-attempt"}, {"offset", "10"}, {"limit", "5"}}, small);
    EXPECT_EQ(ids(page), ids(ask({{"sort", "-attempt"}, {"offset", "10"}, {"limit", "5"}})));
    EXPECT_EQ(page.total.rows, 60);
    EXPECT_EQ(small.bytes(), 0U);
}

TEST_P(LongLists, an_order_serves_its_workspace_only) {
    fill(20);
    auto const mine = ask({{"sort", "attempt"}, {"limit", "5"}});
    insert(db(), WorkspaceId{2}, {{"theirs", "q", 1, {}}});
    auto const theirs =
        ask({{"sort", "attempt"}, {"limit", "5"}, {"cursor", mine.cursor}}, orders_, WorkspaceId{2});
    for (auto const& item : theirs.items) EXPECT_EQ(item.at("kind").as_string(), "theirs");
    EXPECT_EQ(theirs.total.rows, 1);
}

TEST_P(LongLists, an_export_goes_on_in_the_order_it_began_in) {
    fill(2'500);
    Request request;
    request.query = {{"sort", "-attempt"}};
    request.headers["accept"] = "text/csv";
    request.maybe_actor = Actor{.kind = ActorKind::user, .workspace = WorkspaceId{1}, .role = Role::owner};
    auto const response =
        list_response(db(), request, long_spec(), {{"workspace_id", WorkspaceId{1}}}, to_json);
    ASSERT_TRUE(response.ok()) << response.error().detail;
    std::string text, chunk;
    for (bool more = true; more; text += chunk) {
        chunk.clear();
        auto const read = response->stream(chunk);
        ASSERT_TRUE(read.ok()) << read.error().detail;
        more = *read;
    }
    EXPECT_EQ(std::ranges::count(text, '\n'), 2'501);
    EXPECT_LT(text.find(",4\r\n"), text.find(",3\r\n"));
}

}  // namespace
}  // namespace roost::http::testing
