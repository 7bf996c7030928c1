// list_page.h: the rows of a list's page as JSON, walked along an index or read from an order in memory.
#pragma once

#include "core/http/list_order.h"
#include "core/http/list_total.h"

namespace roost::http {

/// What a page is of; all of it outlives the call.
struct ListRequest {
    db::Db& db;
    ListSpec const& spec;
    ListQuery const& query;
    std::vector<db::Param> const& fixed;
    RowToJson const& row_to_json;
};

/// How a page ended.
struct PageEnd {
    std::optional<std::string> next_cursor;
    Total total;
};

/// The orders of this process.
ListOrders& kept_orders();

/// By what the orders know the request's list: its filters and sort without cursor, offset and limit.
Result<std::string> list_key(ListRequest const& request);

/// Appends the rows of the page, separated by commas: the way choose_way() says, or from an order where
/// walking was slow the last time.
Result<PageEnd> append_page(ListRequest const& request, ListOrders& orders, std::string& out);

/// The order that the request's page stands in and where; null when the list is too long for that.
struct OrderedPlace {
    std::shared_ptr<ListOrder const> order;
    std::size_t position = 0;
    bool is_behind = false;
};
Result<OrderedPlace> find_place(ListRequest const& request, ListOrders& orders);

/// Rows of an order from a position on. Those that are gone or match no more are left out, and others
/// further on stand in for them.
struct OrderSlice {
    std::string json;                                         // one object after the other
    std::vector<std::pair<std::size_t, std::size_t>> pieces;  // where each begins and ends
    std::size_t next = 0;                                     // position after the last
    std::string cursor;                                       // that goes on after the last
    std::string_view row(std::size_t at) const {
        return std::string_view(json).substr(pieces[at].first, pieces[at].second - pieces[at].first);
    }
};
Result<OrderSlice> read_slice(ListRequest const& request, ListOrder const& order, std::size_t from,
                              std::size_t limit);

}  // namespace roost::http
