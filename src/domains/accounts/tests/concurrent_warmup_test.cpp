// concurrent_warmup_test.cpp: many bots at once lease, finish, fail, fall silent and report late; nothing
// doubles.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "domains/accounts/tests/warmup_fixture.h"

namespace roost::accounts::tests {
namespace {

class ManyBots : public WarmupTest {
protected:
    static constexpr int bots = 6;
    static constexpr int rounds = 60;

    /// One bot: asks and does whatever its dice say; remembers what it was told was counted.
    void run_bot(int me, std::uint64_t seed) {
        SeededRandom dice(seed * 1000 + static_cast<std::uint64_t>(me));
        std::optional<std::string> silent;  // a task it never reported in time
        for (int round = 0; round < rounds; ++round) {
            auto next_task = write([&](db::Tx& tx) { return warmup->next_task(tx, ws, bot(me), true); });
            if (!next_task.ok()) return fail_with(next_task.error());
            if (silent && dice.next_unit() < 0.5) {
                auto late = done(me, *silent);
                if (!late.ok()) return fail_with(late.error());
                silent.reset();
            }
            if (!next_task->task) {
                clock.advance(Seconds{7});
                continue;
            }
            auto task_id = next_task->task->task_id;
            auto die = dice.next_unit();
            if (die < 0.55) {
                auto reported = done(me, task_id);
                if (!reported.ok()) return fail_with(reported.error());
                if (!reported->late()) ++acknowledged;
                if (dice.next_unit() < 0.3) (void)done(me, task_id);
            } else if (die < 0.8) {
                auto code = dice.next_unit() < 0.1 ? StepError::checkpoint : StepError::network;
                auto reported = failed(me, task_id, code);
                if (!reported.ok()) return fail_with(reported.error());
                if (dice.next_unit() < 0.3) (void)failed(me, task_id, code);
            } else {
                silent = task_id;
                clock.advance(Seconds{400});
            }
            check_now();
        }
    }

    void fail_with(Error const& error) { ADD_FAILURE() << error.code << ": " << error.detail; }

    /// What must hold in every snapshot.
    void check_now() {
        std::map<std::int64_t, int> on_proxy;
        std::set<std::int64_t> accounts, with_bot;
        for (auto const& attempt : attempts()) {
            if (attempt.status != StepStatus::in_progress) continue;
            EXPECT_TRUE(accounts.insert(attempt.account).second) << "one account, two bots";
            EXPECT_TRUE(with_bot.insert(*attempt.bot).second) << "one bot, two tasks";
            if (attempt.proxy) ++on_proxy[*attempt.proxy];
        }
        for (auto [proxy, count] : on_proxy) EXPECT_LE(count, 2) << "proxy " << proxy;
    }

    /// What must hold of the whole history.
    void check_history(int cap) {
        std::map<std::pair<std::int64_t, int>, int> completed;
        std::map<std::pair<std::int64_t, std::int64_t>, int> per_day;
        std::map<std::int64_t, int> per_account, failures;
        std::int64_t done_steps = 0;
        for (auto const& attempt : attempts()) {
            if (attempt.status == StepStatus::completed) {
                ++done_steps;
                EXPECT_EQ(++completed[(std::pair{attempt.account, attempt.step})], 1)
                    << "a step counted twice";
                ++per_account[attempt.account];
                auto day = attempt.started_at->ms / (24 * 3600 * 1000);
                EXPECT_LE(++per_day[(std::pair{attempt.account, day})], cap) << "more than the cap";
                failures[attempt.account] = 0;
            }
            bool counted = attempt.error_code && attempt.error_code != "lease_expired" &&
                           attempt.error_code != "checkpoint";
            if (counted && attempt.status == StepStatus::failed) ++failures[attempt.account];
        }
        EXPECT_EQ(done_steps, acknowledged.load()) << "what was acknowledged is what is there";
        for (auto const& [id, account] : states()) {
            EXPECT_EQ(account.retry_count, failures[id]) << "account " << id;
            EXPECT_LE(account.retry_count, 3);
            int steps_done = per_account[id];
            if (account.state == LifecycleState::warming_up) EXPECT_EQ(account.step, steps_done + 1);
            else EXPECT_EQ(account.state == LifecycleState::ready ? 5 : 0, steps_done);
        }
    }

    std::atomic<std::int64_t> acknowledged = 0;
};

INSTANTIATE_ON_BOTH_ENGINES(ManyBots);

// shows BOT-2, ACC-7, ACC-8, REL-1
TEST_P(ManyBots, no_interleaving_breaks_an_invariant) {
    constexpr int cap = 3;
    for (std::uint64_t seed : {1u, 2u}) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        settings(
            {{"gap_s", 5}, {"cap_per_account_day", cap}, {"cap_per_proxy_day", 0}, {"backoff_base_s", 1}});
        if (seed == 1) {
            for (int p = 0; p < 3; ++p) add_accounts(4, model, add_proxy(2));
        }
        std::vector<std::thread> threads;
        for (int b = 1; b <= bots; ++b) threads.emplace_back([&, b] { run_bot(b, seed); });
        for (auto& thread : threads) thread.join();
        check_history(cap);
    }
    EXPECT_GT(acknowledged.load(), 10);
}

}  // namespace
}  // namespace roost::accounts::tests
