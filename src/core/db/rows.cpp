// rows.cpp: the rows of a mass statement in one piece of memory, bound as one parameter.
#include "core/db/rows.h"

#include <fmt/format.h>

#include <limits>
#include <stdexcept>

#include "core/base/json.h"
#include "core/db/binding.h"

namespace roost::db {

Rows::Rows(std::size_t columns) : columns_(columns) {
    if (columns == 0 || columns > columns_max) throw std::logic_error("Rows: 1 to 16 columns");
}

void Rows::add_null() { cells_.emplace_back(); }

void Rows::add(std::int64_t value) { cells_.push_back({.value = value, .kind = Kind::integer}); }

void Rows::add(std::string_view value) {
    if (value.size() > std::numeric_limits<std::uint32_t>::max())
        throw std::logic_error("Rows: a text over 4 GB");
    cells_.push_back({.value = static_cast<std::int64_t>(text_.size()),
                      .length = static_cast<std::uint32_t>(value.size()),
                      .kind = Kind::text});
    text_.append(value);
    storable_ = storable_ && storable_text(value);
}

void Rows::set(std::size_t row, std::size_t column, std::optional<std::int64_t> value) {
    cells_[row * columns_ + column] = {.value = value.value_or(0),
                                       .kind = value ? Kind::integer : Kind::null};
}

std::string_view Rows::text(std::size_t row, std::size_t column) const {
    auto const& found = cell(row, column);
    return std::string_view(text_).substr(static_cast<std::size_t>(found.value), found.length);
}

std::vector<SomeRows> SomeRows::pieces() const {
    constexpr std::size_t rows_per_piece = 1000;
    std::vector<SomeRows> all;
    for (std::size_t first = 0; first < which.size(); first += rows_per_piece) {
        auto const count = std::min(rows_per_piece, which.size() - first);
        all.push_back({.rows = rows, .which = which.subspan(first, count), .columns = columns});
    }
    return all;
}

std::string to_json(SomeRows const& some) {
    std::string json = "[";
    for (auto row : some.which) {
        json += json.size() > 1 ? ",[" : "[";
        for (std::size_t column = 0; column < some.width(); ++column) {
            if (column > 0) json.push_back(',');
            switch (some.rows->kind(row, column)) {
                case Rows::Kind::null:
                    json += "null";
                    break;
                case Rows::Kind::integer:
                    json += fmt::format_int(some.rows->integer(row, column)).str();
                    break;
                case Rows::Kind::text:
                    roost::json::append_string(json, some.rows->text(row, column));
                    break;
            }
        }
        json.push_back(']');
    }
    json.push_back(']');
    return json;
}

}  // namespace roost::db
