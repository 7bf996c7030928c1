// rows_table.h: the SQLite table roost_rows, through which a statement walks a bound SomeRows.
#pragma once

#include <sqlite3.h>

namespace roost::db::sqlite {

/// The type name of the pointer a SomeRows is bound as (sqlite3_bind_pointer).
inline constexpr char const* rows_pointer = "roost_rows";

/// Makes `roost_rows(pointer)` known to the connection: columns c0 … c15. A SQLite result code.
int register_rows_table(sqlite3* db);

}  // namespace roost::db::sqlite
