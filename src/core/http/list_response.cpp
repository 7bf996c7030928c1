// list_response.cpp: list answers: a JSON page with its total and cursor, or every row as CSV.
#include <charconv>
#include <deque>

#include "core/base/json.h"
#include "core/http/csv.h"
#include "core/http/list.h"
#include "core/http/list_total.h"

namespace roost::http {
namespace {

constexpr int export_batch = 1000;

/// Parameters that outlive the request they came from.
class OwnedParams {
public:
    explicit OwnedParams(std::vector<db::Param> const& params) {
        for (auto const& param : params) {
            texts_.emplace_back(param.name);
            auto& copy = params_.emplace_back(std::string_view(texts_.back()), param.value);
            if (auto const* text = std::get_if<std::string_view>(&param.value.storage())) {
                texts_.emplace_back(*text);
                copy.value = std::string_view(texts_.back());
            }
        }
    }
    OwnedParams(OwnedParams const&) = delete;
    std::vector<db::Param> const& get() const { return params_; }

private:
    std::deque<std::string> texts_;
    std::vector<db::Param> params_;
};

/// An export: one page by cursor after the other, each on its own snapshot.
class Export {
public:
    Export(db::Db& db, ListSpec spec, ListQuery query, std::vector<db::Param> const& fixed,
           RowToJson row_to_json)
        : db_(db),
          spec_(std::move(spec)),
          query_(std::move(query)),
          fixed_(fixed),
          row_to_json_(std::move(row_to_json)) {
        if (query_.limit_given) left_ = query_.limit;
    }

    Result<bool> next(std::string& chunk) {
        query_.limit = static_cast<int>(std::min<std::int64_t>(left_, export_batch));
        int rows = 0;
        std::string cursor;
        TRY(db_.read([&](db::Reader& reader) -> Result<void> {
            rows = 0;  // a snapshot that broke is read again
            chunk.clear();
            head_written_ = batches_ > 0;
            auto statement = TRY(ListStatement::page(db_.engine(), spec_, query_, fixed_.get()));
            return reader.each(statement.query(), statement.params(),
                               [&](db::Row const& row) -> Result<void> {
                                   append(row, chunk);
                                   if (++rows == query_.limit) cursor = statement.cursor_after(row);
                                   return {};
                               });
        }));
        if (!head_written_) append_empty_head(chunk);
        left_ -= rows;
        ++batches_;
        bool goes_on = rows == query_.limit && left_ > 0;
        query_.cursor = std::move(cursor);
        query_.offset = 0;
        return goes_on;
    }

private:
    void append(db::Row const& row, std::string& chunk) {
        json_.clear();
        row_to_json_(row, json_);
        auto value = boost::json::parse(json_);
        if (!std::exchange(head_written_, true)) append_csv_head(chunk, value.as_object());
        append_csv_row(chunk, value.as_object());
    }

    /// Without a row the columns are named as the list knows them.
    void append_empty_head(std::string& chunk) {
        boost::json::object names;
        for (auto const& column : spec_.columns) names.emplace(column.name, nullptr);
        append_csv_head(chunk, names);
        head_written_ = true;
    }

    db::Db& db_;
    ListSpec const spec_;
    ListQuery query_;
    OwnedParams const fixed_;
    RowToJson const row_to_json_;
    std::string json_;
    std::int64_t left_ = std::numeric_limits<std::int64_t>::max();
    int batches_ = 0;
    bool head_written_ = false;
};

bool wants_csv(Request const& request) {
    auto accept = request.header("accept");
    auto csv = accept.find("text/csv");
    return csv != std::string_view::npos && accept.find("application/json") > csv;
}

Result<Response> export_response(db::Db& db, Request const& request, ListSpec const& spec, ListQuery query,
                                 std::vector<db::Param> const& fixed, RowToJson const& row_to_json) {
    bool may = request.maybe_actor && request.actor().kind != ActorKind::bot &&
               (request.actor().role == Role::owner || request.actor().role == Role::manager);
    if (!may) {
        return Error{.kind = ErrorKind::forbidden,
                     .code = "list.export_forbidden",
                     .detail = "Only owners and managers may export lists."};
    }
    if (query.cursor)
        TRY(ListStatement::page(db.engine(), spec, query,
                                fixed));  // a bad one is told before the stream starts
    auto rows = std::make_shared<Export>(db, spec, std::move(query), fixed, row_to_json);
    return Response::csv(std::string(spec.name) + ".csv",
                         [rows](std::string& chunk) { return rows->next(chunk); });
}

void append_number(std::string& out, std::int64_t number) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

/// `{"items":[…` and the cursor of the next page, if there is one.
Result<std::optional<std::string>> append_items(db::Reader& reader, ListStatement const& statement, int limit,
                                                RowToJson const& row_to_json, std::string& out) {
    int rows = 0;
    std::optional<std::string> last, next;
    TRY(reader.each(statement.query(), statement.params(), [&](db::Row const& row) -> Result<void> {
        if (rows == limit) {  // one more than asked for: there is a next page
            next = std::move(last);
            return {};
        }
        if (rows > 0) out.push_back(',');
        row_to_json(row, out);
        if (++rows == limit) last = statement.cursor_after(row);
        return {};
    }));
    return next;
}

}  // namespace

Result<Response> list_response(db::Db& db, Request const& request, ListSpec const& spec,
                               std::vector<db::Param> fixed, RowToJson const& row_to_json,
                               std::vector<std::string_view> const& extra) {
    auto query = TRY(parse_list_query(request, spec, extra));
    if (wants_csv(request)) return export_response(db, request, spec, std::move(query), fixed, row_to_json);
    auto total = TRY(list_total(db, spec, query, fixed));
    int limit = query.limit;
    ++query.limit;
    auto statement = TRY(ListStatement::page(db.engine(), spec, query, std::move(fixed)));
    std::string out;
    out.reserve(static_cast<std::size_t>(limit) * 512);
    out = R"({"items":[)";
    auto const head = out.size();
    auto next = TRY(db.read([&](db::Reader& reader) {
        out.resize(head);  // a snapshot that broke is read again
        return append_items(reader, statement, limit, row_to_json, out);
    }));
    out += R"(],"total":)";
    append_number(out, total.rows);
    out += total.is_estimate ? R"(,"total_is_estimate":true,"next_cursor":)"
                             : R"(,"total_is_estimate":false,"next_cursor":)";
    if (next) json::append_string(out, *next);
    else out += "null";
    out.push_back('}');
    return Response::json_text(std::move(out));
}

Result<std::vector<std::int64_t>> matching_ids(db::Reader& reader, ListSpec const& spec,
                                               ListQuery const& query, std::vector<db::Param> fixed,
                                               std::int64_t after_id, int limit) {
    auto statement = TRY(ListStatement::ids(reader.engine(), spec, query, std::move(fixed), after_id, limit));
    std::vector<std::int64_t> ids;
    TRY(reader.each(statement.query(), statement.params(), [&](db::Row const& row) -> Result<void> {
        ids.push_back(row.int64(row.columns() - 1));
        return {};
    }));
    return ids;
}

}  // namespace roost::http
