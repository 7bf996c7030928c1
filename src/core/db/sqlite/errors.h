// errors.h: SQLite result codes as errors of core/db.
#pragma once

#include <string_view>

#include "core/base/error.h"

struct sqlite3;

namespace roost::db::sqlite {

/// The error the connection stands at; `doing` names the query or step. Never contains values.
Error error_of(sqlite3* db, std::string_view doing);

/// The error of an extended result code with SQLite's own words.
Error error_of(int code, std::string_view message, std::string_view doing);

}  // namespace roost::db::sqlite
