// errors.cpp: SQLite result codes as errors of core/db.
#include "core/db/sqlite/errors.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>

#include "core/db/failures.h"

namespace roost::db::sqlite {

Error error_of(sqlite3* db, std::string_view doing) {
    int code = sqlite3_extended_errcode(db);
    bool no_space = (code & 0xff) == SQLITE_IOERR && sqlite3_system_errno(db) == ENOSPC;
    return error_of(no_space ? SQLITE_FULL : code, sqlite3_errmsg(db), doing);
}

Error error_of(int code, std::string_view message, std::string_view doing) {
    auto detail = fmt::format("{}: {} (SQLite {})", doing, message, code);
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return failures::unique(detail);
        case SQLITE_CONSTRAINT_FOREIGNKEY:
        case SQLITE_CONSTRAINT_TRIGGER:
            return failures::reference(detail);
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            return failures::constraint(detail);
        case SQLITE_FULL:
            return failures::full(detail);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return failures::busy(detail);
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_IOERR:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return failures::unreachable(detail);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return failures::corrupt(detail);
        case SQLITE_TOOBIG:
            return failures::too_large(detail);
        default:
            return roost::errors::internal(detail);
    }
}

}  // namespace roost::db::sqlite
