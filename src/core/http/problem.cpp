// problem.cpp: error kinds to statuses and problem+json.
#include "core/http/problem.h"

namespace roost::http {
namespace {

struct KindRow {
    ErrorKind kind;
    int status;
    std::string_view title;
};

constexpr KindRow kinds[] = {
    {ErrorKind::unreadable, 400, "Unreadable request"},
    {ErrorKind::unauthenticated, 401, "Not logged in"},
    {ErrorKind::payment_required, 402, "The plan's limit is reached"},
    {ErrorKind::forbidden, 403, "Not allowed"},
    {ErrorKind::not_found, 404, "Not found"},
    {ErrorKind::method_not_allowed, 405, "Method not allowed"},
    {ErrorKind::conflict, 409, "Not possible in this state"},
    {ErrorKind::precondition_failed, 412, "Changed meanwhile"},
    {ErrorKind::too_large, 413, "Too large"},
    {ErrorKind::unsupported_type, 415, "Unsupported type"},
    {ErrorKind::invalid, 422, "Not valid"},
    {ErrorKind::headers_too_large, 431, "Headers too large"},
    {ErrorKind::rate_limited, 429, "Too many requests"},
    {ErrorKind::internal, 500, "Internal error"},
    {ErrorKind::unavailable, 503, "Temporarily unavailable"},
    {ErrorKind::timeout, 408, "Too slow"},
};

KindRow const& row_of(ErrorKind kind) {
    for (auto const& row : kinds) {
        if (row.kind == kind) return row;
    }
    return kinds[13];
}

}  // namespace

int status_of(ErrorKind kind) { return row_of(kind).status; }

boost::json::object problem_json(Error const& error, std::string_view request_id) {
    auto const& row = row_of(error.kind);
    bool hidden = error.kind == ErrorKind::internal;
    boost::json::object problem{
        {"type", "/problems/" + error.code},
        {"title", row.title},
        {"status", row.status},
        {"detail",
         hidden ? "Something broke on our side. Name the request id when you report it." : error.detail},
        {"code", error.code},
        {"request_id", request_id},
    };
    if (!error.fields.empty()) {
        boost::json::array fields;
        for (auto const& field : error.fields) {
            fields.push_back({{"field", field.field}, {"code", field.code}, {"message", field.message}});
        }
        problem["errors"] = std::move(fields);
    }
    if (error.retry_after_s) problem["retry_after_s"] = *error.retry_after_s;
    for (auto const& member : error.extra) problem[member.key()] = member.value();
    return problem;
}

Response problem_response(Error const& error, std::string_view request_id) {
    auto response = Response::json(status_of(error.kind), problem_json(error, request_id));
    response.content_type = "application/problem+json";
    auto retry_after = error.retry_after_s;
    if (!retry_after && error.kind == ErrorKind::unavailable) retry_after = 5;
    if (retry_after) response.headers.emplace_back("Retry-After", std::to_string(*retry_after));
    if (error.kind == ErrorKind::unauthenticated) {
        response.headers.emplace_back("WWW-Authenticate", "Bearer");
    }
    return response;
}

}  // namespace roost::http
