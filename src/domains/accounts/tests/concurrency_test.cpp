// concurrency_test.cpp: random gestures at the same time never break the lifecycle, the slots or
// the counts.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>
#include <thread>

#include "domains/accounts/service_bulk.h"
#include "domains/accounts/sql.h"
#include "domains/accounts/tests/fixture.h"

namespace roost::accounts::testing {
namespace {

class AccountsAtOnce : public AccountsTest {
protected:
    std::vector<Account> all() {
        std::vector<AccountId> ids;
        for (std::int64_t id = 1; id <= 400; ++id) ids.emplace_back(id);
        return must(db().read([&](db::Reader& reader) { return store::load(reader, workspace_, ids); }));
    }

    /// account_count is the number of accounts on the proxy, never above its maximum; the counters
    /// are the accounts by sort.
    void check_truth() {
        std::map<ProxyId, std::int64_t> on_proxy;
        std::map<std::string, std::int64_t> sorts;
        for (auto const& a : all()) {
            if (a.proxy_id) ++on_proxy[*a.proxy_id];
            ++sorts[sort_of(a.model_id, a.lifecycle_state, a.warmup_step.value_or(a.cleanup_step.value_or(0)),
                            a.requires_human_review, a.proxy_id.has_value(), a.trashed_at.has_value())];
        }
        for (auto id : proxies_) {
            auto const proxy =
                *must(db().read([&](db::Reader& reader) { return proxies::find(reader, workspace_, id); }));
            RC_ASSERT(proxy.account_count == on_proxy[id]);
            RC_ASSERT(proxy.account_count <= proxy.max_accounts);
        }
        std::map<std::string, std::int64_t> counted;
        for (auto const& c : must(accounts().counts(actor_))) {
            counted[sort_of(c.model_id, c.state, c.step, c.review, c.with_proxy, c.trashed)] += c.accounts;
        }
        RC_ASSERT(counted == sorts);
    }
    static std::string sort_of(std::optional<ModelId> model, LifecycleState state, int step, bool review,
                               bool proxy, bool trashed) {
        return fmt::format("{} {} {} {} {} {}", model.value_or(ModelId{}).value, to_text(state), step, review,
                           proxy, trashed);
    }

    /// Every event that moved an account went a legal way.
    void check_ways() {
        static std::map<std::string, std::set<std::string>> const legal{
            {"imported", {"warming_up", "disabled"}},
            {"warming_up", {"ready", "disabled"}},
            {"ready", {"assigned", "warming_up", "cleanup", "disabled"}},
            {"assigned", {"cleanup", "disabled"}},
            {"cleanup", {"ready", "assigned", "disabled"}},
            {"disabled", {"imported", "warming_up", "ready", "assigned", "cleanup"}}};
        for (auto const& account : all()) {
            auto ways = must(db().read([&](db::Reader& reader) {
                return reader.list(
                    sql::list_events, {{"workspace_id", workspace_}, {"account_id", account.id}},
                    [](db::Row const& row) {
                        return std::tuple(db::get<std::int64_t>(row, "id"),
                                          db::get<std::string>(row, "action"),
                                          db::get<std::optional<std::string>>(row, "from_state"),
                                          db::get<std::optional<std::string>>(row, "to_state"));
                    });
            }));
            std::sort(ways.begin(), ways.end());
            std::string state = "imported";
            for (auto const& [id, action, from, to] : ways) {
                if (!from) continue;
                RC_ASSERT(*from == state);
                RC_ASSERT(action == "undone" || legal.at(*from).contains(*to));
                state = *to;
            }
            RC_ASSERT(state == to_text(account.lifecycle_state));
        }
    }

    /// One person's random gesture; what is refused is fine.
    void act(SeededRandom& random, std::vector<ModelId> const& models) {
        auto const pick = [&](std::size_t n) { return static_cast<std::size_t>(random.next_u64() % n); };
        auto const accounts_now = all();
        auto const& account = accounts_now[pick(accounts_now.size())];
        static constexpr std::string_view states[] = {"warming_up", "ready",    "assigned",
                                                      "cleanup",    "disabled", "imported"};
        switch (pick(10)) {
            case 0:
            case 1:
            case 2:
                gesture(account.id, "lifecycle", {{"lifecycle_state", states[pick(6)]}});
                break;
            case 3:
                gesture(account.id, "reassign", {{"model_id", models[pick(models.size())].value}});
                break;
            case 4:
                gesture(account.id, pick(2) == 0 ? "delete" : "restore", {});
                break;
            case 5:
                std::ignore = accounts().place(
                    actor_, account.id.value,
                    pick(3) == 0 ? std::nullopt : std::optional(proxies_[pick(proxies_.size())]));
                break;
            case 6:
                std::ignore = accounts().assign_proxies(actor_, pick(2) == 0);
                break;
            case 7:
            case 8:
                take_turn_of_bot(random);
                break;
            default: {
                auto const undos = accounts().list_undos(actor_);
                if (undos.ok() && !undos->empty())
                    std::ignore = accounts().undo(actor_, (*undos)[pick(undos->size())].id, pick(2) == 0);
            }
        }
    }
    /// A bot takes the next cleanup step (which needs no content) and does it, fails, or falls silent.
    void take_turn_of_bot(SeededRandom& random) {
        BotRef const bot{static_cast<std::int64_t>(1 + random.next_u64() % 3), "bot_of_the_test"};
        auto const write = [&](auto act) { return db().write(workspace_, act); };
        auto const next =
            must(write([&](db::Tx& tx) { return warmup_->next_task(tx, workspace_, bot, true); }));
        auto const die = random.next_u64() % 4;
        if (!next.task || die == 3) return clock_.advance(Seconds{5 * 3600});
        ++tasks_of_bots_;
        if (die == 2) {
            StepFailed report;
            report.task_id = next.task->task_id;
            report.error_message = "refused";
            must(write([&](db::Tx& tx) { return warmup_->fail(tx, workspace_, bot, report); }));
            return;
        }
        StepDone report;
        report.task_id = next.task->task_id;
        must(write([&](db::Tx& tx) { return warmup_->complete(tx, workspace_, bot, report); }));
    }

    void gesture(AccountId id, std::string_view action, boost::json::object const& params) {
        if (auto made = accounts().make_gesture(actor_, action, params); made.ok())
            std::ignore = accounts().apply_one(actor_, id, *made);
    }

    std::vector<ProxyId> proxies_;
    std::atomic<int> tasks_of_bots_ = 0;
};
INSTANTIATE_ON_BOTH_ENGINES(AccountsAtOnce);

TEST_P(AccountsAtOnce, random_gestures_of_many_people_keep_lifecycle_slots_and_counts_true) {
    // shows ACC-5 PRX-3 REL-1
    std::vector<ModelId> const models{add_model("Mia"), add_model("Zoe")};
    for (int max : {1, 3, 2}) proxies_.push_back(add_proxy(max));
    for (int i = 0; i < 8; ++i)
        add_account(fmt::format("acc{}", i), i % 2 == 0 ? std::optional(models[0]) : std::nullopt);
    rc::check("everything stays true", [&](std::uint64_t seed) {
        std::vector<std::thread> people;
        for (std::uint64_t person = 0; person < 4; ++person) {
            people.emplace_back([&, person] {
                SeededRandom random(seed * 31 + person);
                for (int i = 0; i < 4; ++i) act(random, models);
            });
        }
        for (auto& person : people) person.join();
        check_truth();
        check_ways();
    });
    EXPECT_GT(tasks_of_bots_.load(), 0) << "no bot ever had a part in it";
}

TEST_P(AccountsAtOnce, imports_assignments_and_the_trash_at_once_never_overfill_a_proxy) {
    // shows PRX-3 ACC-4
    for (int i = 0; i < 10; ++i) proxies_.push_back(add_proxy(5));
    std::vector<std::thread> work;
    for (int part = 0; part < 3; ++part) {
        work.emplace_back([&, part] {
            std::string text;
            for (int i = 0; i < 40; ++i)
                text += fmt::format("p{}u{},pw\n", part % 2, i);  // two files are the same
            auto const id = upload(text);
            must(accounts().start_import(actor_, id, {.attest = true}));
            TestJob job(workspace_, {{"import_id", id.value}});
            must(ImportRun(accounts(), accounts().parts(), job).run());
        });
    }
    for (int person = 0; person < 3; ++person) {
        work.emplace_back([&, person] {
            SeededRandom random(static_cast<std::uint64_t>(person));
            for (int i = 0; i < 15; ++i) {
                std::ignore = accounts().assign_proxies(actor_, false);
                gesture(AccountId{static_cast<std::int64_t>(1 + random.next_u64() % 80)},
                        random.next_u64() % 2 == 0 ? "delete" : "restore", {});
            }
        });
    }
    for (auto& thread : work) thread.join();
    std::ignore = must(accounts().assign_proxies(actor_, false));
    rc::check("slots and counts are true", [&] { check_truth(); });
    EXPECT_EQ(all().size(), 80U);
}

}  // namespace
}  // namespace roost::accounts::testing
