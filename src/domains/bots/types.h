// types.h: a bot as the workspace sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/enums.h"
#include "core/base/id.h"
#include "core/base/instant.h"
#include "core/base/secret.h"
#include "domains/accounts/api.h"

namespace roost::bots {

using BotRowId = Id<struct BotTag>;

/// What a bot says it is doing; `unknown` until its first heartbeat.
enum class BotStatus { unknown, idle, working, paused, stopping };
BOOST_DESCRIBE_ENUM(BotStatus, unknown, idle, working, paused, stopping)

/// A row of `bots` without its token.
struct Bot {
    BotRowId id;
    std::string bot_id;
    std::string name;
    bool paused = false;
    std::optional<Instant> revoked_at;
    BotStatus status = BotStatus::unknown;
    std::optional<std::string> version;
    std::optional<std::string> session_id;
    std::optional<Instant> last_seen_at;
    std::int64_t completed = 0;
    std::int64_t failed = 0;
    std::string created_by;
    Instant created_at;
    Instant updated_at;

    accounts::BotRef ref() const { return {id.value, bot_id}; }
};

/// A bot that was just made or given a new token: the only time the token is seen.
struct NewToken {
    Bot bot;
    Secret<std::string> token;
};

/// A bot's sign of life.
struct Heartbeat {
    BotStatus status = BotStatus::idle;
    std::optional<std::string> version;
    std::optional<std::string> session_id;
    std::optional<std::string> task_id;
};

}  // namespace roost::bots
