// seed.h: the proxies of the demonstration: one gateway with a session per name, as providers sell
// them.
#pragma once

#include <string>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "domains/proxies/types.h"

namespace roost::proxies {

/// The stand-in that all of them lead to.
struct Gateway {
    std::string host;
    int port = 0;
    Secret<std::string> password;
};

/// What seeding needs; all outlive the call.
struct SeedParts {
    db::Db& db;
    Random& random;
    crypto::Keyring const& keys;
    Instant now;
};

/// Some 650 proxies of five providers in eight countries with prices, imported over the
/// past weeks: most work, some are disabled, some reserved for `reserved_for` and unused. Nothing
/// when there are proxies. One transaction.
Result<void> seed(SeedParts const& parts, Actor const& actor, Gateway const& gateway, ModelId reserved_for);

/// Lets a few of them fail, accounts and all; for after accounts were placed. Harmless when
/// repeated.
Result<void> seed_failing(SeedParts const& parts, Actor const& actor);

/// Leads the demonstration's proxies to where the stand-in listens now.
Result<void> move_gateway(db::Db& db, Actor const& actor, Gateway const& gateway);

}  // namespace roost::proxies
