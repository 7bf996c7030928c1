// store_test.cpp: the choice for a step and its reservation, on both engines.
#include "domains/content/store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/crypto/random.h"
#include "domains/content/api.h"
#include "domains/models/store.h"
#include "support/database.h"

namespace roost::content {
namespace {

constexpr WorkspaceId here{1};
constexpr WorkspaceId elsewhere{2};
constexpr Instant now{1'790'000'000'000};
constexpr Need post{ContentType::post, TextType::post};

class ContentStore : public testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        model_ = add_model(here);
    }
    template <class F>
    auto write(F&& act, WorkspaceId workspace = here) {
        auto result = db().write(workspace, std::forward<F>(act));
        EXPECT_TRUE(result.ok()) << result.error().detail;
        return *result;
    }
    ModelId add_model(WorkspaceId workspace) {
        models::Model model;
        model.name = "Mia";
        return write([&](db::Tx& tx) { return models::store::insert(tx, workspace, model); }, workspace);
    }
    /// A picture that is `age` seconds younger than the first.
    ContentId add_item(ContentType type, std::int64_t priority = 0, int age = 0,
                       std::optional<std::string> text = {}) {
        Item item;
        item.model_id = model_;
        item.content_type = type;
        item.mime = "image/jpeg";
        item.order_priority = priority;
        item.text_content = std::move(text);
        item.created_at = now + Seconds{age};
        auto upload = "upload" + std::to_string(++uploads_);
        return write([&](db::Tx& tx) { return store::insert(tx, here, item, upload); });
    }
    TextId add_text(TextType type, std::string words) {
        Text text;
        text.model_id = model_;
        text.content_type = type;
        text.text_content = std::move(words);
        text.created_at = now;
        return write([&](db::Tx& tx) { return store::insert(tx, here, text); });
    }
    Reservation take(Need need, std::string const& task) {
        return write([&](db::Tx& tx) { return reserve(tx, here, model_, need, task, now); });
    }
    void give_back(std::vector<std::string> const& tasks) {
        EXPECT_TRUE(db().write(here, [&](db::Tx& tx) { return release(tx, here, tasks, now); }).ok());
    }
    void remove(ContentId id) {
        EXPECT_TRUE(db().write(here, [&](db::Tx& tx) { return store::remove(tx, here, id, now); }).ok());
    }
    Item item(ContentId id) {
        return **db().read([&](db::Reader& reader) { return store::find_item(reader, here, model_, id); });
    }

    ModelId model_;
    int uploads_ = 0;
};
INSTANTIATE_ON_BOTH_ENGINES(ContentStore);

TEST_P(ContentStore, exact_type_comes_first_then_priority_then_least_used_then_oldest) {
    // shows CNT-4
    auto any = add_item(ContentType::any, 100);
    auto younger = add_item(ContentType::post, 0, 10);
    auto older = add_item(ContentType::post, 0, 5);
    auto wanted = add_item(ContentType::post, 7, 20);
    EXPECT_EQ(take(post, "t1").content_id, wanted);
    EXPECT_EQ(take(post, "t2").content_id, wanted) << "priority counts before use";
    remove(wanted);
    EXPECT_EQ(take(post, "t3").content_id, older);
    EXPECT_EQ(take(post, "t4").content_id, younger) << "the older one is reserved once";
    EXPECT_EQ(take({ContentType::story, {}}, "t5").content_id, any);
    EXPECT_FALSE(take({ContentType::pfp, {}}, "t6").text_content);
}

TEST_P(ContentStore, a_picture_brings_its_own_text_or_one_from_the_pool) {
    // shows CNT-4
    auto plain = add_item(ContentType::post, 1);
    auto pool = add_text(TextType::post, "from the pool");
    add_text(TextType::story, "for stories");
    auto first = take(post, "t1");
    EXPECT_EQ(first.content_id, plain);
    EXPECT_EQ(first.text_id, pool);
    EXPECT_EQ(first.text_content, "from the pool");
    auto own = add_item(ContentType::post, 2, 0, "its own");
    auto second = take(post, "t2");
    EXPECT_EQ(second.content_id, own);
    EXPECT_EQ(second.text_content, "its own");
    EXPECT_FALSE(second.text_id);
}

TEST_P(ContentStore, asking_again_for_a_task_gives_what_it_holds) {
    // shows CNT-4, BOT-1
    add_item(ContentType::post, 0, 1);
    auto id = take(post, "t1").content_id;
    EXPECT_EQ(take(post, "t1").content_id, id);
    EXPECT_EQ(item(*id).reserved_count, 1);
    EXPECT_FALSE(take({{}, TextType::bio}, "t2").text_id);
    auto bio = add_text(TextType::bio, "hello");
    EXPECT_EQ(take({{}, TextType::bio}, "t2").text_id, bio) << "what was empty is looked for again";
}

TEST_P(ContentStore, used_counts_once_and_given_back_counts_nothing) {
    // shows CNT-4
    auto id = add_item(ContentType::post);
    for (auto task : {"t1", "t2", "t3"}) take(post, task);
    auto confirmed = write([&](db::Tx& tx) { return confirm(tx, here, "t1", now); });
    EXPECT_EQ(confirmed->content_id, id);
    EXPECT_FALSE(write([&](db::Tx& tx) { return confirm(tx, here, "t1", now); }));
    give_back({"t2", "t3", "t1", "never"});
    EXPECT_EQ(item(id).usage_count, 1);
    EXPECT_EQ(item(id).reserved_count, 0);
}

TEST_P(ContentStore, stock_names_every_step_that_can_be_done) {
    // shows ACC-6
    auto steps = [&] { return *db().read([](db::Reader& reader) { return stock_json(reader, here); }); };
    auto expected = [&](std::vector<int> const& list) {
        std::string text;
        for (int step : list) {
            text += (text.empty() ? "" : ",") + ("{\"model_id\":" + std::to_string(model_.value)) +
                    ",\"step\":" + std::to_string(step) + "}";
        }
        return "[" + text + "]";
    };
    add_text(TextType::post, "no step of its own");
    EXPECT_EQ(steps(), expected({}));
    add_text(TextType::bio, "bio");
    auto story = add_item(ContentType::story);
    EXPECT_EQ(steps(), expected({2, 4}));
    add_item(ContentType::any);
    EXPECT_EQ(steps(), expected({1, 2, 3, 4, 5}));
    remove(story);
    EXPECT_EQ(steps(), expected({1, 2, 3, 4, 5}));
    EXPECT_EQ(*db().read([](db::Reader& reader) { return stock_json(reader, elsewhere); }), "[]");
}

TEST_P(ContentStore, a_deleted_picture_stays_readable_to_the_task_that_holds_it) {
    // shows CNT-4
    auto id = add_item(ContentType::post);
    take(post, "t1");
    remove(id);
    auto held = [&](WorkspaceId workspace, std::string_view task) {
        return db()
            .read([&](db::Reader& reader) { return find_held_image(reader, workspace, id, task); })
            ->has_value();
    };
    EXPECT_TRUE(held(here, "t1"));
    EXPECT_FALSE(held(here, "t2"));
    EXPECT_FALSE(held(elsewhere, "t1"));
    auto swept = [&] {
        return db().read([](db::Reader& reader) { return store::to_sweep(reader, here); })->size();
    };
    EXPECT_EQ(swept(), 0u);
    give_back({"t1"});
    EXPECT_FALSE(held(here, "t1"));
    EXPECT_EQ(swept(), 1u);
}

TEST_P(ContentStore, another_workspace_cannot_choose_settle_or_read_it) {
    // shows IDN-5
    auto id = add_item(ContentType::post);
    take(post, "t1");
    auto other =
        write([&](db::Tx& tx) { return reserve(tx, elsewhere, model_, post, "t9", now); }, elsewhere);
    EXPECT_FALSE(other.content_id);
    EXPECT_FALSE(write([&](db::Tx& tx) { return confirm(tx, elsewhere, "t1", now); }, elsewhere));
    EXPECT_EQ(item(id).reserved_count, 1);
}

TEST_P(ContentStore, reservations_are_exact_whatever_bots_do_at_the_same_time) {
    // shows CNT-4
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        SCOPED_TRACE(seed);
        model_ = add_model(here);
        std::vector<ContentId> ids;
        for (int i = 0; i < 3; ++i) ids.push_back(add_item(ContentType::post));
        std::atomic<std::int64_t> used = 0, held = 0;
        std::vector<std::thread> bots;
        for (std::uint64_t bot = 0; bot < 4; ++bot) {
            bots.emplace_back([&, bot] {
                SeededRandom random{seed * 10 + bot};
                for (int i = 0; i < 8; ++i) {
                    auto task = std::to_string(seed) + "/" + std::to_string(bot) + "/" + std::to_string(i);
                    take(post, task);
                    auto what = random.next_u64() % 4;
                    if (what == 0) ++held;  // a bot that fell silent
                    if (what == 1) give_back({task});
                    for (auto reports = what; reports >= 2 && reports < 4; ++reports) {  // once or twice
                        if (write([&](db::Tx& tx) { return confirm(tx, here, task, now); })) ++used;
                    }
                }
            });
        }
        for (auto& bot : bots) bot.join();
        std::int64_t sum_used = 0, sum_held = 0;
        for (auto id : ids) {
            sum_used += item(id).usage_count;
            sum_held += item(id).reserved_count;
        }
        EXPECT_EQ(sum_used, used.load());
        EXPECT_EQ(sum_held, held.load());
    }
}

}  // namespace
}  // namespace roost::content
