// seed.h: the bots of the demonstration.
#pragma once

#include <vector>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/crypto/random.h"
#include "core/db/db.h"
#include "domains/accounts/api.h"
#include "domains/bots/types.h"

namespace roost::bots {

/// A bot of the demonstration. Whoever wants to be it asks for a new token: the first was thrown
/// away.
struct SeededBot {
    accounts::BotRef ref;
    std::string name;
    bool paused = false;
};

/// Four that work and one that is paused; the first bots there are, when there are any. One
/// transaction.
Result<std::vector<SeededBot>> seed(db::Db& db, Clock const& clock, Random& random, Actor const& actor);

/// What a bot has reported so far.
struct Reports {
    std::int64_t bot = 0;
    std::int64_t completed = 0;
    std::int64_t failed = 0;
    Instant last_at;
};
/// Makes the bots' counters those of a history, in the transaction that writes it.
Result<void> seed_reports(db::Tx& tx, WorkspaceId workspace, std::vector<Reports> const& reports);

}  // namespace roost::bots
