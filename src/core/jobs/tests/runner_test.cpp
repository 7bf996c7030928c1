// runner_test.cpp: jobs under a clock that stands still: results, retries, order, fairness, crashes.
#include <gtest/gtest.h>

#include "core/clock/fake_clock.h"
#include "core/jobs/execution.h"
#include "core/jobs/jobs.h"
#include "core/jobs/leases.h"
#include "core/jobs/process_identity.h"
#include "core/jobs/sql.h"
#include "support/database.h"

namespace roost::jobs {
namespace {

constexpr WorkspaceId home{1}, other{2};

class Jobs : public testing::OnBothEngines {
protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        runner = make_runner(db(), clock, random, {.node_id = "node-a"});
    }
    JobId add(JobSpec const& spec) {
        auto id = db().write(spec.workspace, [&](db::Tx& tx) { return enqueue(tx, clock, spec); });
        EXPECT_TRUE(id.ok()) << id.error().detail;
        return *id;
    }
    Job get(JobId id, WorkspaceId workspace = home) {
        auto job = find(db(), workspace, id);
        EXPECT_TRUE(job.ok());
        return *job;
    }
    int run() {
        auto ran = runner->run_until_idle();
        EXPECT_TRUE(ran.ok()) << ran.error().detail;
        return *ran;
    }
    /// Claims one job for a node that then does nothing more, as if it had crashed.
    Claimed claim_and_crash(std::string const& kind, std::string const& node = "node-dead") {
        std::optional<Instant> next;
        auto claimed = Leases(db(), clock, node, Millis{30'000}).claim({kind}, 1, next);
        EXPECT_TRUE(claimed.ok() && claimed->size() == 1);
        return claimed->front();
    }
    Leases leases(std::string const& node) { return {db(), clock, node, Millis{30'000}}; }

    FakeClock clock;
    SeededRandom random{5};
    std::unique_ptr<Runner> runner;
};
INSTANTIATE_ON_BOTH_ENGINES(Jobs);

TEST_P(Jobs, a_job_runs_once_and_keeps_its_result) {
    int ran = 0;
    runner->handle("t.add", [&](JobContext& context) -> Result<boost::json::value> {
        ++ran;
        context.progress("adding", 2, 2);
        return boost::json::value(context.job().payload.at("a").as_int64() + 1);
    });
    auto id = add({.workspace = home, .kind = "t.add", .payload = {{"a", 41}}, .request_id = "req_1"});
    EXPECT_EQ(get(id).state, JobState::queued);
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(run(), 0);
    EXPECT_EQ(ran, 1);
    auto job = get(id);
    EXPECT_EQ(job.state, JobState::succeeded);
    EXPECT_EQ(job.result, 42);
    EXPECT_EQ(job.stage, "adding");
    EXPECT_EQ(job.request_id, "req_1");
    EXPECT_EQ(job.finished_at, clock.now());
    auto shown = to_json(job, clock.now());
    EXPECT_EQ(shown.at("percent"), 100);
    EXPECT_EQ(shown.at("state"), "succeeded");
    EXPECT_TRUE(shown.at("eta_s").is_null());
}

TEST_P(Jobs, one_of_another_workspace_is_not_there) {  // shows IDN-6
    auto id = add({.workspace = home, .kind = "t.x"});
    EXPECT_EQ(find(db(), other, id).error().code, "jobs.not_found");
    EXPECT_EQ(cancel(db(), clock, other, id).error().code, "jobs.not_found");
    EXPECT_EQ(get(id).state, JobState::queued);
}

TEST_P(Jobs, a_second_of_the_same_unique_key_joins_the_first_until_it_is_over) {
    runner->handle("t.sync", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    JobSpec spec{.workspace = home, .kind = "t.sync", .unique_key = "sync/1"};
    auto first = add(spec);
    EXPECT_EQ(add(spec), first);
    spec.workspace = other;
    EXPECT_NE(add(spec), first);
    spec.workspace = home;
    EXPECT_EQ(run(), 2);
    EXPECT_NE(add(spec), first);
}

TEST_P(Jobs, an_enqueue_that_is_rolled_back_leaves_nothing) {
    auto failed = db().write(home, [&](db::Tx& tx) -> Result<void> {
        TRY(enqueue(tx, clock, {.workspace = home, .kind = "t.x"}));
        return errors::interrupted();
    });
    EXPECT_FALSE(failed.ok());
    runner->handle("t.x", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    EXPECT_EQ(run(), 0);
}

TEST_P(Jobs, what_may_help_is_tried_again_with_growing_waits_and_then_is_dead) {
    std::vector<std::int64_t> tries;
    runner->handle("t.call", [&](JobContext& context) -> Result<boost::json::value> {
        tries.push_back(clock.now().ms);
        EXPECT_EQ(context.job().attempt, static_cast<int>(tries.size()));
        return roost::errors::unavailable("t.away", "The service is away.");
    });
    auto id = add({.workspace = home, .kind = "t.call", .max_attempts = 4});
    for (int second = 0; second < 60; ++second, clock.advance(Seconds{1})) run();
    ASSERT_EQ(tries.size(), 4u);
    for (std::size_t i = 1; i < tries.size(); ++i) {
        auto full = 2'000 << (i - 1);
        EXPECT_GE(tries[i] - tries[i - 1], full / 2);
        EXPECT_LE(tries[i] - tries[i - 1], full + 1'000);
    }
    auto job = get(id);
    EXPECT_EQ(job.state, JobState::failed);
    auto error = error_of(job);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, "t.away");
    EXPECT_EQ(error->kind, ErrorKind::unavailable);
    EXPECT_EQ(error->detail, "The service is away.");
}

TEST_P(Jobs, what_cannot_help_fails_at_once_with_its_fields) {
    runner->handle("t.bad", [](JobContext&) -> Result<boost::json::value> {
        return roost::errors::invalid_field("name", "t.name", "The name is wrong.");
    });
    auto id = add({.workspace = home, .kind = "t.bad"});
    EXPECT_EQ(run(), 1);
    auto error = error_of(get(id));
    ASSERT_TRUE(error);
    ASSERT_EQ(error->fields.size(), 1u);
    EXPECT_EQ(error->fields[0].field, "name");
}

TEST_P(Jobs, an_exception_is_a_failure_whose_words_stay_in_the_log) {
    runner->handle("t.throw", [](JobContext&) -> Result<boost::json::value> {
        throw std::runtime_error("secret thing");
    });
    auto id = add({.workspace = home, .kind = "t.throw", .max_attempts = 1});
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(get(id).state, JobState::failed);
    EXPECT_EQ(boost::json::serialize(get(id).problem).find("secret thing"), std::string::npos);
}

TEST_P(Jobs, a_dead_one_can_be_tried_again_by_hand) {
    bool works = false;
    runner->handle("t.x", [&](JobContext&) -> Result<boost::json::value> {
        if (works) return boost::json::value("fine");
        return roost::errors::conflict("t.no", "No.");
    });
    auto id = add({.workspace = home, .kind = "t.x"});
    run();
    EXPECT_EQ(get(id).state, JobState::failed);
    works = true;
    EXPECT_EQ(retry(db(), clock, home, id)->state, JobState::queued);
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(get(id).state, JobState::succeeded);
    EXPECT_TRUE(get(id).problem.is_null());
    EXPECT_EQ(retry(db(), clock, home, id)->state, JobState::succeeded);
}

TEST_P(Jobs, a_queued_one_is_cancelled_at_once_and_a_finished_one_stays) {
    runner->handle("t.x", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    auto id = add({.workspace = home, .kind = "t.x"});
    EXPECT_EQ(cancel(db(), clock, home, id)->state, JobState::cancelled);
    EXPECT_EQ(run(), 0);
    auto done = add({.workspace = home, .kind = "t.x"});
    run();
    EXPECT_EQ(cancel(db(), clock, home, done)->state, JobState::succeeded);
}

TEST_P(Jobs, a_running_one_learns_at_its_checkpoint_that_it_was_cancelled) {
    runner->handle("t.long", [&](JobContext& context) -> Result<boost::json::value> {
        EXPECT_EQ(cancel(db(), clock, home, context.job().id)->state, JobState::running);
        TRY(db().write(home, [&](db::Tx& tx) { return context.checkpoint(tx, {{"line", 1}}); }));
        if (context.cancelled()) return errors::interrupted();
        return boost::json::value("not noticed");
    });
    auto id = add({.workspace = home, .kind = "t.long"});
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(get(id).state, JobState::cancelled);
    EXPECT_EQ(run(), 0);
}

TEST_P(Jobs, later_ones_wait_for_their_time) {
    runner->handle("t.x", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    add({.workspace = home, .kind = "t.x", .run_at = clock.now() + Seconds{10}});
    EXPECT_EQ(run(), 0);
    clock.advance(Seconds{10});
    EXPECT_EQ(run(), 1);
}

TEST_P(Jobs, kinds_nobody_here_knows_are_kept) {
    auto id = add({.workspace = home, .kind = "t.unknown"});
    runner->handle("t.x", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    EXPECT_EQ(run(), 0);
    EXPECT_EQ(get(id).state, JobState::queued);
}

TEST_P(Jobs, one_at_a_time_and_in_order_per_ordering_key) {
    std::vector<std::int64_t> order;
    int away = 1;
    runner->handle("t.step", [&](JobContext& context) -> Result<boost::json::value> {
        order.push_back(context.job().payload.at("n").as_int64());
        if (order.back() == 1 && away-- > 0) return roost::errors::unavailable("t.away", "Away.");
        return nullptr;
    });
    for (int n = 0; n < 4; ++n)
        add({.workspace = home, .kind = "t.step", .payload = {{"n", n}}, .ordering_key = "k"});
    add({.workspace = home, .kind = "t.step", .payload = {{"n", 100}}, .ordering_key = "other key"});
    run();
    EXPECT_EQ(order, (std::vector<std::int64_t>{0, 100, 1}));  // the rest waits for the one being retried
    clock.advance(Seconds{10});
    run();
    EXPECT_EQ(order, (std::vector<std::int64_t>{0, 100, 1, 1, 2, 3}));
}

TEST_P(Jobs, a_claim_is_fair_between_workspaces) {
    for (int n = 0; n < 50; ++n) add({.workspace = home, .kind = "t.x"});
    for (int n = 0; n < 2; ++n) add({.workspace = other, .kind = "t.x"});
    add({.workspace = WorkspaceId{3}, .kind = "t.x"});
    std::optional<Instant> next;
    auto claimed = leases("node-b").claim({"t.x"}, 6, next);
    ASSERT_TRUE(claimed.ok());
    std::vector<std::int64_t> of;
    for (auto const& one : *claimed) of.push_back(one.job.workspace.value);
    EXPECT_EQ(of, (std::vector<std::int64_t>{1, 2, 3, 1, 2}));
    auto one_by_one = leases("node-c");
    of.clear();
    add({.workspace = other, .kind = "t.x"});
    for (int n = 0; n < 3; ++n) of.push_back(one_by_one.claim({"t.x"}, 1, next)->front().job.workspace.value);
    EXPECT_EQ(of, (std::vector<std::int64_t>{1, 2, 1}));
}

TEST_P(Jobs, after_a_crash_it_goes_on_from_its_checkpoint) {  // shows RUN-9
    auto id = add({.workspace = home, .kind = "t.import", .max_attempts = 1});
    auto dead = claim_and_crash("t.import");
    Execution crashed(dead);
    crashed.progress("reading", 500, 1'000);
    ASSERT_TRUE(db().write(home, [&](db::Tx& tx) { return crashed.checkpoint(tx, {{"line", 500}}); }).ok());
    std::int64_t resumed_at = 0;
    runner->handle("t.import", [&](JobContext& context) -> Result<boost::json::value> {
        resumed_at = context.job().payload.at("checkpoint").at("line").as_int64();
        return nullptr;
    });
    EXPECT_EQ(run(), 0) << "the lease still holds";
    EXPECT_EQ(get(id).done, 500);
    clock.advance(Seconds{31});
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(resumed_at, 500);
    EXPECT_EQ(get(id).state, JobState::succeeded);
}

TEST_P(Jobs, a_worker_that_lost_its_lease_changes_nothing_more) {
    auto id = add({.workspace = home, .kind = "t.import"});
    auto stale = claim_and_crash("t.import");
    clock.advance(Seconds{31});
    ASSERT_EQ(*leases("node-b").rescue(), 1);
    auto fresh = claim_and_crash("t.import", "node-dead");  // even the same node: another lease
    Execution late(stale);
    auto saved = db().write(home, [&](db::Tx& tx) -> Result<void> {
        TRY(enqueue(tx, clock, {.workspace = home, .kind = "t.child"}));
        return late.checkpoint(tx, {{"line", 1}});
    });
    ASSERT_FALSE(saved.ok());
    EXPECT_EQ(saved.error().code, "jobs.lease_lost");
    ASSERT_TRUE(leases("node-dead").finish(home, {{.workspace = home, .id = id, .runs = stale.runs}}).ok());
    EXPECT_EQ(get(id).state, JobState::running);
    ASSERT_TRUE(leases("node-dead").finish(home, {{.workspace = home, .id = id, .runs = fresh.runs}}).ok());
    EXPECT_EQ(get(id).state, JobState::succeeded);
    runner->handle("t.child", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    EXPECT_EQ(run(), 0) << "the transaction of the lost lease was rolled back";
}

TEST_P(Jobs, one_that_takes_its_process_down_every_time_is_dead_in_the_end) {
    auto id = add({.workspace = home, .kind = "t.poison", .max_attempts = 1});
    int crashes = 0;
    while (get(id).state != JobState::failed && crashes < 50) {
        claim_and_crash("t.poison");
        clock.advance(Seconds{31});
        ASSERT_EQ(*leases("node-b").rescue(), 1);
        clock.advance(Seconds{130});
        ++crashes;
    }
    EXPECT_EQ(crashes, 10);
    EXPECT_EQ(error_of(get(id))->code, "jobs.crashed");
}

TEST_P(Jobs, one_that_is_crashed_with_its_process_again_and_again_waits_longer_each_time) {  // shows REL-1
    auto id = add({.workspace = home, .kind = "t.innocent", .ordering_key = "one"});
    add({.workspace = home, .kind = "t.later", .ordering_key = "one"});
    std::optional<Instant> next;
    for (int crashes : {1, 2, 3, 4}) {
        claim_and_crash("t.innocent");
        clock.advance(Seconds{31});
        ASSERT_EQ(*leases("node-b").rescue(), 1);
        if (crashes < 3) continue;
        EXPECT_TRUE(leases("node-b").claim({"t.innocent", "t.later"}, 2, next)->empty())
            << "it waits, and its order with it";
        clock.advance(Millis{crashes == 3 ? 1'000 : 2'000});
    }
    runner->handle("t.innocent", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    runner->handle("t.later", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    EXPECT_EQ(run(), 2);
    EXPECT_EQ(get(id).state, JobState::succeeded);
}

TEST_P(Jobs, those_of_a_process_that_is_gone_are_rescued_without_waiting) {
    auto id = add({.workspace = home, .kind = "t.x"});
    auto self = new_owner_name();
    EXPECT_FALSE(is_gone(self));
    EXPECT_FALSE(is_gone("node-dead"));
    auto gone = self.substr(0, self.find(':')) + ":1:0:1";  // process 1, but of another start
    EXPECT_TRUE(is_gone(gone));
    claim_and_crash("t.x", gone);
    EXPECT_EQ(*leases(self).rescue(), 1);
    EXPECT_EQ(get(id).state, JobState::queued);
}

TEST_P(Jobs, a_repeated_one_is_enqueued_once_per_tick_over_all_nodes) {
    int ran = 0;
    auto count = [&](JobContext&) -> Result<boost::json::value> { return boost::json::value(++ran); };
    auto second = make_runner(db(), clock, random, {.node_id = "node-b"});
    for (auto* node : {runner.get(), second.get()}) {
        node->handle("t.tick", count);
        node->schedule({.kind = "t.tick", .every = Seconds{60}});
    }
    for (int round = 0; round < 30; ++round, clock.advance(Seconds{10})) {
        ASSERT_TRUE(runner->run_until_idle().ok());
        ASSERT_TRUE(second->run_until_idle().ok());
    }
    EXPECT_GE(ran, 5);
    EXPECT_LE(ran, 6);
    clock.jump(-std::chrono::hours{24});  // the machine's clock is set back
    ASSERT_TRUE(runner->run_until_idle().ok());
    EXPECT_GE(ran, 6);
    auto before = ran;
    clock.advance(Seconds{60});
    ASSERT_TRUE(second->run_until_idle().ok());
    EXPECT_EQ(ran, before + 1);
}

TEST_P(Jobs, finished_ones_are_forgotten_in_their_time) {
    runner->handle("t.x", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    runner->handle("t.fail", [](JobContext&) -> Result<boost::json::value> {
        return roost::errors::conflict("t.no", "No.");
    });
    auto program = add({.workspace = home, .kind = "t.x"});
    auto person = add({.workspace = home, .kind = "t.x", .user = UserId{7}});
    auto dead = add({.workspace = home, .kind = "t.fail"});
    run();
    clock.advance(std::chrono::hours{25});
    run();
    EXPECT_FALSE(find(db(), home, program).ok());
    EXPECT_TRUE(find(db(), home, person).ok());
    EXPECT_TRUE(find(db(), home, dead).ok());
    clock.advance(std::chrono::hours{24 * 30});
    run();
    EXPECT_FALSE(find(db(), home, person).ok());
    EXPECT_FALSE(find(db(), home, dead).ok());
}

TEST_P(Jobs, waits_grow_are_spread_and_obey_the_other_side) {
    Error plain{.kind = ErrorKind::unavailable};
    for (int attempt = 1; attempt < 40; ++attempt) {
        auto wait = backoff(attempt, plain, random);
        EXPECT_GE(wait, Millis{1'000});
        EXPECT_LE(wait, Millis{600'000});
    }
    EXPECT_NE(backoff(5, plain, random), backoff(5, plain, random));
    EXPECT_GE(backoff(1, {.kind = ErrorKind::rate_limited, .retry_after_s = 90}, random), Seconds{90});
}

TEST(JobView, tells_how_far_and_how_long) {
    Job job{.state = JobState::running, .done = 250, .total = 1'000, .started_at = Instant{1'000}};
    auto shown = to_json(job, Instant{11'000});
    EXPECT_EQ(shown.at("percent"), 25);
    EXPECT_EQ(shown.at("eta_s"), 30);
    job.done = 0;
    EXPECT_TRUE(to_json(job, Instant{11'000}).at("eta_s").is_null());
    job.total.reset();
    EXPECT_TRUE(to_json(job, Instant{11'000}).at("percent").is_null());
}

}  // namespace
}  // namespace roost::jobs
