// rules_warmup.h: which step is next, what an outcome does, how a review is settled; pure decisions.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "domains/accounts/rules_pacing_warmup.h"
#include "domains/accounts/types.h"
#include "domains/content/api.h"

namespace roost::accounts::rules {

/// One step of a ladder.
struct Step {
    StepKind kind = StepKind::warmup;
    int number = first_step;

    friend bool operator==(Step, Step) = default;
};

/// Whether a person named a step that ladders have, or none. Error accounts.illegal_step.
Result<void> check_step(std::optional<int> number);
/// `change_pfp`, `reset_bio`, …
std::string_view step_name(Step step);
/// The picture and text that a step takes; cleanup takes none.
content::Need content_need(Step step);

/// Where an account is in its steps: the columns that outcomes and reviews change.
struct Progress {
    LifecycleState state = LifecycleState::imported;
    std::optional<int> warmup_step;
    std::optional<int> cleanup_step;
    int retry_count = 0;
    bool requires_review = false;
    std::optional<ModelId> model_id;
    std::optional<ModelId> content_model_id;
    std::optional<ModelId> cleanup_target_model_id;

    friend bool operator==(Progress const&, Progress const&) = default;
};

/// The step that is to be done next; nothing in states without steps.
std::optional<Step> current_step(Progress const& progress);

/// The progress once a bot holds its step: imported becomes warming_up at step 1.
Progress begin(Progress progress);

/// The progress after its step was done or skipped. The last step ends the ladder: warm-up in ready;
/// cleanup in assigned to its target, or in ready without a model.
Progress advance(Progress progress);

/// What a failed attempt leads to.
struct Failure {
    Progress progress;
    std::optional<Instant> retry_at;  // nothing: a person must look
};

/// Retried with backoff up to max_retries; checkpoint, bad_credentials and account_disabled and what
/// was retried enough require review. `unit` is uniform in [0, 1).
Failure fail(Progress progress, StepError error, Pacing const& pacing, double unit, Instant now);

/// A person's decision on an account; `step` only with back.
struct Review {
    ReviewAction action = ReviewAction::retry;
    std::optional<int> step;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Review, (), (action, step, note))

/// The progress after the review; `skipped` is the step that nobody did.
struct Reviewed {
    Progress progress;
    std::optional<LifecycleState> disabled_from;
    std::optional<Step> skipped;
};

/// Retry begins the step anew, skip goes on, back goes to an earlier step (the one before, unless
/// `step` names one), disable takes the account out. Errors: accounts.not_in_review (retry of what
/// needs none), accounts.no_step (no open step), accounts.illegal_step (back to a later or no step),
/// accounts.illegal_transition (disable what is disabled).
Result<Reviewed> review(Progress const& progress, Review const& decision);

/// Whether the account belongs in the due queue at all: an open step, no review, not in the trash,
/// and for warm-up a model.
bool is_queued(Progress const& progress, bool trashed);

}  // namespace roost::accounts::rules
