// rows_table.cpp: the SQLite table roost_rows, through which a statement walks a bound SomeRows.
//
// An eponymous virtual table (sqlite.org/vtab.html): its argument is a hidden column, and cells are handed
// over without a copy, which json_each with one ->> per cell does ten times slower.
#include "core/db/sqlite/rows_table.h"

#include <new>
#include <string>

#include "core/db/rows.h"

namespace roost::db::sqlite {

namespace {

struct Cursor : sqlite3_vtab_cursor {
    SomeRows some;
    std::size_t at = 0;
};

int connect(sqlite3* db, void*, int, char const* const*, sqlite3_vtab** table, char**) {
    std::string columns;
    for (std::size_t i = 0; i < Rows::columns_max; ++i) columns += "c" + std::to_string(i) + ",";
    int code = sqlite3_declare_vtab(db, ("CREATE TABLE x(" + columns + "source HIDDEN)").c_str());
    if (code != SQLITE_OK) return code;
    *table = new (std::nothrow) sqlite3_vtab{};
    return *table ? SQLITE_OK : SQLITE_NOMEM;
}

int disconnect(sqlite3_vtab* table) {
    delete table;
    return SQLITE_OK;
}

/// Only ever walked whole, and first: without its argument there is nothing to walk.
int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
    for (int i = 0; i < info->nConstraint; ++i) {
        auto const& constraint = info->aConstraint[i];
        if (constraint.iColumn != static_cast<int>(Rows::columns_max)) continue;
        if (!constraint.usable || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) return SQLITE_CONSTRAINT;
        info->aConstraintUsage[i] = {.argvIndex = 1, .omit = 1};
        info->estimatedCost = 100;
        info->estimatedRows = 100;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
    *cursor = new (std::nothrow) Cursor{};
    return *cursor ? SQLITE_OK : SQLITE_NOMEM;
}

int close(sqlite3_vtab_cursor* cursor) {
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int, char const*, int count, sqlite3_value** arguments) {
    auto* cursor = static_cast<Cursor*>(base);
    auto const* some = count == 1 ? sqlite3_value_pointer(arguments[0], rows_pointer) : nullptr;
    cursor->some = some ? *static_cast<SomeRows const*>(some) : SomeRows{};
    cursor->at = 0;
    return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
    ++static_cast<Cursor*>(cursor)->at;
    return SQLITE_OK;
}

int eof(sqlite3_vtab_cursor* base) {
    auto const* cursor = static_cast<Cursor*>(base);
    return cursor->at >= cursor->some.which.size();
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
    auto const* cursor = static_cast<Cursor*>(base);
    auto const& rows = *cursor->some.rows;
    auto const row = cursor->some.which[cursor->at];
    auto const number = static_cast<std::size_t>(column);
    if (number >= cursor->some.width()) return SQLITE_OK;  // null
    switch (rows.kind(row, number)) {
        case Rows::Kind::null:
            break;
        case Rows::Kind::integer:
            sqlite3_result_int64(context, rows.integer(row, number));
            break;
        case Rows::Kind::text: {
            auto const text = rows.text(row, number);
            sqlite3_result_text64(context, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
            break;
        }
    }
    return SQLITE_OK;
}

int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
    *id = static_cast<sqlite3_int64>(static_cast<Cursor*>(cursor)->at);
    return SQLITE_OK;
}

sqlite3_module const module = [] {
    sqlite3_module m{};
    m.xConnect = connect;  // no xCreate: it is there without CREATE VIRTUAL TABLE
    m.xBestIndex = best_index;
    m.xDisconnect = disconnect;
    m.xOpen = open;
    m.xClose = close;
    m.xFilter = filter;
    m.xNext = next;
    m.xEof = eof;
    m.xColumn = column;
    m.xRowid = row_id;
    return m;
}();

}  // namespace

int register_rows_table(sqlite3* db) { return sqlite3_create_module(db, "roost_rows", &module, nullptr); }

}  // namespace roost::db::sqlite
