// list_query.cpp: list requests and bulk filters, parsed and checked against the list's columns.
#include <charconv>

#include "core/base/text.h"
#include "core/http/list.h"

namespace roost::http {
namespace {

constexpr std::size_t values_max = 1000;
constexpr std::size_t text_bytes_max = 500;
constexpr std::size_t order_max = 5;
constexpr std::int64_t offset_max = 1LL << 52;

/// Collects every problem, so that a person sees them all at once.
struct Problems {
    std::vector<FieldError> fields;
    void add(std::string field, std::string code, std::string message) {
        if (fields.size() < 50) fields.push_back({std::move(field), std::move(code), std::move(message)});
    }
    std::optional<Error> error() const {
        if (fields.empty()) return std::nullopt;
        auto const& first = fields.front();
        return Error{.kind = ErrorKind::invalid,
                     .code = first.code,
                     .detail = first.field + ": " + first.message,
                     .fields = fields};
    }
};

std::optional<std::size_t> column_named(ListSpec const& spec, std::string_view name) {
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
        if (spec.columns[i].name == name) return i;
    }
    return std::nullopt;
}

/// The value as it is bound: integers, times and booleans as numbers in decimal, text folded.
std::optional<std::string> normal_value(Column const& column, std::string_view text) {
    switch (column.type) {
        case ColumnType::text:
            if (text.size() > text_bytes_max) return std::nullopt;
            return text::lower_ascii(text);
        case ColumnType::integer: {
            auto number = text::parse_int(text);
            return number ? std::optional(std::to_string(*number)) : std::nullopt;
        }
        case ColumnType::boolean:
            if (text == "true") return "1";
            return text == "false" ? std::optional<std::string>("0") : std::nullopt;
        case ColumnType::instant: {
            bool is_day = text.size() == 10 && text.find('T') == std::string_view::npos;
            auto at = parse_rfc3339(is_day ? std::string(text) + "T00:00:00Z" : std::string(text));
            return at ? std::optional(std::to_string(at->ms)) : std::nullopt;
        }
        case ColumnType::state:
            if (std::ranges::find(column.states, text) != column.states.end()) return std::string(text);
            return std::nullopt;
    }
    return std::nullopt;
}

std::string expected(Column const& column) {
    switch (column.type) {
        case ColumnType::text:
            return "Must be text of at most 500 bytes.";
        case ColumnType::integer:
            return "Must be a whole number.";
        case ColumnType::boolean:
            return "Must be true or false.";
        case ColumnType::instant:
            return "Must be a time such as 2026-11-21T08:30:00Z.";
        case ColumnType::state:
            break;
    }
    std::string names;
    for (auto state : column.states) names += (names.empty() ? "" : ", ") + std::string(state);
    return "Must be one of " + names + ".";
}

/// The prefixes of a filter value; `eq` is what has none.
struct Prefixed {
    std::string op;
    std::string_view rest;
};
Prefixed take_prefix(std::string_view text) {
    for (std::string_view op : {"gte", "lte", "gt", "lt", "contains", "starts", "between", "null"}) {
        if (text.size() > op.size() && text.starts_with(op) && text[op.size()] == ':') {
            return {std::string(op), text.substr(op.size() + 1)};
        }
    }
    if (!text.starts_with("ne:")) return {"eq", text};
    auto rest = text.substr(3);
    if (rest == "null:") return {"not_null", {}};
    return {"ne", rest};
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> items;
    while (true) {
        auto end = std::min(text.find(separator), text.size());
        items.push_back(text.substr(0, end));
        if (end == text.size()) return items;
        text.remove_prefix(end + separator.size());
    }
}

bool fits_type(std::string_view op, ColumnType type) {
    if (op == "contains" || op == "starts") return type == ColumnType::text;
    bool orders = op == "gte" || op == "lte" || op == "gt" || op == "lt" || op == "between";
    return !orders || (type != ColumnType::boolean && type != ColumnType::state);
}

void add_condition(ListSpec const& spec, ListQuery& query, std::string const& field, std::string_view name,
                   std::string_view text, Problems& problems) {
    auto index = column_named(spec, name);
    if (!index)
        return problems.add(field, "list.unknown_column", "There is no column '" + std::string(name) + "'.");
    auto const& column = spec.columns[*index];
    auto [op, rest] = take_prefix(text);
    if (!fits_type(op, column.type)) {
        return problems.add(field, "list.invalid_operator", "'" + op + ":' does not fit this column.");
    }
    ListQuery::Condition condition{*index, op, {}};
    if ((op == "null" && !rest.empty()))
        return problems.add(field, "list.invalid_value", "Nothing may follow 'null:'.");
    if (op != "null" && op != "not_null") {
        auto items = op == "between"            ? split(rest, "..")
                     : op == "eq" || op == "ne" ? split(rest, ",")
                                                : std::vector{rest};
        bool bad_count = op == "between" ? items.size() != 2 : items.size() > values_max;
        if (bad_count)
            return problems.add(field, "list.invalid_value",
                                op == "between" ? "Must be between:FIRST..LAST." : "Too many values.");
        for (auto item : items) {
            if (op == "eq" && item == "null:") {
                condition.op = "in_or_null";
                continue;
            }
            auto value = normal_value(column, item);
            if (!value) return problems.add(field, "list.invalid_value", expected(column));
            condition.values.push_back(std::move(*value));
        }
    }
    if (condition.op == "eq" && condition.values.size() > 1) condition.op = "in";
    query.conditions.push_back(std::move(condition));
}

void read_order(ListSpec const& spec, std::string_view text, ListQuery& query, Problems& problems) {
    for (auto item : split(text, ",")) {
        bool descending = item.starts_with('-');
        auto name = item.substr(descending ? 1 : 0);
        auto index = column_named(spec, name);
        if (!index || !spec.columns[*index].sortable) {
            return problems.add("sort", "list.unknown_column",
                                "There is no column '" + std::string(name) + "' to sort by.");
        }
        auto is_same = [&](auto const& order) { return order.column == *index; };
        if (std::ranges::any_of(query.order, is_same) || query.order.size() == order_max) {
            return problems.add("sort", "list.invalid_value", "Name at most five columns, each once.");
        }
        query.order.push_back({*index, descending});
    }
}

/// Words to look for; an empty search is none.
void read_search(std::string_view text, std::string const& field, ListQuery& query, Problems& problems) {
    text = text::trim(text);
    if (text.size() > text_bytes_max)
        return problems.add(field, "list.invalid_value", "Must have at most 500 bytes.");
    if (!text.empty()) query.q = text::lower_ascii(text);
}

std::optional<std::int64_t> number_within(std::string_view text, std::int64_t low, std::int64_t high) {
    auto number = text::parse_int(text);
    return number && *number >= low && *number <= high ? number : std::nullopt;
}

void read_parameter(ListSpec const& spec, std::string const& name, std::string const& value, ListQuery& query,
                    Problems& problems) {
    if (name == "limit") {
        auto limit = number_within(value, 1, 1000);
        if (!limit) return problems.add(name, "list.invalid_value", "Must be a number from 1 to 1000.");
        query.limit = static_cast<int>(*limit);
        query.limit_given = true;
    } else if (name == "offset") {
        auto offset = number_within(value, 0, offset_max);
        if (!offset) return problems.add(name, "list.invalid_value", "Must be a number from 0.");
        query.offset = *offset;
    } else if (name == "cursor") {
        if (!value.empty()) query.cursor = value;
    } else if (name == "sort") {
        if (!value.empty() && query.order.empty()) read_order(spec, value, query, problems);
    } else if (name == "q") {
        read_search(value, name, query, problems);
    } else if (name.starts_with("filter[") && name.ends_with(']')) {
        add_condition(spec, query, name, std::string_view(name).substr(7, name.size() - 8), value, problems);
    } else {
        problems.add(name, "list.unknown_parameter", "There is no parameter '" + name + "' here.");
    }
}

}  // namespace

Result<ListQuery> parse_list_query(Request const& request, ListSpec const& spec,
                                   std::vector<std::string_view> const& extra) {
    ListQuery query;
    Problems problems;
    std::vector<std::string_view> seen;
    for (auto const& [name, value] : request.query) {
        if (std::ranges::find(extra, name) != extra.end()) continue;
        // Two filters of a column are both meant; two limits are a mistake.
        if (!name.starts_with("filter[") && std::ranges::find(seen, name) != seen.end()) {
            problems.add(name, "list.invalid_value", "Is given twice.");
            continue;
        }
        seen.push_back(name);
        read_parameter(spec, name, value, query, problems);
    }
    if (query.cursor && query.offset > 0)
        problems.add("offset", "list.invalid_value", "Give a cursor or an offset, not both.");
    if (query.order.empty() && problems.fields.empty()) read_order(spec, spec.default_sort, query, problems);
    if (auto error = problems.error()) return std::move(*error);
    return query;
}

Result<ListQuery> parse_filter(boost::json::object const& filter, ListSpec const& spec) {
    ListQuery query;
    Problems problems;
    for (auto const& entry : filter) {
        std::string name(entry.key());
        auto field = "filter." + name;
        if (!entry.value().is_string()) {
            problems.add(field, "field.type", "Must be text, as in the query of a list.");
        } else if (std::string_view text = entry.value().get_string();
                   text.find('\0') != std::string_view::npos) {
            problems.add(field, "field.invalid", "Must not contain a NUL character.");
        } else if (name == "q") {
            read_search(text, field, query, problems);
        } else {
            add_condition(spec, query, field, name, text, problems);
        }
    }
    read_order(spec, spec.default_sort, query, problems);
    if (auto error = problems.error()) return std::move(*error);
    return query;
}

}  // namespace roost::http
