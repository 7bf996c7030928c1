// list_statement.cpp: SQL of a page, a count or the ids of a list, the same on both engines.
#include <deque>
#include <unordered_map>

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/crypto/password.h"
#include "core/http/list.h"

namespace roost::http {
namespace {

/// The text of a statement. Kept and shared, because the drivers know prepared statements by the
/// address of their text.
struct Text {
    std::string name, sql;
    std::vector<std::string> names;
    std::vector<std::string_view> views;
    db::Query query;
};

/// Thread-safe. Texts differ by columns and operators, not by values, so there are few of them.
class TextCache {
public:
    std::shared_ptr<Text const> get(std::string_view name, std::string sql, std::vector<std::string> names) {
        std::lock_guard lock(mutex_);
        if (auto found = texts_.find(sql); found != texts_.end()) return found->second;
        if (texts_.size() >= 2000) texts_.clear();
        auto text = std::make_shared<Text>();
        text->name = "list." + std::string(name);
        text->sql = std::move(sql);
        text->names = std::move(names);
        text->views.assign(text->names.begin(), text->names.end());
        text->query = {text->name, text->sql, text->sql, text->views};
        texts_.emplace(text->sql, text);
        return text;
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string_view, std::shared_ptr<Text const>> texts_;
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

/// Where the SELECT list of `sql` ends: its FROM outside of parentheses and quotes.
std::size_t find_from(std::string_view sql) {
    int depth = 0;
    char quote = 0;
    for (std::size_t i = 0; i + 6 < sql.size(); ++i) {
        char c = sql[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '(') {
            ++depth;
        } else if (c == ')') {
            --depth;
        } else if (depth == 0 && std::isspace(static_cast<unsigned char>(c)) &&
                   text::lower_ascii(sql.substr(i + 1, 4)) == "from" &&
                   std::isspace(static_cast<unsigned char>(sql[i + 5]))) {
            return i;
        }
    }
    throw std::logic_error("a list's query has no FROM: " + std::string(sql));
}

std::string url_base64(std::string_view bytes) {
    auto text = text::base64_encode(bytes);
    while (text.ends_with('=')) text.pop_back();
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

std::optional<std::string> from_url_base64(std::string text) {
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text::base64_decode(text);
}

Error bad_cursor() {
    return roost::errors::invalid_field(
        "cursor", "list.bad_cursor",
        "The cursor is not one of this list in this order. Start again without it.");
}

/// A cursor only continues the search, filters and order it came from.
std::string query_hash(ListSpec const& spec, ListQuery const& query) {
    std::string text(spec.name);
    for (auto const& order : query.order)
        text += (order.descending ? "\n-" : "\n+") + std::string(spec.columns[order.column].name);
    if (query.q) text += "\nq" + *query.q;
    for (auto const& condition : query.conditions) {
        text += "\n?" + std::string(spec.columns[condition.column].name) + condition.op;
        for (auto const& value : condition.values) text += '\0' + value;
    }
    return crypto::hex(crypto::sha256(text).substr(0, 6));
}

bool is_text(ColumnType type) { return type == ColumnType::text || type == ColumnType::state; }

/// Whether no row in the column's usual state can match.
bool excludes_usual(Column const& column, ListQuery::Condition const& wanted) {
    bool named = std::ranges::find(wanted.values, column.usual) != wanted.values.end();
    if (wanted.op == "ne") return named;
    return (wanted.op == "eq" || wanted.op == "in") && !named;
}

bool can_be_tallied(ListSpec const& spec, ListQuery const& query) {
    return spec.tally && !query.q && std::ranges::all_of(query.conditions, [&](auto const& condition) {
               return spec.columns[condition.column].tallied;
           });
}

}  // namespace

/// A statement while it is built, and after.
struct ListStatement::Piece {
    db::Engine engine;
    ListSpec const& spec;
    std::vector<db::Param> params;
    std::deque<std::string> owned;  // values and names that params point to
    std::string sql = {};
    std::vector<std::string> names = {};
    std::shared_ptr<Text const> text = {};
    std::vector<SortKey> keys = {};
    std::string hash = {};

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
    void finish() {
        static TextCache cache;
        text = cache.get(spec.name, std::move(sql), names);
    }

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
    void add_search(std::string_view q);
    void make_keys(ListQuery const& query);
    Result<void> read_cursor(std::string const& cursor);
    void select_keys();
    void add_keyset();
    std::string row_keyset();
    std::string stepwise_keyset();
    std::string equals(SortKey const& key);
    std::string comes_after(SortKey const& key);
    std::string bind_key(SortKey const& key);
    void add_order();
};

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
    std::string list;
    for (auto const& value : values) list += (list.empty() ? "" : ", ") + bind_for(column, value);
    if (wanted.op == "in") return what + " IN (" + list + ")";
    if (wanted.op == "in_or_null")
        return "(" + what + " IN (" + list + ") OR " + std::string(column.sql) + " IS NULL)";
    auto differs = what + " NOT IN (" + list + ")";  // what is empty differs too
    return column.nullable ? "(" + differs + " OR " + std::string(column.sql) + " IS NULL)" : differs;
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

void ListStatement::Piece::make_keys(ListQuery const& query) {
    bool by_id = false;
    for (auto const& order : query.order) {
        auto const& column = spec.columns[order.column];
        by_id = by_id || column.sql == spec.id_sql;
        keys.push_back({comparable(column), order.descending, column.nullable, is_text(column.type)});
        if (by_id) return;  // nothing after the id can matter
    }
    // Ties go the way of the last column, so that one index serves the whole order.
    keys.push_back({std::string(spec.id_sql), !keys.empty() && keys.back().descending});
}

/// Adds the sort values to the SELECT list, at its end.
void ListStatement::Piece::select_keys() {
    std::string more;
    for (std::size_t i = 0; i < keys.size(); ++i)
        more += ", " + keys[i].expression + " AS list_key_" + std::to_string(i);
    sql.insert(find_from(sql), more);
}

Result<void> ListStatement::Piece::read_cursor(std::string const& cursor) {
    auto plain = from_url_base64(cursor);
    boost::json::error_code failed;
    auto value = boost::json::parse(plain.value_or(""), failed);
    if (failed || !value.is_array() || value.get_array().size() != keys.size() + 1) return bad_cursor();
    auto const& items = value.get_array();
    if (!items[0].is_string() || items[0].get_string() != hash) return bad_cursor();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto const& item = items[i + 1];
        bool fits = keys[i].is_text ? item.is_string() : item.is_int64();
        if (!fits && !(item.is_null() && keys[i].nullable)) return bad_cursor();
        if (item.is_string() && std::string_view(item.get_string()).find('\0') != std::string_view::npos)
            return bad_cursor();
        if (item.is_string()) keys[i].after = std::string(item.get_string());
        if (item.is_int64()) keys[i].after = item.get_int64();
    }
    return {};
}

std::string ListStatement::Piece::bind_key(SortKey const& key) {
    if (auto const* text_value = std::get_if<std::string>(&*key.after)) return bind_text(*text_value);
    return bind(std::get<std::int64_t>(*key.after));
}

std::string ListStatement::Piece::equals(SortKey const& key) {
    if (!key.after) return key.expression + " IS NULL";
    return key.expression + " = " + bind_key(key);
}

/// NULL is smaller than every value: first when ascending, last when descending.
std::string ListStatement::Piece::comes_after(SortKey const& key) {
    if (!key.after) return key.descending ? "1 = 0" : key.expression + " IS NOT NULL";
    auto beyond = key.expression + (key.descending ? " < " : " > ") + bind_key(key);
    return key.descending && key.nullable ? "(" + beyond + " OR " + key.expression + " IS NULL)" : beyond;
}

std::string ListStatement::Piece::row_keyset() {
    std::string left, right;
    for (auto const& key : keys) {
        left += (left.empty() ? "" : ", ") + key.expression;
        right += (right.empty() ? "" : ", ") + bind_key(key);
    }
    return "(" + left + ")" + (keys[0].descending ? " < " : " > ") + "(" + right + ")";
}

std::string ListStatement::Piece::stepwise_keyset() {
    std::string any;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        std::string all;
        for (std::size_t k = 0; k < i; ++k) all += equals(keys[k]) + " AND ";
        any += (any.empty() ? "" : " OR ") + ("(" + all + comes_after(keys[i]) + ")");
    }
    auto bound = keys[0].nullable ? ""
                                  : keys[0].expression + (keys[0].descending ? " <= " : " >= ") +
                                        bind_key(keys[0]) + " AND ";
    return bound + "(" + any + ")";  // the bound is implied; it is there for the index
}

void ListStatement::Piece::add_keyset() {
    bool plain = std::ranges::all_of(
        keys, [&](auto const& key) { return !key.nullable && key.descending == keys[0].descending; });
    sql += " AND " + (plain ? row_keyset() : stepwise_keyset());
}

void ListStatement::Piece::add_order() {
    std::string order;
    for (auto const& key : keys) {
        order += (order.empty() ? " ORDER BY " : ", ") + key.expression + (key.descending ? " DESC" : "");
        if (key.nullable && engine == db::Engine::postgres)
            order += key.descending ? " NULLS LAST" : " NULLS FIRST";
    }
    sql += order;
}

ListStatement::ListStatement(std::unique_ptr<Piece> piece) : piece_(std::move(piece)) {}
ListStatement::ListStatement(ListStatement&&) noexcept = default;
ListStatement& ListStatement::operator=(ListStatement&&) noexcept = default;
ListStatement::~ListStatement() = default;

Result<ListStatement> ListStatement::page(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                          std::vector<db::Param> fixed) {
    auto piece = std::make_unique<Piece>(engine, spec, std::move(fixed), std::deque<std::string>{});
    piece->begin(*spec.from);
    piece->hash = query_hash(spec, query);
    piece->make_keys(query);
    piece->select_keys();
    piece->add_conditions(query);
    if (query.cursor) {
        TRY(piece->read_cursor(*query.cursor));
        piece->add_keyset();
    }
    piece->add_order();
    piece->sql += " LIMIT " + piece->bind(query.limit);
    if (query.offset > 0) piece->sql += " OFFSET " + piece->bind(query.offset);
    piece->finish();
    return ListStatement(std::move(piece));
}

Result<ListStatement> ListStatement::count(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                           std::vector<db::Param> fixed) {
    auto piece = std::make_unique<Piece>(engine, spec, std::move(fixed), std::deque<std::string>{});
    piece->begin(can_be_tallied(spec, query) ? *spec.tally : *spec.count);
    piece->add_conditions(query);
    piece->finish();
    return ListStatement(std::move(piece));
}

Result<ListStatement> ListStatement::ids(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                         std::vector<db::Param> fixed, std::int64_t after_id, int limit) {
    auto piece = std::make_unique<Piece>(engine, spec, std::move(fixed), std::deque<std::string>{});
    piece->begin(*spec.from);
    piece->keys.push_back({std::string(spec.id_sql)});
    piece->select_keys();
    piece->add_conditions(query);
    piece->keys[0].after = after_id;
    piece->add_keyset();
    piece->add_order();
    piece->sql += " LIMIT " + piece->bind(limit);
    piece->finish();
    return ListStatement(std::move(piece));
}

db::Query const& ListStatement::query() const { return piece_->text->query; }
db::Params ListStatement::params() const { return piece_->params; }

std::string ListStatement::cursor_after(db::Row const& row) const {
    auto const& keys = piece_->keys;
    boost::json::array items{piece_->hash};
    int column = row.columns() - static_cast<int>(keys.size());
    for (auto const& key : keys) {
        if (row.is_null(column)) items.push_back(nullptr);
        else if (key.is_text) items.push_back(boost::json::string(row.text(column)));
        else items.push_back(row.int64(column));
        ++column;
    }
    return url_base64(boost::json::serialize(items));
}

std::string ListStatement::key() const {
    std::string key = piece_->text->sql;
    for (auto const& param : piece_->params) {
        key += '\0';
        std::visit(
            [&](auto const& value) {
                using T = std::decay_t<decltype(value)>;
                if constexpr (std::is_same_v<T, std::string_view>) key += value;
                else if constexpr (std::is_same_v<T, db::Bytes>) key += value.data;
                else if constexpr (std::is_arithmetic_v<T>) key += std::to_string(value);
                else key += "null";  // rows are no value of a list
            },
            param.value.storage());
    }
    return key;
}

}  // namespace roost::http
