// errors.h: SQLSTATEs of PostgreSQL as errors of core/db.
#pragma once

#include <libpq-fe.h>

#include <string_view>

#include "core/base/error.h"

namespace roost::db::postgres {

/// The error of a failed result; `doing` names the query or step. Only the primary message is
/// used: the detail line of a unique violation would quote the row.
Error error_of(PGresult const* result, std::string_view doing);

/// The error of a lost connection.
Error lost(PGconn const* connection, std::string_view doing);

/// Whether the session is of no use after this result: the server goes down, became a standby, or
/// changed a table under a prepared statement.
bool ends_session(PGresult const* result);

}  // namespace roost::db::postgres
