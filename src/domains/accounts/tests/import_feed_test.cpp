// import_feed_test.cpp: the feed of an import: its order, where it may be cut off, and names that are
// taken behind its back.
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "domains/accounts/sql.h"
#include "domains/accounts/tests/fixture.h"

namespace roost::accounts::testing {
namespace {

/// What became of each line: `fresh ann`, `duplicate_in_file ann`, `empty_password `.
using Outcomes = std::map<std::int64_t, std::string>;

class ImportFeeds : public AccountsTest {
protected:
    /// Usernames that repeat, in no order, and every ninth line without a password.
    static std::string shuffled(int lines) {
        std::string text;
        for (int i = 1; i <= lines; ++i)
            text += fmt::format("user{},{},\n", i * 7919 % (lines * 9 / 10), i % 9 == 0 ? "" : "secret");
        return text;
    }
    FeedOptions options(ImportId id, ImportPlace begin = {}) {
        auto const import = must(accounts().get_import(actor_, id));
        return {.workspace = workspace_,
                .import = id,
                .path = *import.upload,
                .format = {},
                .begin = begin,
                .stretch_lines = 50,
                .batch_lines = 7};
    }
    std::vector<ImportBatch> batches(FeedOptions options) {
        std::vector<ImportBatch> all;
        ImportFeed feed(std::move(options), keys_, db());
        while (auto batch = must(feed.next())) all.push_back(std::move(*batch));
        return all;
    }
    static void add(ImportBatch const& batch, Outcomes& outcomes) {
        auto put = [&](std::int64_t line, std::string what) {
            EXPECT_TRUE(outcomes.emplace(line, std::move(what)).second) << "line " << line << " comes twice";
        };
        for (std::uint32_t row = 0; row < batch.accounts.size(); ++row)
            put(batch.lines[row], fmt::format("fresh {}", batch.accounts.text(row, store::new_username)));
        for (auto const& failed : batch.failed)
            put(failed.line, fmt::format("{} {}", to_text(failed.code), failed.username));
    }
};
INSTANTIATE_ON_BOTH_ENGINES(ImportFeeds);

TEST_P(ImportFeeds, cut_off_after_any_batch_it_goes_on_with_exactly_the_rest) {
    // shows ACC-3 REL-1
    auto const id = upload(shuffled(120));
    auto const whole = batches(options(id));
    ASSERT_GT(whole.size(), 15U);
    EXPECT_EQ(whole.back().end, ImportPlace{.line = 120});
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        Outcomes expected, found;
        for (auto i = cut + 1; i < whole.size(); ++i) add(whole[i], expected);
        for (auto const& batch : batches(options(id, whole[cut].end))) add(batch, found);
        EXPECT_EQ(found, expected) << "cut off after batch " << cut;
    }
}

TEST_P(ImportFeeds, every_line_comes_once_and_a_stretch_in_the_order_of_usernames) {
    Outcomes outcomes;
    std::string last;
    for (auto const& batch : batches(options(upload(shuffled(120))))) {
        add(batch, outcomes);
        for (std::uint32_t row = 0; row < batch.accounts.size(); ++row) {
            auto const name = std::string(batch.accounts.text(row, store::new_username));
            EXPECT_LT(last, name);
            last = name;
        }
        if (batch.end.stretch_end == 0) last.clear();
        EXPECT_FALSE(batch.accounts.size() > 0 &&
                     batch.accounts.text(0, 2).find("secret") != std::string::npos);
    }
    EXPECT_EQ(outcomes.size(), 120U);
}

/// Somebody makes an account at the very moment after the feed has compared its names.
class Overtaken final : public db::Db {
public:
    Overtaken(db::Db& db, std::function<void()> take) : db_(db), take_(std::move(take)) {}
    db::Engine engine() const override { return db_.engine(); }
    Result<void> ping() override { return db_.ping(); }
    Result<void> run_read(std::function<Result<void>(db::Reader&)> const& fn) override {
        auto done = db_.run_read(fn);
        bool const feeds = std::this_thread::get_id() != test_;
        if (feeds && take_) std::exchange(take_, nullptr)();
        return done;
    }
    Result<void> run_write(WorkspaceId scope, std::function<Result<void>(db::Tx&)> const& fn) override {
        return db_.run_write(scope, fn);
    }

private:
    db::Db& db_;
    std::function<void()> take_;
    std::thread::id const test_ = std::this_thread::get_id();
};

TEST_P(ImportFeeds, a_name_taken_after_the_comparison_is_a_duplicate_and_stops_nothing) {
    // shows ACC-3
    auto const proxy = add_proxy(50);
    auto const id = upload("ann,pw,\nbob,pw,\ncid,pw,\n");
    Overtaken overtaken(db(), [&] { add_account("bob"); });
    Accounts accounts({overtaken, clock_, random_, keys_, *warmup_, folder_});
    must(accounts.start_import(actor_, id, {.attest = true}));
    TestJob job(workspace_, {{"import_id", id.value}});
    auto const result = must(ImportRun(accounts, accounts.parts(), job).run()).as_object();
    EXPECT_EQ(result.at("imported"), 2);
    EXPECT_EQ(result.at("duplicates"), 1);
    EXPECT_EQ(result.at("proxies_assigned"), 2);
    EXPECT_EQ(proxy_count(proxy), 3) << "the account made by hand has one too";
    EXPECT_EQ(scalar(sql::count_accounts), 3);
    auto const lines = must(
        db().read([&](db::Reader& reader) { return store::lines_after(reader, workspace_, id, 0, 10); }));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines.front().code, rules::LineCode::duplicate_existing);
    EXPECT_EQ(lines.front().line, 2);
}

}  // namespace
}  // namespace roost::accounts::testing
