// threads_test.cpp: runners with threads on real databases: exactly once, cancel, stop, progress.
#include <gtest/gtest.h>

#include <set>

#include "core/clock/clock.h"
#include "core/clock/fake_clock.h"
#include "core/jobs/jobs.h"
#include "core/jobs/sql.h"
#include "core/metrics/source.h"
#include "support/database.h"

namespace roost::jobs {
namespace {

constexpr WorkspaceId home{1};

/// A flag that one thread raises and another waits for; a test that hangs fails after 20 s.
class Flag {
public:
    void raise() {
        std::lock_guard lock(mutex_);
        raised_ = true;
        changed_.notify_all();
    }
    bool wait() {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, Seconds{20}, [&] { return raised_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool raised_ = false;
};

class Runners : public testing::OnBothEngines {
protected:
    std::vector<JobId> add(int count, JobSpec spec) {
        std::vector<JobId> ids;
        for (int begin = 0; begin < count; begin += 500) {
            auto added = db().write(spec.workspace, [&](db::Tx& tx) -> Result<std::vector<JobId>> {
                std::vector<JobId> some;
                for (int n = begin; n < std::min(count, begin + 500); ++n) {
                    some.push_back(TRY(enqueue(tx, clock, spec)));
                }
                return some;
            });
            EXPECT_TRUE(added.ok());
            ids.insert(ids.end(), added->begin(), added->end());
        }
        return ids;
    }
    /// Polls the stored job; only for what has no event inside the process.
    bool reaches(JobId id, JobState state) {
        for (auto end = clock.monotonic() + Seconds{20}; clock.monotonic() < end; std::this_thread::yield()) {
            auto job = find(db(), home, id);
            if (job.ok() && job->state == state) return true;
        }
        return false;
    }

    SystemClock clock;
    SystemRandom random;
};
INSTANTIATE_ON_BOTH_ENGINES(Runners);

TEST_P(Runners, two_of_them_run_every_job_exactly_once) {  // shows RUN-9
    constexpr int count = 3'000;
    std::mutex mutex;
    std::map<JobId, int> ran;
    Flag all;
    auto handler = [&](JobContext& context) -> Result<boost::json::value> {
        std::lock_guard lock(mutex);
        ++ran[context.job().id];
        if (ran.size() == count) all.raise();
        return nullptr;
    };
    auto ids = add(count, {.workspace = home, .kind = "t.x"});
    auto another = database().open_another();
    auto first = make_runner(db(), clock, random, {.threads = 2});
    auto second = make_runner(*another, clock, random, {.threads = 2});
    for (auto* runner : {first.get(), second.get()}) {
        runner->handle("t.x", handler);
        runner->start();
    }
    EXPECT_TRUE(all.wait());
    first->stop(Seconds{20});
    second->stop(Seconds{20});
    for (auto id : ids) {
        EXPECT_EQ(ran[id], 1);
        EXPECT_EQ(find(db(), home, id)->state, JobState::succeeded);
    }
}

TEST_P(Runners, two_of_them_never_run_one_ordering_key_at_the_same_time) {
    constexpr int count = 120;
    std::mutex mutex;
    std::map<std::int64_t, std::vector<JobId>> order;
    std::set<std::int64_t> busy;
    int done = 0, overlaps = 0;
    Flag all;
    auto handler = [&](JobContext& context) -> Result<boost::json::value> {
        auto key = context.job().payload.at("key").as_int64();
        {
            std::lock_guard lock(mutex);
            overlaps += !busy.insert(key).second;
            order[key].push_back(context.job().id);
        }
        std::this_thread::yield();
        std::lock_guard lock(mutex);
        busy.erase(key);
        if (++done == count) all.raise();
        return nullptr;
    };
    for (int n = 0; n < count; ++n) {
        add(1, {.workspace = home,
                .kind = "t.x",
                .payload = {{"key", n % 3}},
                .ordering_key = std::to_string(n % 3)});
    }
    auto another = database().open_another();
    auto first = make_runner(db(), clock, random, {.threads = 3});
    auto second = make_runner(*another, clock, random, {.threads = 3});
    for (auto* runner : {first.get(), second.get()}) {
        runner->handle("t.x", handler);
        runner->start();
    }
    EXPECT_TRUE(all.wait());
    first->stop(Seconds{20});
    second->stop(Seconds{20});
    EXPECT_EQ(overlaps, 0);
    for (auto const& [key, ids] : order) EXPECT_TRUE(std::ranges::is_sorted(ids)) << key;
}

TEST_P(Runners, a_running_job_is_cancelled_while_it_works) {
    Flag started;
    auto runner = make_runner(db(), clock, random, {});
    runner->handle("t.long", [&](JobContext& context) -> Result<boost::json::value> {
        started.raise();
        for (std::int64_t n = 0; !context.cancelled(); ++n) {
            context.progress("counting", n, std::nullopt);
            std::this_thread::yield();
        }
        return errors::interrupted();
    });
    runner->start();
    auto id = add(1, {.workspace = home, .kind = "t.long", .user = UserId{3}})[0];
    ASSERT_TRUE(started.wait());
    ASSERT_EQ(cancel(db(), clock, home, id)->state, JobState::running);
    EXPECT_TRUE(reaches(id, JobState::cancelled));
    EXPECT_EQ(find(db(), home, id)->stage, "counting");
    runner->stop(Seconds{20});
}

TEST_P(Runners, stopping_gives_an_interrupted_job_back_uncounted) {  // shows RUN-9
    Flag started;
    auto runner = make_runner(db(), clock, random, {});
    runner->handle("t.long", [&](JobContext& context) -> Result<boost::json::value> {
        started.raise();
        while (!context.stopping()) std::this_thread::yield();
        return errors::interrupted();
    });
    auto id = add(1, {.workspace = home, .kind = "t.long", .max_attempts = 1})[0];
    runner->start();
    ASSERT_TRUE(started.wait());
    runner->stop(Seconds{20});
    auto job = find(db(), home, id);
    EXPECT_EQ(job->state, JobState::queued);
    EXPECT_EQ(job->attempt, 0);
}

TEST_P(Runners, stopping_does_not_wait_for_a_deaf_job_and_gives_its_lease_back) {  // shows RUN-9
    Flag started, leave;
    auto runner = make_runner(db(), clock, random, {});
    runner->handle("t.deaf", [&](JobContext& context) -> Result<boost::json::value> {
        started.raise();
        EXPECT_TRUE(leave.wait());
        auto late = db().write(home, [&](db::Tx& tx) { return context.checkpoint(tx, {}); });
        EXPECT_EQ(late.error().code, "jobs.lease_lost");
        return nullptr;
    });
    auto id = add(1, {.workspace = home, .kind = "t.deaf"})[0];
    runner->start();
    ASSERT_TRUE(started.wait());
    runner->stop(Millis{10});
    EXPECT_EQ(find(db(), home, id)->state, JobState::queued);
    leave.raise();
}

TEST_P(Runners, work_that_another_handle_of_the_database_enqueues_is_found) {
    auto runner = make_runner(db(), clock, random, {});
    runner->handle("t.x", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    runner->start();
    auto another = database().open_another();
    auto id = another->write(
        home, [&](db::Tx& tx) { return enqueue(tx, clock, {.workspace = home, .kind = "t.x"}); });
    ASSERT_TRUE(id.ok());
    EXPECT_TRUE(reaches(*id, JobState::succeeded));
    runner->stop(Seconds{20});
}

TEST_P(Runners,
       one_that_only_ticks_runs_nothing_and_one_that_only_runs_ticks_nothing) {  // shows RUN-3
    auto nothing = [](JobContext&) -> Result<boost::json::value> { return nullptr; };
    auto made = add(1, {.workspace = home, .kind = "test.job"}).front();
    auto count_of = [&](std::string const& kind) {
        std::int64_t count = 0;
        auto read = db().read([&](db::Reader& reader) {
            return reader.each(sql::due_jobs_by_kind, {{"now", clock.now()}, {"limit", 100}},
                               [&](db::Row const& row) -> Result<void> {
                                   if (db::get<std::string>(row, 0) == kind)
                                       count = db::get<std::int64_t>(row, 1);
                                   return {};
                               });
        });
        EXPECT_TRUE(read.ok());
        return count;
    };
    auto ticking = make_runner(db(), clock, random, {});
    ticking->handle("test.job", nothing);
    ticking->schedule({.kind = "test.tick", .every = std::chrono::hours{24 * 365 * 100}});
    ticking->start({.jobs = false, .ticks = true});
    ticking->stop(Millis{1'000});
    EXPECT_EQ(count_of("test.tick"), 1);
    EXPECT_EQ(find(db(), home, made)->attempt, 0);

    auto running = make_runner(db(), clock, random, {});
    running->handle("test.job", nothing);
    running->schedule({.kind = "test.other_tick", .every = std::chrono::hours{1}});
    running->start({.jobs = true, .ticks = false});
    EXPECT_TRUE(reaches(made, JobState::succeeded));
    running->stop(Millis{1'000});
    EXPECT_EQ(count_of("test.other_tick"), 0);
}

TEST_P(Runners, a_kind_that_nobody_handles_raises_an_alarm_and_is_kept) {  // shows RUN-3 RUN-8
    auto lost = add(2, {.workspace = home, .kind = "test.from_the_future"}).front();
    add(1, {.workspace = home, .kind = "test.job"});
    EXPECT_TRUE(unhandled(db(), {"test.job"}, clock.now())->empty());  // somebody may still come
    auto later = clock.now() + std::chrono::minutes{2};
    auto found = *unhandled(db(), {"test.job"}, later);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].kind, "test.from_the_future");
    EXPECT_EQ(found[0].count, 2);

    FakeClock standing(later);
    auto runner = make_runner(db(), standing, random, {});
    runner->handle("test.job", [](JobContext&) -> Result<boost::json::value> { return nullptr; });
    runner->start();
    runner->stop(Millis{1'000});
    metrics::Text text;
    metrics::measure(*runner, text);
    EXPECT_NE(text.take().find("roost_jobs_unhandled{kind=\"test.from_the_future\"} 2"), std::string::npos);
    EXPECT_EQ(find(db(), home, lost)->state, JobState::queued);
}

}  // namespace
}  // namespace roost::jobs
