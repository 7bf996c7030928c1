// row.h: typed access to the columns of one result row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/enums.h"
#include "core/base/id.h"
#include "core/base/instant.h"

namespace roost::db {

/// The current row of a running query; valid only inside the callback that receives it, and so are
/// the views it returns. A column of another type than asked is a bug and throws std::logic_error.
class Row {
public:
    virtual ~Row() = default;
    virtual int columns() const = 0;
    virtual std::string_view column_name(int column) const = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t int64(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual std::string_view bytes(int column) const = 0;
};

namespace detail {
template <class T>
struct ReadColumn;
template <>
struct ReadColumn<std::int64_t> {
    static std::int64_t from(Row const& row, int c) { return row.int64(c); }
};
template <>
struct ReadColumn<int> {
    static int from(Row const& row, int c) { return static_cast<int>(row.int64(c)); }
};
template <>
struct ReadColumn<bool> {
    static bool from(Row const& row, int c) { return row.int64(c) != 0; }
};
template <>
struct ReadColumn<double> {
    static double from(Row const& row, int c) { return row.real(c); }
};
template <>
struct ReadColumn<std::string> {
    static std::string from(Row const& row, int c) { return std::string(row.text(c)); }
};
template <>
struct ReadColumn<std::string_view> {
    static std::string_view from(Row const& row, int c) { return row.text(c); }
};
template <>
struct ReadColumn<Instant> {
    static Instant from(Row const& row, int c) { return Instant{row.int64(c)}; }
};
template <class Tag>
struct ReadColumn<Id<Tag>> {
    static Id<Tag> from(Row const& row, int c) { return Id<Tag>{row.int64(c)}; }
};
template <DescribedEnum E>
struct ReadColumn<E> {
    static E from(Row const& row, int c) {
        auto value = from_text<E>(row.text(c));
        if (!value) {
            throw std::logic_error("column " + std::string(row.column_name(c)) + " holds '" +
                                   std::string(row.text(c)) + "', which is no value of its enum");
        }
        return *value;
    }
};
template <class T>
struct ReadColumn<std::optional<T>> {
    static std::optional<T> from(Row const& row, int c) {
        if (row.is_null(c)) return std::nullopt;
        return ReadColumn<T>::from(row, c);
    }
};
}  // namespace detail

/// The column at `column` (from 0) as T: int64, int, bool, double, string(_view), Instant, Id,
/// enum, or optional of these for columns that may be null.
template <class T>
T get(Row const& row, int column) {
    return detail::ReadColumn<T>::from(row, column);
}

/// The column of that name; a linear search, for rows read once. Throws if there is none.
template <class T>
T get(Row const& row, std::string_view name) {
    for (int c = 0; c < row.columns(); ++c) {
        if (row.column_name(c) == name) return get<T>(row, c);
    }
    throw std::logic_error("no column " + std::string(name));
}

/// Reads the columns from left to right: `Columns in{row}; account.id = in.next<AccountId>();`.
/// The fastest way, for lists; the order is the one of the SELECT.
class Columns {
public:
    explicit Columns(Row const& row) : row_(row) {}
    template <class T>
    T next() {
        return get<T>(row_, column_++);
    }
    std::string next_bytes() { return std::string(row_.bytes(column_++)); }
    std::optional<std::string> next_optional_bytes() {
        int c = column_++;
        if (row_.is_null(c)) return std::nullopt;
        return std::string(row_.bytes(c));
    }

private:
    Row const& row_;
    int column_ = 0;
};

}  // namespace roost::db
