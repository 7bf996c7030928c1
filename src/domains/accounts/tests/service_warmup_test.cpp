// service_warmup_test.cpp: leases, reports, late and repeated ones, pacing, cleanup and reviews on both
// engines.
#include "domains/accounts/tests/warmup_fixture.h"

namespace roost::accounts::tests {
namespace {

INSTANTIATE_ON_BOTH_ENGINES(WarmupTest);

// shows ACC-5, ACC-6, BOT-1
TEST_P(WarmupTest, a_bot_takes_an_account_through_five_steps_to_ready) {
    auto id = add_accounts(1, model, add_proxy()).front();
    for (int step = 1; step <= 5; ++step) {
        auto next_task = next(1);
        ASSERT_TRUE(next_task.task) << "step " << step;
        auto const& task = *next_task.task;
        EXPECT_EQ(task.step_number, step);
        EXPECT_EQ(task.step_name, rules::step_name({StepKind::warmup, step}));
        EXPECT_EQ(task.attempt, 1);
        EXPECT_EQ(task.account_id, id);
        EXPECT_EQ(task.password.reveal(), "pw-" + task.username);
        ASSERT_TRUE(task.proxy);
        EXPECT_EQ(task.lease_expires_at, clock.now() + Seconds{600});
        EXPECT_EQ(state(id).state, LifecycleState::warming_up);
        EXPECT_EQ(state(id).step, step);
        auto held = write([&](db::Tx& tx) { return warmup->content(tx, ws, bot(1), id, task.task_id); })
                        .value()
                        .reserved;
        EXPECT_EQ(held.content_id.has_value(), step != 2);
        EXPECT_EQ(held.text_content.has_value(), step == 2 || step == 5);
        auto reported = done(1, task.task_id);
        ASSERT_TRUE(reported.ok()) << reported.error().detail;
        EXPECT_FALSE(reported->late());
        clock.advance(Seconds{1});
    }
    EXPECT_EQ(state(id).state, LifecycleState::ready);
    EXPECT_EQ(state(id).step, std::nullopt);
    EXPECT_FALSE(next(1).task);
    EXPECT_EQ(events(id, "step_completed"), 5);
    EXPECT_EQ(events(id, "lifecycle"), 1);
}

// shows BOT-1
TEST_P(WarmupTest, asking_again_returns_the_same_lease_and_others_get_other_accounts) {
    add_accounts(2, model, add_proxy(2));
    auto first = next(1);
    auto again = next(1);
    ASSERT_TRUE(first.task && again.task);
    EXPECT_EQ(first.task->task_id, again.task->task_id);
    EXPECT_EQ(first.task->lease_expires_at, again.task->lease_expires_at);
    EXPECT_TRUE(first.new_lease);
    EXPECT_FALSE(again.new_lease);
    auto other = next(2);
    ASSERT_TRUE(other.task);
    EXPECT_NE(other.task->account_id, first.task->account_id);
    EXPECT_FALSE(next(3).task);
}

// shows BOT-2
TEST_P(WarmupTest, a_proxy_carries_no_more_tasks_than_it_may) {
    auto narrow = add_proxy(1);
    auto wide = add_proxy(2);
    add_accounts(5, model, narrow);
    add_accounts(5, model, wide);
    std::map<std::int64_t, int> running;
    for (int b = 1; b <= 6; ++b) {
        if (next(b).task) ++running[*attempts().back().proxy];
    }
    EXPECT_EQ(running[narrow.value], 1);
    EXPECT_EQ(running[wide.value], 2);
}

// shows ACC-8: what blocks a lease
TEST_P(WarmupTest, nothing_is_handed_out_without_model_content_proxy_or_start) {
    auto proxy = add_proxy(10);
    add_accounts(1, std::nullopt, proxy);
    EXPECT_FALSE(next(1).task) << "no model";
    auto bare = add_model("Bare");
    auto waiting = add_accounts(1, bare, proxy);
    EXPECT_FALSE(next(1).task) << "waiting for content";
    stock(bare);
    EXPECT_TRUE(next(1).task) << "content arrived";
    add_accounts(1, model, std::nullopt);
    EXPECT_FALSE(next(2).task) << "no proxy";
    settings({{"require_proxy", false}});
    auto direct = next(2);
    ASSERT_TRUE(direct.task);
    EXPECT_FALSE(direct.task->proxy);
    settings({{"auto_start", false}});
    add_accounts(1, model, proxy);
    EXPECT_FALSE(next(3).task) << "no automatic start";
    settings({{"auto_start", true}});
    EXPECT_TRUE(next(3).task);
}

// shows ACC-7
TEST_P(WarmupTest, a_step_is_retried_with_backoff_and_then_needs_review) {
    settings({{"backoff_base_s", 60}, {"max_retries", 2}});
    auto id = add_accounts(1, model, add_proxy()).front();
    for (int attempt = 1; attempt <= 2; ++attempt) {
        auto task = next(1).task;
        ASSERT_TRUE(task);
        EXPECT_EQ(task->attempt, attempt);
        ASSERT_TRUE(failed(1, task->task_id).ok());
        EXPECT_EQ(state(id).retry_count, attempt);
        auto wait = (*state(id).due_at - clock.now()).count();
        EXPECT_GE(wait, 30'000 << (attempt - 1));
        EXPECT_LE(wait, 60'000 << (attempt - 1));
        auto nothing = next(1);
        EXPECT_FALSE(nothing.task);
        EXPECT_EQ(nothing.next_at, state(id).due_at);
        clock.advance(Millis{wait});
    }
    auto last = next(1).task;
    ASSERT_TRUE(last);
    auto answer = failed(1, last->task_id).value().answer.value();
    EXPECT_EQ(answer.at("status"), "requires_review");
    EXPECT_TRUE(state(id).review);
    clock.advance(std::chrono::hours{48});
    EXPECT_FALSE(next(1).task);
    review(id, ReviewAction::retry);
    auto again = next(1).task;
    ASSERT_TRUE(again);
    EXPECT_EQ(again->attempt, 1);
    EXPECT_EQ(attempts().at(2).status, StepStatus::requires_review);
}

// shows BOT-2, REL-1
TEST_P(WarmupTest, the_same_report_twice_answers_the_same_and_counts_once) {
    auto id = add_accounts(1, model, add_proxy()).front();
    auto task = next(1).task.value().task_id;
    auto first = done(1, task).value();
    auto second = done(1, task).value();
    EXPECT_EQ(first.answer, second.answer);
    EXPECT_TRUE(second.repeated);
    EXPECT_EQ(state(id).step, 2);
    EXPECT_TRUE(failed(1, task).value().late()) << "another outcome";
    EXPECT_EQ(state(id).step, 2);
    EXPECT_FALSE(state(id).review);
    clock.advance(std::chrono::hours{24});
    EXPECT_TRUE(done(1, task).value().late()) << "only for 24 hours";

    auto failing = next(1).task.value().task_id;
    auto failure = failed(1, failing).value();
    EXPECT_EQ(failure.answer, failed(1, failing).value().answer);
    EXPECT_EQ(state(id).retry_count, 1);
    EXPECT_EQ(done(2, failing).error().code, "bots.task_not_found") << "another bot";
    EXPECT_EQ(done(1, "task_unknown").error().code, "bots.task_not_found");
}

// shows BOT-2: late, and nobody did it again
TEST_P(WarmupTest, a_late_report_changes_no_step_but_asks_for_review) {
    auto id = add_accounts(1, model, add_proxy()).front();
    auto task = next(1).task.value().task_id;
    clock.advance(Seconds{600});
    EXPECT_TRUE(done(1, task).value().late());
    EXPECT_EQ(state(id).state, LifecycleState::warming_up);
    EXPECT_EQ(state(id).step, 1);
    EXPECT_EQ(state(id).retry_count, 0);
    EXPECT_TRUE(state(id).review);
    EXPECT_FALSE(next(2).task);
    EXPECT_TRUE(attempts().front().late);
    review(id, ReviewAction::skip);
    EXPECT_EQ(state(id).step, 2);
    EXPECT_EQ(attempts().back().status, StepStatus::skipped);
}

// shows BOT-2: late, but it was handed out again
TEST_P(WarmupTest, a_late_report_of_a_step_that_another_bot_holds_is_only_kept) {
    auto id = add_accounts(1, model, add_proxy()).front();
    auto task = next(1).task.value().task_id;
    clock.advance(Seconds{600});
    auto second = next(2).task;
    ASSERT_TRUE(second) << "the silent bot's task returns at the next claim";
    EXPECT_NE(second->task_id, task);
    EXPECT_TRUE(done(1, task).value().late());
    EXPECT_FALSE(state(id).review);
    EXPECT_TRUE(attempts().front().late);
    EXPECT_FALSE(done(2, second->task_id).value().late());
    EXPECT_EQ(state(id).step, 2);
}

// shows BOT-2
TEST_P(WarmupTest, heartbeats_keep_a_lease_and_silence_ends_it) {
    auto id = add_accounts(1, model, add_proxy()).front();
    auto task = next(1).task.value();
    for (int i = 0; i < 5; ++i) {
        clock.advance(Seconds{500});
        auto until =
            write([&](db::Tx& tx) { return warmup->keep_alive(tx, ws, bot(1), task.task_id); }).value();
        EXPECT_EQ(until, clock.now() + Seconds{600});
    }
    auto other =
        write([&](db::Tx& tx) { return warmup->keep_alive(tx, ws, bot(1), std::string("task_x")); }).value();
    EXPECT_FALSE(other);
    clock.advance(Seconds{601});
    EXPECT_EQ(warmup->sweep().value(), 1);
    EXPECT_EQ(state(id).due_at, clock.now());
    EXPECT_EQ(state(id).retry_count, 0);
    EXPECT_EQ(attempts().front().status, StepStatus::failed);
    EXPECT_EQ(attempts().front().error_code, "lease_expired");
    EXPECT_EQ(next(1).task.value().attempt, 1);
}

// shows ACC-8
TEST_P(WarmupTest, gap_and_caps_are_kept_in_the_workspaces_time_zone) {
    // Berlin: the day of 2026-10-25 has 25 hours and ends at 23:00 UTC.
    clock.jump(parse_rfc3339("2026-10-25T20:00:00Z").value() - clock.now());
    settings({{"gap_s", 600}, {"cap_per_account_day", 2}, {"cap_per_proxy_day", 3}}, "Europe/Berlin");
    auto proxy = add_proxy(10);
    auto ids = add_accounts(2, model, proxy);
    auto complete_one = [&] {
        auto task = next(1).task;
        if (!task) return false;
        EXPECT_TRUE(done(1, task->task_id).ok());
        return true;
    };
    EXPECT_TRUE(complete_one());
    EXPECT_TRUE(complete_one());
    EXPECT_FALSE(complete_one()) << "both wait for the gap";
    EXPECT_EQ(next(1).next_at, clock.now() + Seconds{600});
    clock.advance(Seconds{600});
    EXPECT_TRUE(complete_one());
    EXPECT_FALSE(complete_one()) << "the proxy did three today";
    clock.advance(Seconds{600});
    EXPECT_EQ(to_rfc3339(next(1).next_at.value()), "2026-10-25T23:00:00.000Z");
    clock.jump(parse_rfc3339("2026-10-25T22:59:59Z").value() - clock.now());
    EXPECT_FALSE(complete_one());
    clock.advance(Seconds{1});
    EXPECT_TRUE(complete_one()) << "a new local day";
}

// shows ACC-8: a change counts from the next task on
TEST_P(WarmupTest, looser_pacing_opens_the_queue_again) {
    settings({{"gap_s", 14400}});
    add_accounts(1, model, add_proxy());
    auto task = next(1).task;
    ASSERT_TRUE(task);
    ASSERT_TRUE(done(1, task->task_id).ok());
    EXPECT_FALSE(next(1).task);
    settings({{"gap_s", 0}});
    EXPECT_TRUE(next(1).task);
}

// shows ACC-9
TEST_P(WarmupTest, cleanup_is_done_by_bots_like_warmup_and_needs_no_content) {
    auto id = add_accounts(1, add_model("Bare"), add_proxy()).front();
    write([&](db::Tx& tx) {
        return tx.execute(sql::set_state, {{"workspace_id", ws},
                                           {"id", id},
                                           {"lifecycle_state", "cleanup"},
                                           {"warmup_step", nullptr},
                                           {"cleanup_step", 1},
                                           {"due_at", clock.now()}});
    }).value();
    for (int step = 1; step <= 5; ++step) {
        auto task = next(1).task;
        ASSERT_TRUE(task) << step;
        EXPECT_EQ(task->kind, StepKind::cleanup);
        EXPECT_EQ(task->step_name, rules::step_name({StepKind::cleanup, step}));
        auto held = write([&](db::Tx& tx) { return warmup->content(tx, ws, bot(1), id, task->task_id); })
                        .value()
                        .reserved;
        EXPECT_FALSE(held.content_id || held.text_id);
        if (step == 3) {
            ASSERT_TRUE(failed(1, task->task_id).ok());
            EXPECT_EQ(state(id).retry_count, 1);
            task = next(1).task;
            ASSERT_TRUE(task);
            EXPECT_EQ(task->attempt, 2);
        }
        ASSERT_TRUE(done(1, task->task_id).ok());
    }
    EXPECT_EQ(state(id).state, LifecycleState::ready);
}

// shows ACC-7
TEST_P(WarmupTest, ten_thousand_reviews_are_settled_at_once) {
    auto ids = add_accounts(10'000, model, std::nullopt);
    for (auto id : {ids.front(), ids.back()}) {
        write([&](db::Tx& tx) {
            return tx.execute(sql::set_state, {{"workspace_id", ws},
                                               {"id", id},
                                               {"lifecycle_state", "ready"},
                                               {"warmup_step", nullptr},
                                               {"cleanup_step", nullptr},
                                               {"due_at", nullptr}});
        }).value();
    }
    ids.push_back(AccountId{999'999});
    std::int64_t changed = 0;
    std::vector<RefusedAccount> refused;
    for (std::size_t from = 0; from < ids.size(); from += 2500) {
        std::vector<AccountId> part(ids.begin() + static_cast<long>(from),
                                    ids.begin() + static_cast<long>(std::min(ids.size(), from + 2500)));
        auto result = write([&](db::Tx& tx) {
                          return warmup->review_many(tx, owner, part, {ReviewAction::skip, {}, "seen"});
                      }).value();
        changed += result.changed;
        refused.insert(refused.end(), result.refused.begin(), result.refused.end());
    }
    EXPECT_EQ(changed, 9'998);
    ASSERT_EQ(refused.size(), 3u);
    EXPECT_EQ(refused[0].error.code, "accounts.no_step");
    EXPECT_EQ(refused[2].error.code, "accounts.not_found");
    EXPECT_EQ(state(ids[1]).step, 2);
    EXPECT_EQ(events(ids[1], "review"), 1);
}

// shows REL-1: the clock jumps a day either way
TEST_P(WarmupTest, a_clock_that_jumps_a_day_loses_no_task_and_doubles_none) {
    auto ids = add_accounts(2, model, add_proxy(2));
    auto first = next(1).task.value();
    clock.jump(std::chrono::hours{24});
    EXPECT_TRUE(done(1, first.task_id).value().late());
    EXPECT_TRUE(state(first.account_id).review);
    auto second = next(1).task.value();
    clock.jump(-std::chrono::hours{24});
    EXPECT_EQ(next(1).task.value().task_id, second.task_id);
    EXPECT_EQ(warmup->sweep().value(), 0) << "the bot may still be at work";
    clock.advance(Seconds{601});
    EXPECT_EQ(warmup->sweep().value(), 1) << "but not for a day";
    EXPECT_TRUE(next(2).task);
}

// shows BOT-2
TEST_P(WarmupTest, a_person_who_moves_an_account_ends_its_lease) {
    auto id = add_accounts(1, model, add_proxy()).front();
    auto task = next(1).task.value();
    review(id, ReviewAction::disable);
    EXPECT_EQ(state(id).state, LifecycleState::disabled);
    EXPECT_EQ(attempts().front().status, StepStatus::skipped);
    EXPECT_TRUE(done(1, task.task_id).value().late());
    EXPECT_EQ(state(id).state, LifecycleState::disabled);
    EXPECT_FALSE(state(id).review);
}

}  // namespace
}  // namespace roost::accounts::tests
