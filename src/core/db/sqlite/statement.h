// statement.h: a prepared SQLite statement, its binding, and its current row.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "core/db/binding.h"
#include "core/db/row.h"

namespace roost::db::sqlite {

/// Owns the sqlite3_stmt; `positions[i]` is SQLite's number of $<i+1>, 0 when the text lacks it.
struct Statement {
    struct Finalize {
        void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> handle;
    std::vector<int> positions;
};

/// Prepares the query's text for a long life. Errors: internal naming the query.
Result<Statement> prepare(sqlite3* db, Query const& query);

/// Binds all values without copying them: they outlive the run.
Result<void> bind_values(sqlite3* db, Statement const& statement, Bound const& bound, Query const& query);

/// The row a statement stands on. Not thread-safe, as its connection.
class StatementRow final : public Row {
public:
    StatementRow(sqlite3_stmt* statement, Query const& query)
        : statement_(statement), query_(query), columns_(sqlite3_column_count(statement)) {}
    int columns() const override { return columns_; }
    std::string_view column_name(int column) const override {
        return sqlite3_column_name(statement_, column);
    }
    bool is_null(int column) const override { return sqlite3_value_type(value(column)) == SQLITE_NULL; }
    std::int64_t int64(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;
    std::string_view bytes(int column) const override;

private:
    sqlite3_value* value(int column) const;
    [[noreturn]] void wrong_type(int column, char const* wanted) const;

    sqlite3_stmt* statement_;
    Query const& query_;
    int const columns_;
};

}  // namespace roost::db::sqlite
