// seed.h: two thousand accounts of the demonstration, in all states, with a history that led there.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "core/base/actor.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "domains/accounts/api.h"
#include "domains/content/api.h"

namespace roost::accounts {

/// A model and what its accounts may use.
struct SeedModel {
    ModelId id;
    std::map<content::ContentType, std::vector<content::ContentId>> pictures;
    std::map<content::TextType, std::vector<content::TextId>> texts;
};

/// What the history did to the tables of others.
struct SeededHistory {
    struct Reports {
        std::int64_t completed = 0;
        std::int64_t failed = 0;
        Instant last_at;
    };
    std::map<content::ContentId, std::int64_t> picture_uses;
    std::map<content::TextId, std::int64_t> text_uses;
    std::map<std::int64_t, Reports> reports;  // by the bot's row
};

/// What seeding needs; all outlive the call.
struct SeedParts {
    db::Db& db;
    Random& random;
    crypto::Keyring const& keys;
    Instant now;
    Millis gap;  // between the steps of an account, as the settings have it
    Actor founder;
    Actor assistant;
    std::vector<SeedModel> models;  // the last one lacks content for step 3
    std::vector<BotRef> bots;
    /// Counts the history elsewhere, in the transaction that writes it.
    std::function<Result<void>(db::Tx&, SeededHistory const&)> settle;
};

inline constexpr int seeded_accounts = 2000;

/// Imports, accounts on proxies with free slots, attempts, timelines, audit entries. Nothing when
/// the workspace has accounts. One transaction: all of it or none.
Result<void> seed(SeedParts const& parts);

}  // namespace roost::accounts
