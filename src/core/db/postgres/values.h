// values.h: parameters as libpq wants them, and typed access to the rows of a PGresult.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "core/db/binding.h"
#include "core/db/row.h"

namespace roost::db::postgres {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ClearResult>;

/// The arrays of PQsendQueryPrepared. Numbers and text go as text, which suits whatever type the
/// server has inferred; bytes go as they are.
class Arguments {
public:
    explicit Arguments(Bound const& bound);
    Arguments(Arguments const&) = delete;
    int count() const { return static_cast<int>(values_.size()); }
    char const* const* values() const { return values_.data(); }
    int const* lengths() const { return lengths_.data(); }
    int const* formats() const { return formats_.data(); }

private:
    struct Encode;
    std::vector<char const*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::vector<std::string> texts_;  // what the pointers point to where libpq needs a terminator
};

/// One row of a result in text format. A result is whole in memory before its first row is seen:
/// page through what may be long.
class ResultRow final : public Row {
public:
    ResultRow(PGresult const* result, Query const& query) : result_(result), query_(query) {}
    void move_to(int row) {
        row_ = row;
        decoded_.clear();
    }
    int columns() const override { return PQnfields(result_); }
    std::string_view column_name(int column) const override { return PQfname(result_, column); }
    bool is_null(int column) const override;
    std::int64_t int64(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;
    std::string_view bytes(int column) const override;

private:
    std::string_view raw(int column, char const* wanted) const;
    [[noreturn]] void wrong_type(int column, std::string_view wanted) const;

    PGresult const* result_;
    Query const& query_;
    int row_ = 0;
    mutable std::vector<std::unique_ptr<std::string>> decoded_;  // bytes of this row, stable addresses
};

}  // namespace roost::db::postgres
