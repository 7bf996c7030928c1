// rules_warmup.cpp: the two ladders of five steps and what moves an account along them.
#include "domains/accounts/rules_warmup.h"

#include "domains/accounts/errors.h"
#include "domains/accounts/errors_warmup.h"

namespace roost::accounts::rules {

using content::ContentType;
using content::TextType;

Result<void> check_step(std::optional<int> number) {
    if (number && (*number < first_step || *number > last_step)) return errors::illegal_step(last_step);
    return {};
}

std::string_view step_name(Step step) {
    return step.kind == StepKind::warmup ? to_text(static_cast<WarmupStep>(step.number))
                                         : to_text(static_cast<CleanupStep>(step.number));
}

content::Need content_need(Step step) {
    if (step.kind == StepKind::cleanup) return {};
    switch (static_cast<WarmupStep>(step.number)) {
        case WarmupStep::change_pfp:
            return {ContentType::pfp, std::nullopt};
        case WarmupStep::change_bio:
            return {std::nullopt, TextType::bio};
        case WarmupStep::add_highlight:
            return {ContentType::highlight, TextType::highlight};
        case WarmupStep::add_story:
            return {ContentType::story, TextType::story};
        case WarmupStep::add_post:
            return {ContentType::post, TextType::post};
    }
    return {};
}

std::optional<Step> current_step(Progress const& progress) {
    switch (progress.state) {
        case LifecycleState::imported:
            return Step{StepKind::warmup, first_step};
        case LifecycleState::warming_up:
            return Step{StepKind::warmup, progress.warmup_step.value_or(first_step)};
        case LifecycleState::cleanup:
            return Step{StepKind::cleanup, progress.cleanup_step.value_or(first_step)};
        case LifecycleState::ready:
        case LifecycleState::assigned:
        case LifecycleState::disabled:
            return std::nullopt;
    }
    return std::nullopt;
}

Progress begin(Progress progress) {
    if (progress.state != LifecycleState::imported) return progress;
    progress.state = LifecycleState::warming_up;
    progress.warmup_step = first_step;
    return progress;
}

namespace {

Progress end_warmup(Progress progress) {
    progress.state = LifecycleState::ready;
    progress.warmup_step.reset();
    return progress;
}

Progress end_cleanup(Progress progress) {
    progress.state = progress.cleanup_target_model_id ? LifecycleState::assigned : LifecycleState::ready;
    progress.model_id = progress.cleanup_target_model_id;
    progress.cleanup_target_model_id.reset();
    progress.content_model_id.reset();
    progress.cleanup_step.reset();
    return progress;
}

bool needs_person_at_once(StepError error) {
    return error == StepError::checkpoint || error == StepError::bad_credentials ||
           error == StepError::account_disabled;
}

}  // namespace

Progress advance(Progress progress) {
    progress = begin(std::move(progress));
    auto step = current_step(progress);
    if (!step) return progress;
    progress.retry_count = 0;
    progress.requires_review = false;
    bool last = step->number == last_step;
    if (step->kind == StepKind::warmup) {
        // A skipped first step may leave nothing of the model on the account; cleaning once too often is
        // safe.
        progress.content_model_id = progress.model_id;
        if (last) return end_warmup(std::move(progress));
        progress.warmup_step = step->number + 1;
        return progress;
    }
    if (last) return end_cleanup(std::move(progress));
    progress.cleanup_step = step->number + 1;
    return progress;
}

Failure fail(Progress progress, StepError error, Pacing const& pacing, double unit, Instant now) {
    if (needs_person_at_once(error) || progress.retry_count >= pacing.settings().max_retries) {
        progress.requires_review = true;
        return {std::move(progress), std::nullopt};
    }
    progress.retry_count += 1;
    auto retry_at = now + pacing.backoff(progress.retry_count, unit);
    return {std::move(progress), retry_at};
}

namespace {

Result<Reviewed> go_back(Progress progress, Step current, std::optional<int> wanted) {
    int step = wanted.value_or(std::max(first_step, current.number - 1));
    if (step < first_step || step > current.number) return errors::illegal_step(current.number);
    (current.kind == StepKind::warmup ? progress.warmup_step : progress.cleanup_step) = step;
    progress.retry_count = 0;
    progress.requires_review = false;
    return Reviewed{std::move(progress), {}, {}};
}

Result<Reviewed> disable(Progress progress) {
    auto from = progress.state;
    if (from == LifecycleState::disabled) {
        return errors::illegal_transition(from, {LifecycleState::imported});
    }
    progress.state = LifecycleState::disabled;
    progress.requires_review = false;
    return Reviewed{std::move(progress), from, {}};
}

}  // namespace

Result<Reviewed> review(Progress const& progress, Review const& decision) {
    if (decision.action == ReviewAction::disable) return disable(progress);
    auto step = current_step(progress);
    if (!step) return errors::no_step(progress.state);
    switch (decision.action) {
        case ReviewAction::retry: {
            if (!progress.requires_review) return errors::not_in_review(progress.state);
            auto retried = progress;
            retried.retry_count = 0;
            retried.requires_review = false;
            return Reviewed{std::move(retried), {}, {}};
        }
        case ReviewAction::skip:
            return Reviewed{advance(progress), {}, step};
        case ReviewAction::back:
            return go_back(begin(progress), *step, decision.step);
        case ReviewAction::disable:
            break;
    }
    return disable(progress);
}

bool is_queued(Progress const& progress, bool trashed) {
    auto step = current_step(progress);
    if (!step || trashed || progress.requires_review) return false;
    return step->kind == StepKind::cleanup || progress.model_id.has_value();
}

}  // namespace roost::accounts::rules
