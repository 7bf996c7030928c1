// store_test.cpp: slots, sealed passwords and prices, on both engines.
#include "domains/proxies/store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/clock/fake_clock.h"
#include "domains/proxies/api.h"
#include "domains/proxies/store_costs.h"
#include "support/database.h"

namespace roost::proxies {
namespace {

constexpr WorkspaceId here{1};
constexpr WorkspaceId elsewhere{2};
constexpr Instant now{1'790'000'000'000};

class ProxyStore : public testing::OnBothEngines {
protected:
    ProxyId add(std::string host, std::int64_t max_accounts = 3, WorkspaceId workspace = here) {
        Proxy proxy;
        proxy.host = std::move(host);
        proxy.port = 8080;
        proxy.max_accounts = max_accounts;
        auto id = db().write(workspace, [&](db::Tx& tx) { return store::insert(tx, workspace, proxy, now); });
        EXPECT_TRUE(id.ok()) << id.error().detail;
        return *id;
    }
    Result<void> change(std::vector<SlotChange> const& changes, WorkspaceId workspace = here) {
        return db().write(workspace, [&](db::Tx& tx) { return change_slots(tx, workspace, changes, now); });
    }
    std::int64_t count(ProxyId id) {
        auto proxy = db().read([&](db::Reader& reader) { return find(reader, here, id); });
        return (*proxy)->account_count;
    }

    SystemRandom random_;
    crypto::Keyring keys_{{Secret(std::string(32, 'k'))}, random_};
    FakeClock clock_;
};
INSTANTIATE_ON_BOTH_ENGINES(ProxyStore);

TEST_P(ProxyStore, slots_are_taken_up_to_the_maximum_and_never_beyond) {
    // shows PRX-3
    auto first = add("10.0.0.1", 2);
    auto second = add("10.0.0.2", 1);
    EXPECT_TRUE(change({{first, 2}, {second, 1}}).ok());
    auto full = change({{first, 1}});
    ASSERT_FALSE(full.ok());
    EXPECT_EQ(full.error().code, "proxies.full");
    EXPECT_FALSE(change({{first, -1}, {second, 1}}).ok());
    EXPECT_EQ(count(first), 2);
    EXPECT_EQ(change({{ProxyId{999}, 1}}).error().code, "proxies.not_found");
}

TEST_P(ProxyStore, free_slots_come_by_id_and_leave_out_what_is_full_or_not_active) {
    // shows PRX-3
    auto first = add("10.0.0.1", 1);
    auto second = add("10.0.0.2");
    auto third = add("10.0.0.3");
    ASSERT_TRUE(change({{first, 1}, {third, 1}}).ok());
    auto slots = db().read([](db::Reader& reader) { return free_slots(reader, here, ProxyId{0}, 10); });
    ASSERT_TRUE(slots.ok());
    ASSERT_EQ(slots->size(), 2u);
    EXPECT_EQ(slots->front().proxy, second);
    EXPECT_EQ(slots->back().free, 2);
    auto after = db().read([&](db::Reader& reader) { return free_slots(reader, here, second, 1); });
    EXPECT_EQ(after->front().proxy, third);
}

TEST_P(ProxyStore, another_workspace_sees_and_changes_nothing) {
    // shows IDN-5
    auto mine = add("10.0.0.1");
    auto theirs = db().read([&](db::Reader& reader) { return find(reader, elsewhere, mine); });
    EXPECT_FALSE(theirs->has_value());
    EXPECT_EQ(change({{mine, 1}}, elsewhere).error().code, "proxies.not_found");
    auto slots = db().read([](db::Reader& reader) { return free_slots(reader, elsewhere, ProxyId{0}, 10); });
    EXPECT_TRUE(slots->empty());
    add("10.0.0.1", 3, elsewhere);  // the same address is another row there
}

TEST_P(ProxyStore, a_password_opens_only_in_its_own_row) {
    // shows PRX-1
    auto first = add("10.0.0.1");
    auto second = add("10.0.0.2");
    auto box = store::seal_password(keys_, first, Secret<std::string>("geheim"));
    auto stored = db().write(here, [&](db::Tx& tx) -> Result<void> {
        TRY(store::set_password(tx, here, first, box));
        return store::set_password(tx, here, second, box);
    });
    ASSERT_TRUE(stored.ok());
    auto open = [&](ProxyId id) {
        return db().read([&](db::Reader& reader) { return find_endpoint(reader, keys_, here, id); });
    };
    EXPECT_EQ((*open(first))->password.reveal(), "geheim");
    EXPECT_EQ(open(second).error().code, "crypto.cannot_open");
    EXPECT_FALSE(open(ProxyId{77})->has_value());
}

TEST_P(ProxyStore, account_count_stays_true_whatever_runs_at_the_same_time) {
    // shows PRX-3
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
        SCOPED_TRACE(seed);
        std::int64_t max = 1 + static_cast<std::int64_t>(seed % 4);
        auto id = add("h" + std::to_string(seed), max);
        std::atomic<std::int64_t> balance = 0;
        std::vector<std::thread> threads;
        for (std::uint64_t t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                SeededRandom random{seed * 100 + t};
                for (int i = 0; i < 12; ++i) {
                    auto delta = static_cast<std::int64_t>(random.next_u64() % 5) - 2;
                    if (delta != 0 && change({{id, delta}}).ok()) balance += delta;
                }
            });
        }
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(count(id), balance.load());
        EXPECT_GE(count(id), 0);
        EXPECT_LE(count(id), max);
    }
}

TEST_P(ProxyStore, prices_are_kept_in_order_after_the_proxy_is_gone) {
    // shows PRX-4
    auto id = add("10.0.0.1");
    Proxy proxy;
    proxy.id = id;
    proxy.monthly_cost_cents = 500;
    auto done = db().write(here, [&](db::Tx& tx) -> Result<void> {
        TRY(store::add_cost(tx, here, proxy, now));
        proxy.monthly_cost_cents = 0;
        TRY(store::add_cost(tx, here, proxy, now + Millis{1000}));
        return store::remove(tx, here, id);
    });
    ASSERT_TRUE(done.ok()) << done.error().detail;
    auto history = db().read([](db::Reader& reader) { return store::cost_history(reader, here); });
    ASSERT_EQ(history->size(), 2u);
    EXPECT_EQ(history->front().monthly_cost_cents, 500);
    EXPECT_EQ(history->back().monthly_cost_cents, 0);
}

}  // namespace
}  // namespace roost::proxies
