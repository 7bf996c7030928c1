// list_statement.cpp: SQL of a page, a count or the ids of a list, the same on both engines.
#include <mutex>
#include <unordered_map>

#include "core/base/text.h"
#include "core/http/list_piece.h"

namespace roost::http {
namespace {

/// Thread-safe. Texts differ by columns and operators, not by values, so there are few of them.
class TextCache {
public:
    std::shared_ptr<ListText const> get(std::string_view name, std::string sql,
                                        std::vector<std::string> names) {
        std::lock_guard lock(mutex_);
        if (auto found = texts_.find(sql); found != texts_.end()) return found->second;
        if (texts_.size() >= 2000) texts_.clear();
        auto text = std::make_shared<ListText>();
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
    std::unordered_map<std::string_view, std::shared_ptr<ListText const>> texts_;
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

bool can_be_tallied(ListSpec const& spec, ListQuery const& query) {
    return spec.tally && !query.q && std::ranges::all_of(query.conditions, [&](auto const& condition) {
               return spec.columns[condition.column].tallied;
           });
}

}  // namespace

void ListStatement::Piece::finish() {
    static TextCache cache;
    text = cache.get(spec.name, std::move(sql), names);
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

void ListStatement::Piece::select_id_only() {
    sql = "SELECT " + std::string(spec.id_sql) + " AS list_id" + sql.substr(find_from(sql));
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

Result<void> ListStatement::Piece::arrange(ListQuery const& query, void (Piece::*select)()) {
    begin(*spec.from);
    hash = query_hash(spec, query);
    make_keys(query);
    (this->*select)();
    add_conditions(query);
    if (query.cursor) {
        TRY(read_cursor(*query.cursor));
        add_keyset();
    }
    add_order();
    return {};
}

ListStatement::ListStatement(std::unique_ptr<Piece> piece) : piece_(std::move(piece)) {}
ListStatement::ListStatement(ListStatement&&) noexcept = default;
ListStatement& ListStatement::operator=(ListStatement&&) noexcept = default;
ListStatement::~ListStatement() = default;

Result<ListStatement> ListStatement::page(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                          std::vector<db::Param> fixed) {
    auto piece = std::make_unique<Piece>(engine, spec, std::move(fixed), std::deque<std::string>{});
    TRY(piece->arrange(query, &Piece::select_keys));
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
    piece->select_id_only();
    piece->add_conditions(query);
    piece->keys[0].after = after_id;
    piece->add_keyset();
    piece->add_order();
    piece->sql += " LIMIT " + piece->bind(limit);
    piece->finish();
    return ListStatement(std::move(piece));
}

Result<ListStatement> ListStatement::order(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                           std::vector<db::Param> fixed, std::size_t ids_max) {
    auto piece = std::make_unique<Piece>(engine, spec, std::move(fixed), std::deque<std::string>{});
    TRY(piece->arrange(query, &Piece::select_id_only));
    if (engine == db::Engine::postgres) {
        piece->sql = "SELECT COALESCE(string_agg(CAST(list_id AS TEXT), ','), '') FROM (" + piece->sql +
                     " LIMIT " + piece->bind(ids_max) + ") AS ordered";
    }
    piece->finish();
    return ListStatement(std::move(piece));
}

Result<ListStatement> ListStatement::rows(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                          std::vector<db::Param> fixed,
                                          std::vector<std::int64_t> const& ids) {
    auto piece = std::make_unique<Piece>(engine, spec, std::move(fixed), std::deque<std::string>{});
    piece->begin(*spec.from);
    piece->hash = query_hash(spec, query);
    piece->make_keys(query);
    piece->select_keys();
    piece->add_conditions(query);
    std::string array = "[";
    for (auto id : ids) array += (array.size() > 1 ? "," : "") + std::to_string(id);
    piece->sql += " AND " + std::string(spec.id_sql) + piece->one_of_array(array + "]", ColumnType::integer);
    piece->finish();
    return ListStatement(std::move(piece));
}

db::Query const& ListStatement::query() const { return piece_->text->query; }
db::Params ListStatement::params() const { return piece_->params; }

std::optional<OrderPlace> ListStatement::place() const { return piece_->place; }

std::string value_text(db::Value const& value) {
    return std::visit(
        [](auto const& stored) -> std::string {
            using T = std::decay_t<decltype(stored)>;
            if constexpr (std::is_same_v<T, std::string_view>) return std::string(stored);
            else if constexpr (std::is_same_v<T, db::Bytes>) return std::string(stored.data);
            else if constexpr (std::is_arithmetic_v<T>) return std::to_string(stored);
            else return "null";  // rows are no value of a list
        },
        value.storage());
}

std::string ListStatement::key() const {
    std::string key = piece_->text->sql;
    for (auto const& param : piece_->params) key += '\0' + value_text(param.value);
    return key;
}

}  // namespace roost::http
