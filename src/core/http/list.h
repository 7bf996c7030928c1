// list.h: the one way to page, sort, search, filter and export a table (API.md "Lists").
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/db/db.h"
#include "core/http/message.h"

namespace roost::http {

enum class ColumnType { text, integer, boolean, instant, state };

/// A column of a list. `sql` is the expression in the list's FROM; text is compared and ordered by
/// its lower-case form, so `sql` of a text column is either stored in lower case or wrapped by the
/// builder in lower().
///
/// Both engines give the same order: text is compared byte by byte (BINARY on SQLite, COLLATE "C" on
/// PostgreSQL, where the migrator declares every TEXT column so), lower() folds A–Z only, and NULL
/// is smaller than every value. A list that wants more folding stores a folded column.
struct Column {
    std::string_view name;
    ColumnType type;
    std::string_view sql;
    bool stored_lower = false;  // no lower() needed: the index on the plain column is used
    bool nullable = false;
    bool searchable = false;  // `q` looks here (contains)
    bool sortable = true;
    std::vector<std::string_view> states = {};  // legal values of a state column
    /// The state that most rows have, which the index on this column leaves out: conditions that
    /// exclude it say so in words the planner can match with the index's own.
    std::string_view usual = {};
    bool tallied = false;  // ListSpec::tally has this column too
    bool indexed = false;  // an index (workspace_id, this, id), or a unique one, walks in this order
};

/// What a domain declares once per list. The named queries are one SELECT whose WHERE stands at their
/// end, without GROUP BY, and whose ORs are in parentheses: conditions are appended with AND.
struct ListSpec {
    std::string_view name;    // for the log and the export's file name
    db::Query const* from;    // "SELECT … FROM … WHERE workspace_id = :workspace_id" (named query)
    db::Query const* count;   // the same FROM and WHERE with COUNT(*)
    std::string_view id_sql;  // ties: `accounts.id`
    std::vector<Column> columns;
    std::string_view default_sort;  // `-created_at`
    /// Instead of `count` when nothing but columns marked `tallied` is asked for: the sum of a few rows
    /// that are kept true by the owner, under the same alias.
    db::Query const* tally = nullptr;
    /// May be a million rows: pages that no index walks to are read from an order kept in memory
    /// (list_order.h). Only for lists whose rows depend on nothing but what the workspace wrote.
    bool is_long = false;
};

/// A parsed and checked list request; also what a bulk `filter` is turned into.
struct ListQuery {
    struct Condition {
        std::size_t column;
        std::string
            op;  // eq, in, in_or_null, gte, lte, gt, lt, ne, contains, starts, between, null, not_null
        std::vector<std::string> values;
    };
    struct Order {
        std::size_t column;
        bool descending = false;
    };
    std::optional<std::string> q;
    std::vector<Condition> conditions;
    std::vector<Order> order;
    int limit = 100;
    std::int64_t offset = 0;
    std::optional<std::string> cursor;
    bool limit_given = false;
};

/// Reads limit, offset, cursor, sort, q, filter[…] from the query; every unknown parameter, column
/// or value is 422 with its field. Parameters named in `extra` are left to the handler.
Result<ListQuery> parse_list_query(Request const& request, ListSpec const& spec,
                                   std::vector<std::string_view> const& extra = {});

/// Reads a bulk `filter` object `{"q", "<column>": "<text as in the query>"}`.
Result<ListQuery> parse_filter(boost::json::object const& filter, ListSpec const& spec);

/// Where a walk by cursor stands in an order kept in memory, and the id it passed last.
struct OrderPlace {
    std::uint64_t order = 0;  // its number
    std::size_t position = 0;
    std::int64_t id = 0;
};

/// SQL made from a ListSpec and a ListQuery: owns its text and its bound values, but not those of
/// `fixed`, which are the parameters of the spec's named query (workspace_id, …).
class ListStatement {
public:
    struct Piece;
    /// The page: FROM + conditions + order + limit/offset or keyset. Rows have further columns at
    /// their end, from which cursor_after() reads. Error list.bad_cursor.
    static Result<ListStatement> page(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                      std::vector<db::Param> fixed);
    /// COUNT(*) under the same conditions.
    static Result<ListStatement> count(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                       std::vector<db::Param> fixed);
    /// The ids after `after_id` in id order; the id is the last column.
    static Result<ListStatement> ids(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                     std::vector<db::Param> fixed, std::int64_t after_id, int limit);
    /// All ids in the order of the list (after its cursor; limit and offset are not looked at). SQLite:
    /// one a row; PostgreSQL, where a result is whole in memory: at most `ids_max` as one text `1,2,3`.
    static Result<ListStatement> order(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                       std::vector<db::Param> fixed, std::size_t ids_max);
    /// Those of the rows with these ids that match, in any order; further columns as of page().
    static Result<ListStatement> rows(db::Engine engine, ListSpec const& spec, ListQuery const& query,
                                      std::vector<db::Param> fixed, std::vector<std::int64_t> const& ids);
    db::Query const& query() const;
    db::Params params() const;
    /// The cursor that continues after `row` of a page; `place` when it was read from an order.
    std::string cursor_after(db::Row const& row, std::optional<OrderPlace> const& place = {}) const;
    /// What the query's cursor says of an order.
    std::optional<OrderPlace> place() const;
    /// Text and values as one string: equal statements have equal keys.
    std::string key() const;
    ListStatement(ListStatement&&) noexcept;
    ListStatement& operator=(ListStatement&&) noexcept;
    ~ListStatement();

private:
    explicit ListStatement(std::unique_ptr<Piece> piece);
    std::unique_ptr<Piece> piece_;
};

/// Writes one row as a JSON object into `out` (`{"id":…}`), for the list answer.
using RowToJson = std::function<void(db::Row const&, std::string& out)>;

/// Answers a list request whole: parses, pages, counts, serialises; text/csv when the client asks
/// for it (streamed, safe against formula injection; only with Permission manage, else 403).
Result<Response> list_response(db::Db& db, Request const& request, ListSpec const& spec,
                               std::vector<db::Param> fixed, RowToJson const& row_to_json,
                               std::vector<std::string_view> const& extra = {});

/// The ids that match, at most `limit`, in id order after `after_id`: the page of a bulk job.
Result<std::vector<std::int64_t>> matching_ids(db::Reader& reader, ListSpec const& spec,
                                               ListQuery const& query, std::vector<db::Param> fixed,
                                               std::int64_t after_id, int limit);

}  // namespace roost::http
