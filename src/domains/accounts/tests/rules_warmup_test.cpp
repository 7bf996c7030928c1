// rules_warmup_test.cpp: steps, outcomes and reviews as tables and properties.
#include "domains/accounts/rules_warmup.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace roost::accounts::rules {
namespace {

Pacing pacing_with(identity::WarmupSettings warmup) {
    identity::WorkspaceSettings settings;
    settings.warmup = warmup;
    return Pacing(settings);
}

Progress warming_up(int step) {
    return {.state = LifecycleState::warming_up, .warmup_step = step, .model_id = ModelId{7}};
}
Progress cleaning(int step) {
    return {.state = LifecycleState::cleanup,
            .cleanup_step = step,
            .model_id = ModelId{7},
            .content_model_id = ModelId{7}};
}

// shows ACC-6
TEST(WarmupRules, the_five_steps_have_their_names_and_content) {
    struct Case {
        Step step;
        std::string_view name;
        bool picture, text;
    };
    for (auto const& c : {Case{{StepKind::warmup, 1}, "change_pfp", true, false},
                          Case{{StepKind::warmup, 2}, "change_bio", false, true},
                          Case{{StepKind::warmup, 3}, "add_highlight", true, true},
                          Case{{StepKind::warmup, 4}, "add_story", true, true},
                          Case{{StepKind::warmup, 5}, "add_post", true, true},
                          Case{{StepKind::cleanup, 1}, "remove_posts", false, false},
                          Case{{StepKind::cleanup, 2}, "remove_story", false, false},
                          Case{{StepKind::cleanup, 3}, "remove_highlight", false, false},
                          Case{{StepKind::cleanup, 4}, "reset_bio", false, false},
                          Case{{StepKind::cleanup, 5}, "reset_pfp", false, false}}) {
        EXPECT_EQ(step_name(c.step), c.name);
        EXPECT_EQ(content_need(c.step).picture.has_value(), c.picture) << c.name;
        EXPECT_EQ(content_need(c.step).text.has_value(), c.text) << c.name;
    }
}

// shows ACC-5, ACC-6
TEST(WarmupRules, five_completed_steps_lead_from_imported_to_ready) {
    Progress progress{.state = LifecycleState::imported, .model_id = ModelId{7}};
    for (int step = 1; step <= 5; ++step) {
        progress = begin(progress);
        EXPECT_EQ(progress.state, LifecycleState::warming_up);
        EXPECT_EQ(progress.warmup_step, step);
        progress = advance(progress);
    }
    EXPECT_EQ(progress.state, LifecycleState::ready);
    EXPECT_EQ(progress.warmup_step, std::nullopt);
    EXPECT_EQ(progress.content_model_id, ModelId{7});
    EXPECT_EQ(current_step(progress), std::nullopt);
}

// shows ACC-9
TEST(WarmupRules, cleanup_ends_at_its_target_or_ready_without_a_model) {
    auto progress = cleaning(5);
    progress.cleanup_target_model_id = ModelId{9};
    auto assigned = advance(progress);
    EXPECT_EQ(assigned.state, LifecycleState::assigned);
    EXPECT_EQ(assigned.model_id, ModelId{9});
    EXPECT_EQ(assigned.content_model_id, std::nullopt);
    auto ready = advance(cleaning(5));
    EXPECT_EQ(ready.state, LifecycleState::ready);
    EXPECT_EQ(ready.model_id, std::nullopt);
    EXPECT_EQ(ready.cleanup_step, std::nullopt);
}

// shows ACC-7
TEST(WarmupRules, the_fourth_failure_of_a_step_requires_review) {
    auto pacing = pacing_with({});
    auto progress = warming_up(2);
    Instant now{1'000'000};
    for (int n = 1; n <= 3; ++n) {
        auto failure = fail(progress, StepError::network, pacing, 0.999999, now);
        ASSERT_TRUE(failure.retry_at);
        EXPECT_EQ(failure.progress.retry_count, n);
        progress = failure.progress;
    }
    auto last = fail(progress, StepError::network, pacing, 0.5, now);
    EXPECT_FALSE(last.retry_at);
    EXPECT_TRUE(last.progress.requires_review);
    EXPECT_EQ(last.progress.warmup_step, 2);
}

// shows ACC-7
TEST(WarmupRules, only_three_error_codes_go_to_review_at_once) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<StepError>>([](auto d) {
        auto failure = fail(warming_up(1), d.value, pacing_with({}), 0.5, Instant{0});
        bool at_once = d.value == StepError::checkpoint || d.value == StepError::bad_credentials ||
                       d.value == StepError::account_disabled;
        EXPECT_EQ(failure.progress.requires_review, at_once) << d.name;
        EXPECT_EQ(failure.retry_at.has_value(), !at_once) << d.name;
    });
}

// shows ACC-7
TEST(WarmupRules, backoff_stays_between_half_and_whole_of_the_doubled_base) {
    rc::check([] {
        identity::WarmupSettings warmup;
        warmup.backoff_base_s = *rc::gen::inRange(0, 4000);
        warmup.backoff_max_s = *rc::gen::inRange(0, 90'000);
        int n = *rc::gen::inRange(1, 200);
        double unit = *rc::gen::inRange(0, 1'000'000) / 1'000'000.0;
        auto wait = pacing_with(warmup).backoff(n, unit).count();
        double full = std::min(warmup.backoff_base_s * 1000.0 * std::pow(2.0, std::min(n - 1, 60)), 1e15);
        auto limit = warmup.backoff_max_s * std::int64_t{1000};
        RC_ASSERT(wait >= 0);
        RC_ASSERT(wait <= limit);
        RC_ASSERT(static_cast<double>(wait) <= full + 1);
        RC_ASSERT(wait >= static_cast<std::int64_t>(std::min(full / 2 - 1, static_cast<double>(limit))));
    });
}

// shows ACC-7
TEST(WarmupRules, a_review_is_settled_by_retry_skip_back_or_disable) {
    auto stuck = warming_up(3);
    stuck.retry_count = 3;
    stuck.requires_review = true;

    auto retried = review(stuck, {ReviewAction::retry, {}, {}}).value().progress;
    EXPECT_EQ(retried.warmup_step, 3);
    EXPECT_EQ(retried.retry_count, 0);
    EXPECT_FALSE(retried.requires_review);

    auto skipped = review(stuck, {ReviewAction::skip, {}, {}}).value();
    EXPECT_EQ(skipped.progress.warmup_step, 4);
    EXPECT_EQ(skipped.skipped, (Step{StepKind::warmup, 3}));

    EXPECT_EQ(review(stuck, {ReviewAction::back, {}, {}}).value().progress.warmup_step, 2);
    EXPECT_EQ(review(stuck, {ReviewAction::back, 1, {}}).value().progress.warmup_step, 1);
    EXPECT_EQ(review(stuck, {ReviewAction::back, 4, {}}).error().code, "accounts.illegal_step");
    EXPECT_EQ(review(stuck, {ReviewAction::back, 0, {}}).error().code, "accounts.illegal_step");
    for (int number : {first_step - 1, last_step + 1})
        EXPECT_EQ(check_step(number).error().code, "accounts.illegal_step");
    for (std::optional<int> number :
         {std::optional<int>(), std::optional(first_step), std::optional(last_step)})
        EXPECT_TRUE(check_step(number).ok());

    auto disabled = review(stuck, {ReviewAction::disable, {}, {}}).value();
    EXPECT_EQ(disabled.progress.state, LifecycleState::disabled);
    EXPECT_EQ(disabled.disabled_from, LifecycleState::warming_up);
    EXPECT_EQ(review(disabled.progress, {ReviewAction::disable, {}, {}}).error().code,
              "accounts.illegal_transition");
    EXPECT_EQ(review(warming_up(3), {ReviewAction::retry, {}, {}}).error().code, "accounts.not_in_review");
    EXPECT_EQ(review({.state = LifecycleState::ready}, {ReviewAction::skip, {}, {}}).error().code,
              "accounts.no_step");
}

// shows ACC-5, ACC-6, ACC-7: whatever happens, a step number exists exactly in the states that have steps
TEST(WarmupRules, no_sequence_of_outcomes_leaves_the_ladder) {
    rc::check([] {
        auto pacing = pacing_with({});
        Progress progress = *rc::gen::element(
            Progress{.state = LifecycleState::imported, .model_id = ModelId{1}}, warming_up(1), cleaning(1));
        for (int i = 0; i < 40; ++i) {
            switch (*rc::gen::inRange(0, 6)) {
                case 0:
                    progress = advance(begin(progress));
                    break;
                case 1:
                    if (current_step(progress) && !progress.requires_review)
                        progress =
                            fail(begin(progress), *rc::gen::element(StepError::other, StepError::checkpoint),
                                 pacing, 0.3, Instant{0})
                                .progress;
                    break;
                default: {
                    auto action =
                        *rc::gen::element(ReviewAction::retry, ReviewAction::skip, ReviewAction::back);
                    auto done = review(progress, {action, {}, {}});
                    if (done.ok()) progress = done->progress;
                }
            }
            RC_ASSERT(progress.warmup_step.has_value() == (progress.state == LifecycleState::warming_up));
            RC_ASSERT(progress.cleanup_step.has_value() == (progress.state == LifecycleState::cleanup));
            RC_ASSERT(progress.retry_count <= pacing.settings().max_retries);
            if (auto step = current_step(progress)) RC_ASSERT(step->number >= 1 && step->number <= 5);
            else RC_ASSERT(!progress.requires_review);
        }
    });
}

}  // namespace
}  // namespace roost::accounts::rules
