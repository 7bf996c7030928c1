// migrate.h: the migrator over a given list, so that tests can bring their own.
#pragma once

#include <vector>

#include "core/db/db.h"
#include "core/db/registry.h"

namespace roost::db {

/// As migrate(db), with these migrations (ascending numbers) instead of the program's.
Result<void> migrate(Db& db, std::vector<Migration> const& known);

}  // namespace roost::db
