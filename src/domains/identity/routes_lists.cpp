// routes_lists.cpp: the lists of identity, which page, sort, filter and export like every list.
#include "core/http/list.h"
#include "domains/identity/routes.h"
#include "domains/identity/routes_present.h"
#include "domains/identity/sql.h"
#include "domains/identity/store_tokens.h"
#include "domains/identity/store_workspaces.h"

namespace roost::identity::handlers {
namespace {

using http::Column;
using http::ColumnType;

std::vector<std::string_view> role_names() { return {"owner", "manager", "va", "viewer"}; }

http::ListSpec const& members() {
    static http::ListSpec const spec{
        .name = "members",
        .from = &sql::members_list,
        .count = &sql::members_count,
        .id_sql = "users.id",
        .columns =
            {{.name = "id", .type = ColumnType::integer, .sql = "users.id"},
             {.name = "email",
              .type = ColumnType::text,
              .sql = "users.email",
              .stored_lower = true,
              .searchable = true},
             {.name = "name", .type = ColumnType::text, .sql = "users.name", .searchable = true},
             {.name = "role", .type = ColumnType::state, .sql = "members.role", .states = role_names()},
             {.name = "joined_at", .type = ColumnType::instant, .sql = "members.created_at"}},
        .default_sort = "email"};
    return spec;
}

http::ListSpec const& invitations() {
    static http::ListSpec const spec{
        .name = "invitations",
        .from = &sql::invitations_list,
        .count = &sql::invitations_count,
        .id_sql = "invitations.id",
        .columns =
            {{.name = "id", .type = ColumnType::integer, .sql = "invitations.id"},
             {.name = "email",
              .type = ColumnType::text,
              .sql = "invitations.email",
              .stored_lower = true,
              .searchable = true},
             {.name = "role", .type = ColumnType::state, .sql = "invitations.role", .states = role_names()},
             {.name = "invited_by", .type = ColumnType::text, .sql = "users.email", .stored_lower = true},
             {.name = "created_at", .type = ColumnType::instant, .sql = "invitations.created_at"},
             {.name = "expires_at", .type = ColumnType::instant, .sql = "invitations.expires_at"},
             {.name = "accepted_at",
              .type = ColumnType::instant,
              .sql = "invitations.accepted_at",
              .nullable = true}},
        .default_sort = "-created_at"};
    return spec;
}

http::ListSpec const& tokens() {
    static http::ListSpec const spec{
        .name = "tokens",
        .from = &sql::api_tokens_list,
        .count = &sql::api_tokens_count,
        .id_sql = "api_tokens.id",
        .columns = {{.name = "id", .type = ColumnType::integer, .sql = "api_tokens.id"},
                    {.name = "name", .type = ColumnType::text, .sql = "api_tokens.name", .searchable = true},
                    {.name = "user_id", .type = ColumnType::integer, .sql = "api_tokens.user_id"},
                    {.name = "email",
                     .type = ColumnType::text,
                     .sql = "users.email",
                     .stored_lower = true,
                     .searchable = true},
                    {.name = "created_at", .type = ColumnType::instant, .sql = "api_tokens.created_at"},
                    {.name = "expires_at",
                     .type = ColumnType::instant,
                     .sql = "api_tokens.expires_at",
                     .nullable = true},
                    {.name = "last_used_at",
                     .type = ColumnType::instant,
                     .sql = "api_tokens.last_used_at",
                     .nullable = true}},
        .default_sort = "-created_at"};
    return spec;
}

http::ListSpec const& audit_log() {
    static http::ListSpec const spec{
        .name = "audit-log",
        .from = &sql::audit_list,
        .count = &sql::audit_count,
        .id_sql = "audit_log.id",
        .columns = {{.name = "id", .type = ColumnType::integer, .sql = "audit_log.id"},
                    {.name = "at", .type = ColumnType::instant, .sql = "audit_log.at"},
                    {.name = "actor_kind",
                     .type = ColumnType::state,
                     .sql = "audit_log.actor_kind",
                     .states = {"user", "token", "bot", "system"}},
                    {.name = "actor", .type = ColumnType::text, .sql = "audit_log.actor", .searchable = true},
                    {.name = "action",
                     .type = ColumnType::text,
                     .sql = "audit_log.action",
                     .stored_lower = true,
                     .searchable = true},
                    {.name = "object_type",
                     .type = ColumnType::text,
                     .sql = "audit_log.object_type",
                     .stored_lower = true},
                    {.name = "object_id",
                     .type = ColumnType::integer,
                     .sql = "audit_log.object_id",
                     .nullable = true}},
        .default_sort = "-at"};
    return spec;
}

void append(std::string& out, boost::json::value const& row) { out += boost::json::serialize(row); }

void append_audit(db::Row const& row, std::string& out) {
    db::Columns in{row};
    out += "{\"id\":" + std::to_string(in.next<std::int64_t>()) + ",\"at\":\"" +
           to_rfc3339(in.next<Instant>()) + "\"";
    for (auto const* name : {"actor_kind", "actor", "action", "object_type"}) {
        out += std::string(",\"") + name + "\":";
        json::append_string(out, in.next<std::string_view>());
    }
    auto object_id = in.next<std::optional<std::int64_t>>();
    out += ",\"object_id\":" + (object_id ? std::to_string(*object_id) : "null") + ",\"detail\":";
    out += in.next<std::string_view>();
    out += "}";
}

}  // namespace

Result<Response> list_members(Identity& identity, Request const& request) {
    return http::list_response(
        identity.database(), request, members(), {{"workspace_id", request.actor().workspace}},
        [](db::Row const& row, std::string& out) { append(out, json::write(store::read_member(row))); });
}

Result<Response> list_invitations(Identity& identity, Request const& request) {
    return http::list_response(
        identity.database(), request, invitations(), {{"workspace_id", request.actor().workspace}},
        [](db::Row const& row, std::string& out) { append(out, json::write(store::read_invitation(row))); });
}

Result<Response> list_tokens(Identity& identity, Request const& request) {
    auto const& actor = request.actor();
    auto whose = actor.role == Role::owner ? UserId{0} : actor.user;
    return http::list_response(
        identity.database(), request, tokens(), {{"workspace_id", actor.workspace}, {"user_id", whose}},
        [](db::Row const& row, std::string& out) { append(out, json::write(store::read_token(row))); });
}

Result<Response> list_audit_log(Identity& identity, Request const& request) {
    return http::list_response(identity.database(), request, audit_log(),
                               {{"workspace_id", request.actor().workspace}}, append_audit);
}

}  // namespace roost::identity::handlers
