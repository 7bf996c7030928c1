// service.h: what people do with models.
#pragma once

#include <optional>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/db/db.h"
#include "domains/models/api.h"
#include "domains/models/rules.h"

namespace roost::models {

/// What archiving does with the model's accounts.
enum class OnAccounts { refuse, unassign };

/// Thread-safe. Changes are audited and published on topic `models`.
class Models {
public:
    Models(db::Db& db, Clock& clock, AccountRelease& accounts)
        : db_(db), clock_(clock), accounts_(accounts) {}

    Result<Card> create(Actor const& actor, rules::Fields const& fields);
    /// Error models.not_found.
    Result<Card> get(Actor const& actor, ModelId id);
    /// Changes the fields sent. With `version`, precondition_failed when it is no longer that one.
    Result<Card> update(Actor const& actor, ModelId id, rules::Fields const& fields,
                        std::optional<std::int64_t> version);
    /// Archives; again is fine. Conflict models.in_use with the number of accounts.
    Result<void> archive(Actor const& actor, ModelId id, OnAccounts choice);
    Result<Card> restore(Actor const& actor, ModelId id);

    db::Db& db() { return db_; }

private:
    db::Db& db_;
    Clock& clock_;
    AccountRelease& accounts_;
};

}  // namespace roost::models
