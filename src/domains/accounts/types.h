// types.h: an operated account, its lifecycle, its steps, and what imports and gestures leave
// behind.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enums.h"
#include "core/base/id.h"
#include "core/base/instant.h"
#include "core/base/secret.h"
#include "domains/models/api.h"
#include "domains/proxies/api.h"

namespace roost::accounts {

using AccountId = Id<struct AccountTag>;
using ImportId = Id<struct AccountImportTag>;
using UndoId = Id<struct AccountUndoTag>;
using StepLogId = Id<struct WarmupStepLogTag>;
using models::ModelId;
using proxies::ProxyId;

/// Where an account is in its life (ACC-5). The legal ways between them are in rules.h.
enum class LifecycleState { imported, warming_up, ready, assigned, cleanup, disabled };
BOOST_DESCRIBE_ENUM(LifecycleState, imported, warming_up, ready, assigned, cleanup, disabled)

/// Which ladder of five steps an attempt belongs to.
enum class StepKind { warmup, cleanup };
BOOST_DESCRIBE_ENUM(StepKind, warmup, cleanup)

/// The steps of warm-up; the value is the step number (ACC-6).
enum class WarmupStep { change_pfp = 1, change_bio, add_highlight, add_story, add_post };
BOOST_DESCRIBE_ENUM(WarmupStep, change_pfp, change_bio, add_highlight, add_story, add_post)

/// The steps of cleanup; the value is the step number (ACC-9).
enum class CleanupStep { remove_posts = 1, remove_story, remove_highlight, reset_bio, reset_pfp };
BOOST_DESCRIBE_ENUM(CleanupStep, remove_posts, remove_story, remove_highlight, reset_bio, reset_pfp)

inline constexpr int first_step = 1;
inline constexpr int last_step = 5;

/// What became of an attempt; `in_progress` is a lease that a bot holds.
enum class StepStatus { pending, in_progress, completed, failed, requires_review, skipped };
BOOST_DESCRIBE_ENUM(StepStatus, pending, in_progress, completed, failed, requires_review, skipped)

/// Why a bot could not do a step. The first three go to review at once (ACC-7).
enum class StepError {
    checkpoint,
    bad_credentials,
    account_disabled,
    proxy_failed,
    rate_limited,
    content_rejected,
    network,
    other,
};
BOOST_DESCRIBE_ENUM(StepError, checkpoint, bad_credentials, account_disabled, proxy_failed, rate_limited,
                    content_rejected, network, other)

/// How a person settles an account that requires review.
enum class ReviewAction { retry, skip, back, disable };
BOOST_DESCRIBE_ENUM(ReviewAction, retry, skip, back, disable)

/// A row of `accounts`. The sealed boxes are opened only by reveal and inside a bot's task.
struct Account {
    AccountId id;
    std::string username;
    std::optional<std::string> email;
    std::optional<std::string> password_box;
    std::optional<std::string> extra_box;
    LifecycleState lifecycle_state = LifecycleState::imported;
    std::optional<LifecycleState> disabled_from;
    std::optional<int> warmup_step;
    std::optional<int> cleanup_step;
    int retry_count = 0;
    std::optional<Instant> due_at;
    std::optional<Instant> warmup_started_at;
    std::optional<Instant> warmup_completed_at;
    bool requires_human_review = false;
    std::optional<std::string> last_error_code;
    std::optional<std::string> last_error_message;
    std::optional<Instant> last_error_at;
    std::optional<std::string> last_bot_action_by;
    std::optional<Instant> last_bot_action_at;
    std::optional<ModelId> model_id;
    std::optional<Instant> assigned_to_model_at;
    std::optional<ModelId> content_model_id;
    std::optional<ModelId> cleanup_target_model_id;
    std::optional<ProxyId> proxy_id;
    std::optional<Instant> proxy_assigned_at;
    bool proxy_hold = false;
    std::optional<std::int64_t> connection_id;
    std::string tags;  // as stored: `,de,vip,`
    std::optional<ImportId> import_id;
    std::optional<Instant> trashed_at;
    std::int64_t version = 1;
    Instant created_at;
    Instant updated_at;
};

/// Which columns a gesture changed; an undo compares and restores only these.
enum class UndoAspect { edit, assign, state, proxy, trash, import };
BOOST_DESCRIBE_ENUM(UndoAspect, edit, assign, state, proxy, trash, import)

/// A gesture that can be taken back for 24 hours, and done again after that.
struct Undo {
    UndoId id;
    UndoAspect aspect = UndoAspect::edit;
    std::string label;
    std::int64_t accounts = 0;
    std::optional<ImportId> import_id;
    std::string actor;
    Instant created_at;
    Instant expires_at;
    std::optional<Instant> undone_at;
};

}  // namespace roost::accounts
