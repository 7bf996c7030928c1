// list_conditions.cpp: filters and searches of a list as SQL, the same on both engines.
#include "core/base/text.h"
#include "core/http/list_piece.h"

namespace roost::http {

namespace {

constexpr std::size_t values_one_by_one = 8;

}  // namespace

bool is_text(ColumnType type) { return type == ColumnType::text || type == ColumnType::state; }

/// Whether no row in the column's usual state can match.
bool excludes_usual(Column const& column, ListQuery::Condition const& wanted) {
    bool named = std::ranges::find(wanted.values, column.usual) != wanted.values.end();
    if (wanted.op == "ne") return named;
    return (wanted.op == "eq" || wanted.op == "in") && !named;
}

std::string ListStatement::Piece::condition(ListQuery::Condition const& wanted) {
    auto const& column = spec.columns[wanted.column];
    auto const& values = wanted.values;
    auto what = comparable(column);
    if (wanted.op == "null") return std::string(column.sql) + " IS NULL";
    if (wanted.op == "not_null") return std::string(column.sql) + " IS NOT NULL";
    if (wanted.op == "contains") return contains(column, values[0]);
    if (wanted.op == "starts") {  // a range instead of LIKE: it uses an index on both engines
        auto low = bind_text(values[0]);
        return what + " >= " + low + " AND " + what + " < " + bind_text(values[0] + "\xF4\x8F\xBF\xBF");
    }
    if (wanted.op == "between") {
        auto low = bind_for(column, values[0]);
        return what + " >= " + low + " AND " + what + " <= " + bind_for(column, values[1]);
    }
    if (wanted.op == "eq") return what + " = " + bind_for(column, values[0]);
    for (auto [op, sign] : {std::pair{"gte", " >= "}, {"lte", " <= "}, {"gt", " > "}, {"lt", " < "}}) {
        if (wanted.op == op) return what + sign + bind_for(column, values[0]);
    }
    auto is_one = one_of(column, values);
    if (wanted.op == "in") return what + is_one;
    if (wanted.op == "in_or_null")
        return "(" + what + is_one + " OR " + std::string(column.sql) + " IS NULL)";
    auto differs = what + " NOT" + is_one;  // what is empty differs too
    return column.nullable ? "(" + differs + " OR " + std::string(column.sql) + " IS NULL)" : differs;
}

/// ` IN (…)`: a few values one by one, many as one array, because a statement has only so many parameters.
std::string ListStatement::Piece::one_of(Column const& column, std::vector<std::string> const& values) {
    std::string list;
    if (values.size() <= values_one_by_one) {
        for (auto const& value : values) list += (list.empty() ? "" : ", ") + bind_for(column, value);
        return " IN (" + list + ")";
    }
    boost::json::array array;
    for (auto const& value : values) {
        if (is_text(column.type)) array.emplace_back(value);
        else array.emplace_back(text::parse_int(value).value_or(0));
    }
    return one_of_array(boost::json::serialize(array), column.type);
}

std::string ListStatement::Piece::one_of_array(std::string const& array, ColumnType type) {
    auto bound = bind_text(array);
    if (engine == db::Engine::sqlite) return " IN (SELECT each.value FROM json_each(" + bound + ") AS each)";
    return std::string(" IN (SELECT ") + (is_text(type) ? "each.value" : "CAST(each.value AS BIGINT)") +
           " FROM jsonb_array_elements_text(CAST(" + bound + " AS JSONB)) AS each(value))";
}

void ListStatement::Piece::add_search(std::string_view q) {
    std::string any;
    for (auto const& column : spec.columns) {
        if (column.searchable) any += (any.empty() ? "" : " OR ") + contains(column, q);
    }
    sql += any.empty() ? " AND 1 = 0" : " AND (" + any + ")";
}

void ListStatement::Piece::add_conditions(ListQuery const& query) {
    if (query.q) add_search(*query.q);
    for (auto const& wanted : query.conditions) {
        sql += " AND " + condition(wanted);
        auto const& column = spec.columns[wanted.column];
        if (!column.usual.empty() && excludes_usual(column, wanted))
            sql += " AND " + std::string(column.sql) + " <> '" + std::string(column.usual) + "'";
    }
}

}  // namespace roost::http
