// statement.cpp: a prepared SQLite statement, its binding, and its current row.
#include "core/db/sqlite/statement.h"

#include <fmt/format.h>

#include "core/db/sqlite/errors.h"
#include "core/db/sqlite/rows_table.h"

namespace roost::db::sqlite {

Result<Statement> prepare(sqlite3* db, Query const& query) {
    Statement statement;
    sqlite3_stmt* handle = nullptr;
    char const* rest = nullptr;
    auto text = query.sqlite;
    int code = sqlite3_prepare_v3(db, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT,
                                  &handle, &rest);
    if (code != SQLITE_OK) return error_of(db, query.name);
    statement.handle.reset(handle);
    std::string_view left(rest, text.data() + text.size());
    if (handle == nullptr || left.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        return roost::errors::internal(fmt::format("{}: must be exactly one statement", query.name));
    }
    for (std::size_t i = 0; i < query.params.size(); ++i) {
        statement.positions.push_back(
            sqlite3_bind_parameter_index(handle, fmt::format("${}", i + 1).c_str()));
    }
    return statement;
}

namespace {

int bind_value(sqlite3_stmt* handle, int position, Value const& value) {
    struct Binder {
        sqlite3_stmt* handle;
        int position;
        int operator()(std::monostate) const { return sqlite3_bind_null(handle, position); }
        int operator()(std::int64_t v) const { return sqlite3_bind_int64(handle, position, v); }
        int operator()(double v) const { return sqlite3_bind_double(handle, position, v); }
        int operator()(std::string_view v) const {
            auto const* data = v.data() ? v.data() : "";  // a null pointer would mean NULL
            return sqlite3_bind_text64(handle, position, data, v.size(), SQLITE_STATIC, SQLITE_UTF8);
        }
        int operator()(Bytes v) const {
            auto const* data = v.data.data() ? v.data.data() : "";
            return sqlite3_bind_blob64(handle, position, data, v.data.size(), SQLITE_STATIC);
        }
        int operator()(SomeRows const& v) const {
            return sqlite3_bind_pointer(handle, position, const_cast<SomeRows*>(&v), rows_pointer, nullptr);
        }
    };
    return std::visit(Binder{handle, position}, value.storage());
}

}  // namespace

Result<void> bind_values(sqlite3* db, Statement const& statement, Bound const& bound, Query const& query) {
    for (std::size_t i = 0; i < bound.count; ++i) {
        if (statement.positions[i] == 0) continue;
        int code = bind_value(statement.handle.get(), statement.positions[i], *bound.values[i]);
        if (code == SQLITE_TOOBIG) return error_of(code, "a value is too large", query.name);
        if (code != SQLITE_OK) return error_of(db, query.name);
    }
    return {};
}

/// One look-up for type and value. That it is "unprotected" means that its connection must not be used by
/// another thread meanwhile, and none is.
sqlite3_value* StatementRow::value(int column) const {
    if (column < 0 || column >= columns_)  // which SQLite calls null
        throw std::logic_error(fmt::format("{}: there is no column {}", query_.name, column));
    return sqlite3_column_value(statement_, column);
}

void StatementRow::wrong_type(int column, char const* wanted) const {
    static constexpr char const* names[] = {"?", "integer", "real", "text", "blob", "null"};
    throw std::logic_error(fmt::format("{}: column {} is {}, not {}", query_.name, column_name(column),
                                       names[sqlite3_value_type(value(column))], wanted));
}

std::int64_t StatementRow::int64(int column) const {
    auto* const found = value(column);
    if (sqlite3_value_type(found) != SQLITE_INTEGER) wrong_type(column, "integer");
    return sqlite3_value_int64(found);
}

double StatementRow::real(int column) const {
    auto* const found = value(column);
    auto const type = sqlite3_value_type(found);
    if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) wrong_type(column, "real");
    return sqlite3_value_double(found);
}

std::string_view StatementRow::text(int column) const {
    auto* const found = value(column);
    if (sqlite3_value_type(found) != SQLITE_TEXT) wrong_type(column, "text");
    auto const* data = reinterpret_cast<char const*>(sqlite3_value_text(found));
    return {data, static_cast<std::size_t>(sqlite3_value_bytes(found))};
}

std::string_view StatementRow::bytes(int column) const {
    auto* const found = value(column);
    if (sqlite3_value_type(found) != SQLITE_BLOB) wrong_type(column, "blob");
    auto const* data = static_cast<char const*>(sqlite3_value_blob(found));
    return {data, static_cast<std::size_t>(sqlite3_value_bytes(found))};
}

}  // namespace roost::db::sqlite
