// list_test.cpp: list pages on both engines: every walk finds every row exactly once, in the same order.
#include "core/http/tests/list_fixture.h"

namespace roost::http::testing {
namespace {

class Lists : public roost::testing::OnBothEngines {
protected:
    Result<Response> ask(std::vector<std::pair<std::string, std::string>> query, Role role = Role::owner,
                         std::string accept = "", WorkspaceId workspace = WorkspaceId{1}) {
        Request request;
        request.query = std::move(query);
        if (!accept.empty()) request.headers["accept"] = accept;
        request.maybe_actor = Actor{.kind = ActorKind::user, .workspace = workspace, .role = role};
        return list_response(db(), request, spec(), {{"workspace_id", workspace}}, to_json);
    }

    boost::json::object page(std::vector<std::pair<std::string, std::string>> query) {
        auto response = ask(std::move(query));
        EXPECT_TRUE(response.ok()) << response.error().detail;
        return boost::json::parse(response->body).as_object();
    }

    static std::vector<std::int64_t> ids(boost::json::object const& page) {
        std::vector<std::int64_t> ids;
        for (auto const& item : page.at("items").as_array()) ids.push_back(item.at("id").as_int64());
        return ids;
    }

    /// All pages by cursor.
    std::vector<std::int64_t> walk(std::vector<std::pair<std::string, std::string>> query, int limit) {
        std::vector<std::int64_t> all;
        query.emplace_back("limit", std::to_string(limit));
        query.emplace_back("cursor", "");
        while (true) {
            auto one = page(query);
            for (auto id : ids(one)) all.push_back(id);
            if (one.at("next_cursor").is_null()) return all;
            query.back().second = std::string(one.at("next_cursor").as_string());
            if (all.size() > 10'000) return all;
        }
    }

    void fill() {
        insert(db(), WorkspaceId{1},
               {{"Anna", "b", 1, 10},
                {"anna", "a", 2, {}},
                {"Ben_1", "a", 2, 10},
                {"ben%2", "b", 3, {}},
                {"Zoé", "c", 1, 30},
                {"émile", "c", 1, 20}});
        insert(db(), WorkspaceId{2}, {{"foreign", "a", 1, 10}});
    }
};

TEST_P(Lists, show_the_workspace_s_rows_with_total_and_cursor) {
    fill();
    auto all = page({});
    EXPECT_EQ(ids(all), (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(all.at("total").as_int64(), 6);
    EXPECT_EQ(all.at("total_is_estimate").as_bool(), false);
    EXPECT_TRUE(all.at("next_cursor").is_null());
    auto first = page({{"limit", "4"}});
    EXPECT_EQ(ids(first).size(), 4u);
    EXPECT_EQ(ids(page({{"limit", "4"}, {"cursor", std::string(first.at("next_cursor").as_string())}})),
              (std::vector<std::int64_t>{5, 6}));
    EXPECT_EQ(ids(page({{"offset", "4"}})), (std::vector<std::int64_t>{5, 6}));
    EXPECT_TRUE(ids(page({{"offset", "400"}})).empty());
}

TEST_P(Lists, filter_and_search_as_asked) {
    fill();
    struct Case {
        std::string name, value;
        std::vector<std::int64_t> expected;
    };
    for (auto const& [name, value, expected] : std::vector<Case>{
             {"filter[kind]", "ANNA", {1, 2}},
             {"filter[kind]", "contains:N", {1, 2, 3, 4}},
             {"filter[kind]", "contains:%", {4}},
             {"filter[kind]", "contains:_", {3}},
             {"filter[kind]", "starts:ben", {3, 4}},
             {"filter[kind]", "starts:zoé", {5}},
             {"filter[kind]", "ne:anna", {3, 4, 5, 6}},
             {"filter[attempt]", "1,3", {1, 4, 5, 6}},
             {"filter[attempt]", "gt:1", {2, 3, 4}},
             {"filter[attempt]", "between:2..3", {2, 3, 4}},
             {"filter[lease_until]", "null:", {2, 4}},
             {"filter[lease_until]", "ne:null:", {1, 3, 5, 6}},
             {"filter[lease_until]", "1970-01-01T00:00:00.010Z", {1, 3}},
             {"filter[lease_until]", "1970-01-01T00:00:00.010Z,null:", {1, 2, 3, 4}},
             {"filter[lease_until]", "ne:1970-01-01T00:00:00.010Z", {2, 4, 5, 6}},
             {"q", "AN", {1, 2}},
             {"q", "%", {4}},
             {"q", "'; DROP TABLE jobs; --", {}},
         }) {
        auto found = page({{name, value}});
        EXPECT_EQ(ids(found), expected) << name << "=" << value;
        EXPECT_EQ(found.at("total").as_int64(), static_cast<std::int64_t>(expected.size())) << value;
    }
}

TEST_P(Lists, order_by_bytes_of_the_lower_case_form_with_empty_values_smallest) {
    fill();
    EXPECT_EQ(ids(page({{"sort", "kind"}})), (std::vector<std::int64_t>{1, 2, 4, 3, 5, 6}));
    EXPECT_EQ(ids(page({{"sort", "-kind"}})), (std::vector<std::int64_t>{6, 5, 3, 4, 2, 1}));
    EXPECT_EQ(ids(page({{"sort", "lease_until"}})), (std::vector<std::int64_t>{2, 4, 1, 3, 6, 5}));
    EXPECT_EQ(ids(page({{"sort", "-lease_until,queue"}})), (std::vector<std::int64_t>{5, 6, 3, 1, 2, 4}));
    EXPECT_EQ(ids(page({{"sort", "queue,-attempt"}})), (std::vector<std::int64_t>{3, 2, 4, 1, 6, 5}));
}

TEST_P(Lists, take_as_many_values_as_a_filter_may_have) {
    fill();
    std::string kinds = "anna,ben_1", leases = "1970-01-01T00:00:00.010Z", ids_text = "1,2";
    for (int i = 0; i < 200; ++i) {
        kinds += ",k" + std::to_string(i);
        ids_text += "," + std::to_string(1000 + i);
        leases += ",1970-01-01T00:00:05Z";
    }
    EXPECT_EQ(ids(page({{"filter[kind]", kinds}})), (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(ids(page({{"filter[kind]", "ne:" + kinds}})), (std::vector<std::int64_t>{4, 5, 6}));
    EXPECT_EQ(ids(page({{"filter[id]", ids_text}})), (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(ids(page({{"filter[lease_until]", leases + ",null:"}})),
              (std::vector<std::int64_t>{1, 2, 3, 4}));
}

TEST_P(Lists, a_total_counts_what_was_just_written) {
    fill();
    EXPECT_EQ(page({}).at("total").as_int64(), 6);
    insert(db(), WorkspaceId{1}, {{"new", "n", 1, {}}});
    EXPECT_EQ(page({}).at("total").as_int64(), 7);
}

TEST_P(Lists, a_cursor_of_another_order_or_of_nowhere_is_refused) {
    fill();
    auto cursor = std::string(page({{"limit", "2"}, {"sort", "kind"}}).at("next_cursor").as_string());
    EXPECT_TRUE(ask({{"cursor", cursor}, {"sort", "kind"}}).ok());
    for (auto const& [c, sort] : std::vector<std::pair<std::string, std::string>>{{cursor, "-kind"},
                                                                                  {cursor, "queue"},
                                                                                  {"x", "kind"},
                                                                                  {"W10", "kind"},
                                                                                  {cursor.substr(1), "kind"},
                                                                                  {"%%%%", "kind"}}) {
        auto refused = ask({{"cursor", c}, {"sort", sort}});
        ASSERT_FALSE(refused.ok()) << c;
        EXPECT_EQ(refused.error().code, "list.bad_cursor");
    }
}

std::string streamed(Response const& response) {
    std::string all, chunk;
    while (true) {
        chunk.clear();
        auto more = response.stream(chunk);
        EXPECT_TRUE(more.ok()) << more.error().detail;
        all += chunk;
        if (!more.ok() || !*more) return all;
    }
}

TEST_P(Lists, export_every_matching_row_as_csv_for_owners_and_managers) {
    std::vector<Thing> many;
    for (int i = 0; i < 2500; ++i) many.push_back({"=cmd" + std::to_string(i), "q", i % 3, {}});
    insert(db(), WorkspaceId{1}, many);
    auto all = ask({{"sort", "-attempt"}}, Role::manager, "text/csv");
    ASSERT_TRUE(all.ok());
    auto text = streamed(*all);
    EXPECT_TRUE(text.starts_with("id,kind,queue,attempt\r\n")) << text.substr(0, 80);
    EXPECT_EQ(std::ranges::count(text, '\n'), 2501);
    EXPECT_NE(text.find("\"'=cmd7\""), std::string::npos);
    EXPECT_EQ(std::ranges::count(streamed(*ask({{"limit", "5"}}, Role::owner, "text/csv")), '\n'), 6);
    EXPECT_EQ(streamed(*ask({{"q", "nobody"}}, Role::owner, "text/csv")),
              "id,kind,queue,attempt,lease_until,run_at\r\n");
    for (auto role : {Role::viewer, Role::va})
        EXPECT_EQ(ask({}, role, "text/csv").error().kind, ErrorKind::forbidden);
}

TEST_P(Lists, matching_ids_come_in_pages_in_id_order) {
    fill();
    auto query = parse_filter({{"queue", "a,b"}}, spec());
    std::vector<std::int64_t> all;
    std::int64_t after = 0;
    while (true) {
        auto some = db().read([&](db::Reader& reader) {
            return matching_ids(reader, spec(), *query, {{"workspace_id", WorkspaceId{1}}}, after, 2);
        });
        ASSERT_TRUE(some.ok()) << some.error().detail;
        if (some->empty()) break;
        all.insert(all.end(), some->begin(), some->end());
        after = all.back();
    }
    EXPECT_EQ(all, (std::vector<std::int64_t>{1, 2, 3, 4}));
}

TEST_P(Lists, any_walk_by_cursor_returns_every_row_once_in_the_order_of_one_big_page) {
    std::int64_t workspace = 100;
    rc::check("walks", [&] {
        auto const things = *rc::gen::resize(40, rc::gen::container<std::vector<Thing>>(some_thing()));
        auto const order = *rc::gen::resize(
            4, rc::gen::container<std::vector<std::pair<std::string, bool>>>(rc::gen::pair(
                   rc::gen::element<std::string>("id", "kind", "queue", "attempt", "lease_until", "run_at"),
                   rc::gen::arbitrary<bool>())));
        using Parameter = std::pair<std::string, std::string>;
        auto const filter = *rc::gen::elementOf(std::vector<Parameter>{{"limit", "1000"},
                                                                       {"filter[kind]", "gte:b"},
                                                                       {"filter[queue]", "ne:a"},
                                                                       {"filter[attempt]", "1,2"},
                                                                       {"filter[lease_until]", "ne:null:"},
                                                                       {"q", "a"}});
        auto const limit = *rc::gen::inRange(1, 8);
        WorkspaceId mine{++workspace};
        insert(db(), mine, things);
        auto ask_mine = [&](std::string cursor, int size) {
            std::vector<std::pair<std::string, std::string>> query{
                {"cursor", cursor}, {"sort", order_text(order)}, {"limit", std::to_string(size)}};
            if (filter.first != "limit") query.push_back(filter);
            auto response = ask(query, Role::owner, "", mine);
            RC_ASSERT(response.ok());
            return boost::json::parse(response->body).as_object();
        };
        auto whole = ask_mine("", 1000);
        std::vector<std::int64_t> walked;
        std::string cursor;
        do {
            auto one = ask_mine(cursor, limit);
            for (auto id : ids(one)) walked.push_back(id);
            RC_ASSERT(ids(one).size() <= static_cast<std::size_t>(limit));
            cursor = one.at("next_cursor").is_null() ? "" : std::string(one.at("next_cursor").as_string());
        } while (!cursor.empty() && walked.size() <= things.size());
        RC_ASSERT(walked == ids(whole));
        RC_ASSERT(whole.at("total").as_int64() == static_cast<std::int64_t>(walked.size()));
        RC_ASSERT(std::set<std::int64_t>(walked.begin(), walked.end()).size() == walked.size());
    });
}

INSTANTIATE_ON_BOTH_ENGINES(Lists);

}  // namespace
}  // namespace roost::http::testing
