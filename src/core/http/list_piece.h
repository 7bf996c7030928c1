// list_piece.h: a list's statement while it is built, and after; for list_*.cpp only.
#pragma once

#include <deque>
#include <variant>

#include "core/base/text.h"
#include "core/http/list.h"

namespace roost::http {

/// The text of a statement. Kept and shared, because the drivers know prepared statements by the
/// address of their text.
struct ListText {
    std::string name, sql;
    std::vector<std::string> names;
    std::vector<std::string_view> views;
    db::Query query;
};

/// A value of a sort column at the end of a page; nothing is NULL.
using SortValue = std::optional<std::variant<std::int64_t, std::string>>;

/// A term of the order: what it orders by, which way, and where the cursor stands in it.
struct SortKey {
    std::string expression;
    bool descending = false;
    bool nullable = false;
    bool is_text = false;
    SortValue after = std::nullopt;
};

/// Whether no row in the column's usual state can match.
bool excludes_usual(Column const& column, ListQuery::Condition const& wanted);
bool is_text(ColumnType type);
/// A bound value as part of a key.
std::string value_text(db::Value const& value);
/// A cursor only continues the search, filters and order it came from.
std::string query_hash(ListSpec const& spec, ListQuery const& query);

/// A statement while it is built, and after.
struct ListStatement::Piece {
    db::Engine engine;
    ListSpec const& spec;
    std::vector<db::Param> params;
    std::deque<std::string> owned;  // values and names that params point to
    std::string sql = {};
    std::vector<std::string> names = {};
    std::shared_ptr<ListText const> text = {};
    std::vector<SortKey> keys = {};
    std::string hash = {};
    std::optional<OrderPlace> place = {};

    std::string bind(db::Value value) {
        owned.push_back("list_" + std::to_string(names.size()));
        names.push_back(owned.back());
        params.push_back({owned.back(), value});
        return "$" + std::to_string(names.size());
    }
    std::string bind_text(std::string_view value) {
        owned.emplace_back(value);
        return bind(std::string_view(owned.back()));
    }
    std::string bind_for(Column const& column, std::string const& value) {
        return is_text(column.type) ? bind_text(value) : bind(text::parse_int(value).value_or(0));
    }

    void begin(db::Query const& base) {
        sql = base.text(engine);
        names.assign(base.params.begin(), base.params.end());
    }
    void finish();

    /// Bytes in order, as SQLite compares by itself.
    std::string collated(std::string expression) const {
        return engine == db::Engine::postgres ? expression + " COLLATE \"C\"" : expression;
    }
    std::string folded(Column const& column) const {
        std::string expression(column.sql);
        if (column.type != ColumnType::text) return expression;
        if (!column.stored_lower) expression = "lower(" + collated(expression) + ")";
        return expression;
    }
    std::string comparable(Column const& column) const {
        return is_text(column.type) ? collated(folded(column)) : std::string(column.sql);
    }
    std::string contains(Column const& column, std::string_view value) {
        auto function = engine == db::Engine::postgres ? "strpos(" : "instr(";
        return function + folded(column) + ", " + bind_text(value) + ") > 0";
    }

    void add_conditions(ListQuery const& query);
    std::string condition(ListQuery::Condition const& condition);
    std::string one_of(Column const& column, std::vector<std::string> const& values);
    std::string one_of_array(std::string const& array, ColumnType type);
    void add_search(std::string_view q);
    void make_keys(ListQuery const& query);
    Result<void> read_cursor(std::string const& cursor);
    Result<void> read_place(boost::json::array const& items);
    void select_keys();
    void select_id_only();
    void add_keyset();
    std::string row_keyset();
    std::string stepwise_keyset();
    std::string equals(SortKey const& key);
    std::string comes_after(SortKey const& key);
    std::string bind_key(SortKey const& key);
    void add_order();
    /// The rows that match, after the query's cursor, in the order of the list; `select` says what of them.
    Result<void> arrange(ListQuery const& query, void (Piece::*select)());
};

}  // namespace roost::http
