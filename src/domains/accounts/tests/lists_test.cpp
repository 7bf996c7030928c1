// lists_test.cpp: the lists of accounts: totals that are kept are those that are counted, and the pages
// people look at most are walked along an index, however many accounts there are.
#include <gtest/gtest.h>

#include "core/http/list.h"
#include "domains/accounts/service_lists.h"
#include "domains/accounts/tests/fixture.h"
#include "domains/accounts/views.h"

namespace roost::accounts::testing {
namespace {

class AccountLists : public AccountsTest {
protected:
    http::ListQuery asked(std::vector<std::pair<std::string, std::string>> query) {
        http::Request request;
        request.query = std::move(query);
        return must(http::parse_list_query(request, account_list()));
    }
    std::int64_t count(http::ListSpec const& spec, http::ListQuery const& query) {
        auto const statement =
            must(http::ListStatement::count(db().engine(), spec, query, {{"workspace_id", workspace_}}));
        std::int64_t rows = -1;
        must(db().read([&](db::Reader& reader) {
            return reader.each(statement.query(), statement.params(),
                               [&](db::Row const& row) -> Result<void> {
                                   rows = row.int64(0);
                                   return {};
                               });
        }));
        return rows;
    }
    /// SQLite's words on how it would find a page.
    std::string plan(http::ListQuery const& query) {
        auto const page = must(
            http::ListStatement::page(db().engine(), account_list(), query, {{"workspace_id", workspace_}}));
        auto const text = "EXPLAIN QUERY PLAN " + std::string(page.query().sqlite);
        db::Query const explain{"test.explain", text, text, page.query().params};
        std::string steps;
        must(db().read([&](db::Reader& reader) {
            return reader.each(explain, page.params(), [&](db::Row const& row) -> Result<void> {
                steps += std::string(db::get<std::string_view>(row, "detail")) + "\n";
                return {};
            });
        }));
        return steps;
    }
};
INSTANTIATE_ON_BOTH_ENGINES(AccountLists);

TEST_P(AccountLists, a_total_by_state_is_what_counting_finds) {
    // shows ACC-10
    auto const model = add_model("Mia");
    for (auto const* name : {"ann", "ben", "cleo", "dan"}) add_account(name, model);
    auto const gesture =
        must(accounts().make_gesture(actor_, "lifecycle", {{"lifecycle_state", "warming_up"}}));
    must(accounts().apply_one(actor_, add_account("eve", model).id, gesture));
    auto const trash = must(accounts().make_gesture(actor_, "delete", {}));
    must(accounts().apply_one(actor_, add_account("fay").id, trash));
    for (auto const* spec : {&account_list(), &trash_list()}) {
        auto counted = *spec;
        counted.tally = nullptr;
        for (auto const* wanted :
             {"imported", "warming_up", "ready", "imported,ready", "ne:imported", "ne:ready"}) {
            auto const query = asked({{"filter[lifecycle_state]", wanted}});
            EXPECT_EQ(count(*spec, query), count(counted, query)) << spec->name << " " << wanted;
        }
        EXPECT_EQ(count(*spec, asked({})), count(counted, asked({})));
    }
    EXPECT_EQ(count(account_list(), asked({{"filter[lifecycle_state]", "imported"}})), 4);
    EXPECT_EQ(count(account_list(), asked({{"filter[lifecycle_state]", "imported"}, {"q", "ann"}})), 1);
}

TEST_P(AccountLists, a_row_is_written_as_the_account_itself) {
    // shows ACC-10
    auto const model = add_model("Mia");
    add_proxy();
    auto const plain = add_account("ann").id;
    auto const rich = must(accounts().create(actor_, {.username = "ben",
                                                      .password = Secret(std::string("p")),
                                                      .email = "ben@example.org",
                                                      .extra = boost::json::object{{"pin", "1234"}},
                                                      .tags = {"vip", "de"},
                                                      .model_id = model}));
    auto const warm = must(accounts().make_gesture(actor_, "lifecycle", {{"lifecycle_state", "warming_up"}}));
    must(accounts().apply_one(actor_, rich.id, warm));
    auto const page = must(http::ListStatement::page(db().engine(), account_list(), asked({{"sort", "id"}}),
                                                     {{"workspace_id", workspace_}}));
    std::vector<std::string> listed;
    must(db().read([&](db::Reader& reader) {
        return reader.each(page.query(), page.params(), [&](db::Row const& row) -> Result<void> {
            append_listed(row, listed.emplace_back());
            return {};
        });
    }));
    ASSERT_EQ(listed.size(), 2U);
    for (auto const& [id, text] : {std::pair(plain, listed[0]), std::pair(rich.id, listed[1])}) {
        std::string alone;
        append_json(alone, must(accounts().get(actor_, id)));
        EXPECT_EQ(text, alone);
    }
}

TEST_P(AccountLists, a_page_people_look_at_most_is_walked_along_an_index) {
    // shows ACC-10
    if (db().engine() != db::Engine::sqlite) GTEST_SKIP() << "PostgreSQL plans by what it finds in the table";
    struct Case {
        std::string filter, sort, index;
    };
    for (auto const& [filter, sort, index] : std::vector<Case>{
             {"", "username", "accounts_by_username"},
             {"", "-username", "accounts_by_username"},
             {"", "-created_at", "accounts_by_created"},
             {"imported", "username", "accounts_by_username"},
             {"imported", "-created_at", "accounts_by_created"},
             {"imported,ready", "created_at", "accounts_by_created"},
             {"ready", "-created_at", "accounts_by_state"},
         }) {
        std::vector<std::pair<std::string, std::string>> query{{"sort", sort}};
        if (!filter.empty()) query.emplace_back("filter[lifecycle_state]", filter);
        auto const steps = plan(asked(query));
        EXPECT_NE(steps.find("USING INDEX " + index), std::string::npos) << filter << " " << sort << "\n"
                                                                         << steps;
        EXPECT_EQ(steps.find("TEMP B-TREE"), std::string::npos) << filter << " " << sort << "\n" << steps;
    }
}

}  // namespace
}  // namespace roost::accounts::testing
