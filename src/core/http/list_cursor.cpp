// list_cursor.cpp: cursors of lists: what they hold, and the rows that come after one.
#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/crypto/password.h"
#include "core/http/list_piece.h"

namespace roost::http {
namespace {

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

}  // namespace

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

Result<void> ListStatement::Piece::read_cursor(std::string const& cursor) {
    auto plain = from_url_base64(cursor);
    boost::json::error_code failed;
    auto value = boost::json::parse(plain.value_or(""), failed);
    if (failed || !value.is_array()) return bad_cursor();
    auto const& items = value.get_array();
    bool has_place = items.size() == keys.size() + 3;
    if (!has_place && items.size() != keys.size() + 1) return bad_cursor();
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
    return has_place ? read_place(items) : Result<void>();
}

/// The last two numbers of a cursor.
Result<void> ListStatement::Piece::read_place(boost::json::array const& items) {
    auto const& order = items[items.size() - 2];
    auto const& position = items.back();
    auto is_count = [](boost::json::value const& value) { return value.is_int64() && value.get_int64() > 0; };
    if (!is_count(order) || !is_count(position)) return bad_cursor();
    place = OrderPlace{static_cast<std::uint64_t>(order.get_int64()),
                       static_cast<std::size_t>(position.get_int64()),
                       std::get<std::int64_t>(*keys.back().after)};
    return {};
}

std::string ListStatement::cursor_after(db::Row const& row, std::optional<OrderPlace> const& at) const {
    auto const& keys = piece_->keys;
    boost::json::array items{piece_->hash};
    int column = row.columns() - static_cast<int>(keys.size());
    for (auto const& key : keys) {
        if (row.is_null(column)) items.push_back(nullptr);
        else if (key.is_text) items.push_back(boost::json::string(row.text(column)));
        else items.push_back(row.int64(column));
        ++column;
    }
    if (at) {
        items.push_back(static_cast<std::int64_t>(at->order));
        items.push_back(static_cast<std::int64_t>(at->position));
    }
    return url_base64(boost::json::serialize(items));
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

}  // namespace roost::http
