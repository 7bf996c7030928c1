// seed.h: the people of the demonstration, and the visitor's way in.
#pragma once

#include <optional>

#include "core/base/actor.h"
#include "core/base/secret.h"
#include "core/clock/clock.h"
#include "core/crypto/random.h"
#include "core/db/db.h"

namespace roost::identity {

/// Who runs the agency. Nobody knows their passwords: they are thrown away when they are made.
struct SeededPeople {
    WorkspaceId workspace;
    Actor founder;    // owner
    Actor assistant;  // va
};

/// The agency with its settings, its people and an open invitation, begun at `founded`; what is
/// there already, as it is. One transaction. Error workspace.not_found when it was renamed
/// half-seeded.
Result<SeededPeople> seed(db::Db& db, Random& random, Instant founded);

/// A link's token that makes the visitor an owner, while the founder is the only one; earlier links
/// that nobody used are dead. Nothing once somebody came in.
Result<std::optional<Secret<std::string>>> owner_link(db::Db& db, Clock const& clock, Random& random,
                                                      Actor const& founder);

}  // namespace roost::identity
