// list_way.cpp: how a page of a list is found: along an index, or from its order in memory.
#include "core/http/list_way.h"

#include <algorithm>

#include "core/http/list_piece.h"

namespace roost::http {

namespace {

constexpr std::int64_t near_rows = 2'000;

/// Whether the index is only walked between the bounds that the condition names.
bool bounds_the_walk(ListQuery::Condition const& condition, std::size_t sorted_by) {
    constexpr std::string_view ranges[] = {"eq", "starts", "between", "gte", "lte", "gt", "lt"};
    return condition.column == sorted_by && std::ranges::find(ranges, condition.op) != std::end(ranges);
}

}  // namespace

Way choose_way(ListSpec const& spec, ListQuery const& query) {
    if (!spec.is_long) return Way::walk;
    if (query.offset + query.limit > near_rows || query.q || query.order.size() != 1) return Way::order;
    auto const sorted_by = query.order[0].column;
    auto const& sorted = spec.columns[sorted_by];
    if (!sorted.indexed && sorted.sql != spec.id_sql) return Way::order;
    bool most_match = std::ranges::all_of(query.conditions, [&](auto const& condition) {
        auto const& column = spec.columns[condition.column];
        if (bounds_the_walk(condition, sorted_by)) return true;
        bool names_states = condition.op == "eq" || condition.op == "in" || condition.op == "ne";
        return !column.usual.empty() && names_states && !excludes_usual(column, condition);
    });
    return most_match ? Way::walk : Way::order;
}

}  // namespace roost::http
