// list_response.cpp: list answers: a JSON page with its total and cursor, or every row as CSV.
#include <charconv>

#include "core/base/json.h"
#include "core/http/list_answers.h"
#include "core/http/list_export.h"
#include "core/http/list_piece.h"

namespace roost::http {
namespace {

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
    return Response::csv(std::string(spec.name) + ".csv",
                         TRY(open_export({db, spec, query, fixed, row_to_json})));
}

void append_number(std::string& out, std::int64_t number) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

Result<std::string> body_of(db::Db& db, Request const& request, ListSpec const& spec,
                            std::vector<db::Param> const& fixed, RowToJson const& row_to_json,
                            std::vector<std::string_view> const& extra) {
    auto const query = TRY(parse_list_query(request, spec, extra));
    std::string out;
    out.reserve(static_cast<std::size_t>(query.limit) * 900);
    out = R"({"items":[)";
    auto const end = TRY(append_page({db, spec, query, fixed, row_to_json}, kept_orders(), out));
    out += R"(],"total":)";
    append_number(out, end.total.rows);
    out += end.total.is_estimate ? R"(,"total_is_estimate":true,"next_cursor":)"
                                 : R"(,"total_is_estimate":false,"next_cursor":)";
    if (end.next_cursor) json::append_string(out, *end.next_cursor);
    else out += "null";
    out.push_back('}');
    return out;
}

/// All that decides the answer, as asked.
std::string question(db::Db& db, Request const& request, ListSpec const& spec,
                     std::vector<db::Param> const& fixed) {
    auto key = std::to_string(db.instance()) + '\n' + std::string(spec.name);
    for (auto const& param : fixed) key += '\0' + value_text(param.value);
    for (auto const& [name, value] : request.query) {
        key += '\0' + std::to_string(name.size()) + name;
        key += '\0' + std::to_string(value.size()) + value;
    }
    return key;
}

ListAnswers& answers() {
    static SystemClock const real;  // ages inside this process, whatever a test's clock says
    static ListAnswers all(real);
    return all;
}

}  // namespace

Result<Response> list_response(db::Db& db, Request const& request, ListSpec const& spec,
                               std::vector<db::Param> fixed, RowToJson const& row_to_json,
                               std::vector<std::string_view> const& extra) {
    if (wants_csv(request)) {
        auto query = TRY(parse_list_query(request, spec, extra));
        return export_response(db, request, spec, std::move(query), fixed, row_to_json);
    }
    if (!spec.is_long) return Response::json_text(TRY(body_of(db, request, spec, fixed, row_to_json, extra)));
    auto key = question(db, request, spec, fixed);
    auto const version = db.writes(workspace_of(fixed));
    if (auto const known = answers().find(key, version)) return Response::json_text(*known);
    auto body = TRY(body_of(db, request, spec, fixed, row_to_json, extra));
    answers().keep(std::move(key), version, body);
    return Response::json_text(std::move(body));
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
