// seed.h: the models of the demonstration.
#pragma once

#include <vector>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/db/db.h"
#include "domains/models/types.h"

namespace roost::models {

/// Four people and a brand, in this order; the models that are there, when there are any. One
/// transaction.
Result<std::vector<ModelId>> seed(db::Db& db, Clock const& clock, Actor const& actor);

}  // namespace roost::models
