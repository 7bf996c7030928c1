// rules.h: names, tokens and ids of bots, and what counts as a picture; pure decisions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/crypto/random.h"
#include "domains/bots/types.h"

namespace roost::bots::rules {

/// The name without surrounding blanks. Error bots.invalid_name.
Result<std::string> bot_name(std::string_view name);

/// `rb_<workspace>_<64 hex digits>`: it names its workspace so that the look-up is in one shard.
std::string new_token(WorkspaceId workspace, Random& random);
/// The workspace that a token names, or nothing when it has not the form of one.
std::optional<WorkspaceId> token_workspace(std::string_view token);

/// The row id when the text is one (`17`); bots are also named `bot_…`.
std::optional<BotRowId> row_id(std::string_view text);

/// `image/jpeg`, `image/png` or `image/webp` by the first bytes, or nothing.
std::optional<std::string_view> picture_type(std::string_view bytes);

/// Finished in time of all that were reported, 0 to 1; nothing before the first report.
std::optional<double> success_rate(Bot const& bot);
bool is_online(Bot const& bot, Millis window, Instant now);

}  // namespace roost::bots::rules
