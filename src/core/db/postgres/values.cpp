// values.cpp: parameters as libpq wants them, and typed access to the rows of a PGresult.
#include "core/db/postgres/values.h"

#include <fmt/format.h>

#include <charconv>

namespace roost::db::postgres {

namespace {

// Type numbers of pg_type.dat, which never change.
enum TypeOid : Oid {
    type_bool = 16,
    type_bytea = 17,
    type_name = 19,
    type_int8 = 20,
    type_int2 = 21,
    type_int4 = 23,
    type_text = 25,
    type_oid = 26,
    type_json = 114,
    type_float4 = 700,
    type_float8 = 701,
    type_unknown = 705,
    type_bpchar = 1042,
    type_varchar = 1043,
    type_numeric = 1700,
    type_uuid = 2950,
    type_jsonb = 3802
};

int digit_of(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

}  // namespace

struct Arguments::Encode {
    Arguments& to;
    void push(char const* data, std::size_t length, int format) {
        to.values_.push_back(data);
        to.lengths_.push_back(static_cast<int>(length));
        to.formats_.push_back(format);
    }
    void push_text(std::string text) {
        to.texts_.push_back(std::move(text));
        push(to.texts_.back().c_str(), 0, 0);
    }
    void operator()(std::monostate) { push(nullptr, 0, 0); }
    void operator()(std::int64_t v) { push_text(fmt::format_int(v).str()); }
    void operator()(double v) { push_text(fmt::format("{}", v)); }
    void operator()(std::string_view v) { push_text(std::string(v)); }
    void operator()(SomeRows const& v) { push_text(to_json(v)); }
    void operator()(Bytes v) { push(v.data.data() ? v.data.data() : "", v.data.size(), 1); }
};

Arguments::Arguments(Bound const& bound) {
    texts_.reserve(bound.count);  // no reallocation: short strings live inside the vector
    values_.reserve(bound.count);
    lengths_.reserve(bound.count);
    formats_.reserve(bound.count);
    for (auto const* value : bound.all()) std::visit(Encode{*this}, value->storage());
}

bool ResultRow::is_null(int column) const {
    if (column < 0 || column >= columns()) {
        throw std::logic_error(fmt::format("{}: there is no column {}", query_.name, column));
    }
    return PQgetisnull(result_, row_, column) == 1;
}

std::string_view ResultRow::raw(int column, char const* wanted) const {
    if (is_null(column)) wrong_type(column, wanted);
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

void ResultRow::wrong_type(int column, std::string_view wanted) const {
    auto null = PQgetisnull(result_, row_, column) == 1;
    auto found = null ? std::string("null") : fmt::format("of type {}", PQftype(result_, column));
    throw std::logic_error(
        fmt::format("{}: column {} is {}, not {}", query_.name, column_name(column), found, wanted));
}

std::int64_t ResultRow::int64(int column) const {
    auto value = raw(column, "integer");
    switch (PQftype(result_, column)) {
        case type_bool:
            return value == "t";
        case type_int8:
        case type_int2:
        case type_int4:
        case type_oid:
        case type_numeric:
            break;  // SUM of BIGINT
        default:
            wrong_type(column, "integer");
    }
    std::int64_t number = 0;
    auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (read.ec != std::errc{} || read.ptr != value.data() + value.size())
        wrong_type(column, "a 64 bit integer");
    return number;
}

double ResultRow::real(int column) const {
    auto value = raw(column, "real");
    switch (PQftype(result_, column)) {
        case type_float4:
        case type_float8:
        case type_numeric:
        case type_int8:
        case type_int2:
        case type_int4:
            break;
        default:
            wrong_type(column, "real");
    }
    double number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

std::string_view ResultRow::text(int column) const {
    auto value = raw(column, "text");
    switch (PQftype(result_, column)) {
        case type_text:
        case type_varchar:
        case type_bpchar:
        case type_name:
        case type_json:
        case type_jsonb:
        case type_uuid:
        case type_unknown:
            return value;
        default:
            wrong_type(column, "text");
    }
}

std::string_view ResultRow::bytes(int column) const {
    auto value = raw(column, "bytes");
    if (PQftype(result_, column) != type_bytea) wrong_type(column, "bytes");
    auto decoded = std::make_unique<std::string>();
    decoded->reserve(value.size() / 2);
    for (std::size_t i = 2; i + 1 < value.size(); i += 2) {  // after \x
        decoded->push_back(static_cast<char>(digit_of(value[i]) << 4 | digit_of(value[i + 1])));
    }
    decoded_.push_back(std::move(decoded));
    return *decoded_.back();
}

}  // namespace roost::db::postgres
