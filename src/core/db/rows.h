// rows.h: the rows of a mass statement in one piece of memory, bound as one parameter.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace roost::db {

/// A table of cells: what `{{rows(:name: a, b, …)}}` of a query walks, its columns in that order. All
/// text lies in one buffer, so that a hundred thousand rows cost a few allocations. Not thread-safe.
class Rows {
public:
    /// How many columns SQLite's table of rows declares.
    static constexpr std::size_t columns_max = 16;
    enum class Kind : std::uint8_t { null, integer, text };

    /// `columns` from 1 to columns_max; an other number is a bug (std::logic_error).
    explicit Rows(std::size_t columns);

    /// The next cell of the row under construction; a row is complete with its last column.
    void add_null();
    void add(std::int64_t value);
    void add(std::string_view value);
    /// Text that is null where it is empty.
    void add_filled(std::string_view value) { value.empty() ? add_null() : add(value); }

    /// Changes a cell of a complete row to a number, or to null.
    void set(std::size_t row, std::size_t column, std::optional<std::int64_t> value);

    /// False once a text was no UTF-8 or had a NUL: such rows can't be bound (db.bad_text).
    bool storable() const { return storable_; }
    std::size_t size() const { return cells_.size() / columns_; }  // complete rows
    std::size_t columns() const { return columns_; }
    std::size_t bytes() const { return text_.size() + cells_.size() * sizeof(Cell); }
    Kind kind(std::size_t row, std::size_t column) const { return cell(row, column).kind; }
    std::int64_t integer(std::size_t row, std::size_t column) const { return cell(row, column).value; }
    /// Valid until the next add().
    std::string_view text(std::size_t row, std::size_t column) const;

private:
    struct Cell {
        std::int64_t value = 0;  // the number, or where the text begins
        std::uint32_t length = 0;
        Kind kind = Kind::null;
    };
    Cell const& cell(std::size_t row, std::size_t column) const { return cells_[row * columns_ + column]; }

    std::size_t columns_;
    std::vector<Cell> cells_;
    std::string text_;
    bool storable_ = true;
};

/// Rows to bind: those numbered `which`, in that order, of each the first `columns`. What it points to
/// must outlive the call that binds it.
struct SomeRows {
    Rows const* rows = nullptr;
    std::span<std::uint32_t const> which;
    std::size_t columns = Rows::columns_max;

    /// The same in statements of a thousand rows: enough to make the cost of a statement disappear, and
    /// SQLite holds what a statement changes twice until it ends.
    std::vector<SomeRows> pieces() const;
    std::size_t width() const { return std::min(columns, rows->columns()); }
};

/// The same as text for PostgreSQL: a JSON array of arrays.
std::string to_json(SomeRows const& some);

}  // namespace roost::db
