// list_page.cpp: the rows of a list's page as JSON, walked along an index or read from an order in memory.
#include "core/http/list_page.h"

#include "core/clock/stopwatch.h"
#include "core/http/list_way.h"

namespace roost::http {

namespace {

constexpr double slow_seconds = 0.2;

std::string order_key(ListRequest const& request, ListStatement const& statement) {
    return std::to_string(request.db.instance()) + statement.key();
}

Result<ListStatement> order_statement(ListRequest const& request, ListQuery const& query) {
    constexpr std::size_t ids_max = ListOrders::Limits{}.bytes / 4 + 1;
    return ListStatement::order(request.db.engine(), request.spec, query, request.fixed, ids_max);
}

/// Rows one after the other; one more than the page has says that there is a next page.
Result<std::optional<std::string>> append_walked(ListRequest const& request, std::string& out) {
    auto query = request.query;
    int const limit = query.limit++;
    auto statement = TRY(ListStatement::page(request.db.engine(), request.spec, query, request.fixed));
    auto const head = out.size();
    return request.db.read([&](db::Reader& reader) -> Result<std::optional<std::string>> {
        out.resize(head);  // a snapshot that broke is read again
        int rows = 0;
        std::optional<std::string> last, next;
        TRY(reader.each(statement.query(), statement.params(), [&](db::Row const& row) -> Result<void> {
            if (rows == limit) {
                next = std::move(last);
                return {};
            }
            if (rows > 0) out.push_back(',');
            request.row_to_json(row, out);
            if (++rows == limit) last = statement.cursor_after(row);
            return {};
        }));
        return next;
    });
}

Result<PageEnd> walk_page(ListRequest const& request, ListOrders& orders, std::string& out) {
    PageEnd end;
    end.total = TRY(list_total(request.db, request.spec, request.query, request.fixed));
    Stopwatch watch;
    end.next_cursor = TRY(append_walked(request, out));
    // A walk from a cursor begins where rows match, however far that is from the beginning.
    if (request.spec.is_long && !request.query.cursor && watch.seconds() > slow_seconds)
        orders.mark_slow(TRY(list_key(request)));
    return end;
}

Result<PageEnd> order_page(ListRequest const& request, OrderedPlace const& place, std::string& out) {
    auto const& order = *place.order;
    auto slice =
        TRY(read_slice(request, order, place.position, static_cast<std::size_t>(request.query.limit)));
    for (std::size_t i = 0; i < slice.pieces.size(); ++i) {
        if (i > 0) out.push_back(',');
        out.append(slice.row(i));
    }
    PageEnd end;
    if (slice.next < order.ids.size()) end.next_cursor = std::move(slice.cursor);
    if (order.is_whole) end.total = {static_cast<std::int64_t>(order.ids.size()), place.is_behind};
    else end.total = TRY(list_total(request.db, request.spec, request.query, request.fixed));
    return end;
}

/// The ids of PostgreSQL's one row; false when they are more than fit.
bool read_text(std::string_view text, IdArray& ids, std::size_t bytes_max) {
    std::int64_t id = 0;
    for (char c : text) {
        if (c != ',') {
            id = id * 10 + (c - '0');
            continue;
        }
        ids.push(std::exchange(id, 0));
    }
    if (!text.empty()) ids.push(id);
    return ids.bytes() <= bytes_max;
}

/// Reads all ids; false when they are more than fit.
Result<bool> read_ids(db::Db& db, ListStatement const& statement, IdArray& ids, std::size_t bytes_max) {
    bool fits = true;
    auto done = db.read([&](db::Reader& reader) {
        ids = {};  // a snapshot that broke is read again
        return reader.each(statement.query(), statement.params(), [&](db::Row const& row) -> Result<void> {
            if (db.engine() == db::Engine::postgres) {
                fits = read_text(row.text(0), ids, bytes_max);
                return {};
            }
            ids.push(row.int64(0));
            fits = ids.bytes() <= bytes_max;
            // Ends the reading; nobody gets to see it.
            return fits ? Result<void>() : roost::errors::internal("a list is too long for its order");
        });
    });
    if (!fits) return false;
    if (!done.ok()) return std::move(done).error();
    return true;
}

struct Piece {
    std::size_t position, begin, end;
};

/// Appends what is left of `count` ids from `slice.next` on, in their order.
Result<void> append_ids(ListRequest const& request, db::Reader& reader, ListOrder const& order,
                        std::size_t count, OrderSlice& slice) {
    std::vector<std::int64_t> ids;
    std::vector<std::pair<std::int64_t, std::size_t>> positions;
    for (std::size_t i = 0; i < count; ++i) {
        ids.push_back(order.ids[slice.next + i]);
        positions.emplace_back(ids.back(), slice.next + i);
    }
    std::ranges::sort(positions);
    auto statement =
        TRY(ListStatement::rows(request.db.engine(), request.spec, request.query, request.fixed, ids));
    std::vector<Piece> pieces;
    std::size_t last = 0;
    TRY(reader.each(statement.query(), statement.params(), [&](db::Row const& row) -> Result<void> {
        auto const id = row.int64(row.columns() - 1);
        auto const found = std::ranges::lower_bound(positions, std::pair(id, std::size_t{0}));
        auto const begin = slice.json.size();
        request.row_to_json(row, slice.json);
        pieces.push_back({found->second, begin, slice.json.size()});
        if (found->second + 1 > last) {
            last = found->second + 1;
            slice.cursor = statement.cursor_after(row, OrderPlace{order.number, last, id});
        }
        return {};
    }));
    std::ranges::sort(pieces, {}, &Piece::position);
    for (auto const& piece : pieces) slice.pieces.emplace_back(piece.begin, piece.end);
    slice.next += count;
    return {};
}

}  // namespace

Result<std::string> list_key(ListRequest const& request) {
    auto query = request.query;
    query.cursor.reset();
    return order_key(request, TRY(order_statement(request, query)));
}

ListOrders& kept_orders() {
    static SystemClock const real;  // ages inside this process, whatever a test's clock says
    static ListOrders orders(real);
    return orders;
}

Result<OrderSlice> read_slice(ListRequest const& request, ListOrder const& order, std::size_t from,
                              std::size_t limit) {
    constexpr int refills = 5;
    return request.db.read([&](db::Reader& reader) -> Result<OrderSlice> {
        OrderSlice slice;
        slice.next = std::min(from, order.ids.size());
        for (int i = 0; i <= refills || slice.pieces.empty(); ++i) {
            auto const count = std::min(limit - slice.pieces.size(), order.ids.size() - slice.next);
            if (count == 0) break;
            TRY(append_ids(request, reader, order, count, slice));
        }
        return slice;
    });
}

Result<OrderedPlace> find_place(ListRequest const& request, ListOrders& orders) {
    auto statement = TRY(order_statement(request, request.query));
    auto key = order_key(request, statement);
    auto list = request.query.cursor ? TRY(list_key(request)) : key;
    auto version = [&] { return request.db.writes(workspace_of(request.fixed)); };
    if (auto const place = statement.place()) {
        auto order = orders.find(place->order, list);
        bool is_there =
            order && place->position <= order->ids.size() && order->ids[place->position - 1] == place->id;
        if (is_there) return OrderedPlace{order, place->position, order->version != version()};
    }
    auto read = [&](IdArray& ids, std::size_t bytes_max) {
        return read_ids(request.db, statement, ids, bytes_max);
    };
    auto found = TRY(orders.get({key, list, statement.query().sqlite, version}, read));
    return OrderedPlace{std::move(found.order), static_cast<std::size_t>(request.query.offset),
                        found.is_behind};
}

Result<PageEnd> append_page(ListRequest const& request, ListOrders& orders, std::string& out) {
    auto way = choose_way(request.spec, request.query);
    bool may_be_slow = way == Way::walk && request.spec.is_long && !request.query.cursor && orders.any_slow();
    if (may_be_slow && orders.is_slow(TRY(list_key(request)))) way = Way::order;
    if (way == Way::order) {
        auto const place = TRY(find_place(request, orders));
        if (place.order) return order_page(request, place, out);
    }
    return walk_page(request, orders, out);
}

}  // namespace roost::http
