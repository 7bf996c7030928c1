// registry.h: what the build collects from .sql files: every query and every migration.
#pragma once

#include <string_view>
#include <vector>

#include "core/db/query.h"

namespace roost::db {

/// Every named query of the program.
std::vector<Query const*> all_queries();

/// One file of db/migrations in both dialects.
struct Migration {
    int number;
    std::string_view name;  // `0001_core`
    std::string_view sqlite;
    std::string_view postgres;
};

/// All migrations in order of their numbers.
std::vector<Migration> const& all_migrations();

}  // namespace roost::db
