// routes.cpp: the HTTP routes of models.
#include "domains/models/routes.h"

#include "core/http/etag.h"
#include "core/http/list.h"
#include "domains/models/sql.h"
#include "domains/models/store.h"
#include "domains/models/views.h"

namespace roost::models {
namespace {

http::ListSpec const& model_list() {
    static http::ListSpec const spec{
        .name = "models",
        .from = &sql::model_cards,
        .count = &sql::count_model_cards,
        .id_sql = "models.id",
        .columns =
            {{.name = "id", .type = http::ColumnType::integer, .sql = "models.id"},
             {.name = "name", .type = http::ColumnType::text, .sql = "models.name", .searchable = true},
             {.name = "description",
              .type = http::ColumnType::text,
              .sql = "models.description",
              .searchable = true},
             {.name = "created_at", .type = http::ColumnType::instant, .sql = "models.created_at"},
             {.name = "updated_at", .type = http::ColumnType::instant, .sql = "models.updated_at"},
             {.name = "archived_at",
              .type = http::ColumnType::instant,
              .sql = "models.archived_at",
              .nullable = true}},
        .default_sort = "name"};
    return spec;
}

Result<http::Response> list_models(Models& models, http::Request const& request) {
    auto archived = request.query_param("archived").value_or("false");
    if (archived != "false" && archived != "true" && archived != "any") {
        return roost::errors::invalid_field("archived", "field.value", "Must be false, true or any.");
    }
    auto row_to_json = [](db::Row const& row, std::string& out) {
        out += boost::json::serialize(to_json(store::map_card(row)));
    };
    return http::list_response(
        models.db(), request, model_list(),
        {{"workspace_id", request.actor().workspace}, {"id", nullptr}, {"archived", archived}}, row_to_json,
        {"archived"});
}

http::Response present(int status, Card const& card) {
    return http::Response::json(status, to_json(card))
        .with_header("ETag", http::version_etag(card.model.version));
}

Result<http::Response> create_model(Models& models, http::Request const& request) {
    auto fields = TRY(json::read<rules::Fields>(TRY(request.json_object())));
    return present(201, TRY(models.create(request.actor(), fields)));
}

Result<http::Response> get_model(Models& models, http::Request const& request) {
    return present(200, TRY(models.get(request.actor(), TRY(request.path_id<ModelId>("id")))));
}

Result<http::Response> update_model(Models& models, http::Request const& request) {
    auto id = TRY(request.path_id<ModelId>("id"));
    auto fields = TRY(json::read<rules::Fields>(TRY(request.json_object())));
    return present(200, TRY(models.update(request.actor(), id, fields, http::if_match_version(request))));
}

Result<http::Response> archive_model(Models& models, http::Request const& request) {
    auto id = TRY(request.path_id<ModelId>("id"));
    auto accounts = request.query_param("accounts");
    if (accounts && *accounts != "unassign") {
        return roost::errors::invalid_field("accounts", "field.value", "Must be unassign.");
    }
    TRY(models.archive(request.actor(), id, accounts ? OnAccounts::unassign : OnAccounts::refuse));
    return http::Response::no_content();
}

Result<http::Response> restore_model(Models& models, http::Request const& request) {
    return present(200, TRY(models.restore(request.actor(), TRY(request.path_id<ModelId>("id")))));
}

}  // namespace

http::Routes routes(Models& models) {
    using enum http::Method;
    auto to = [&models](auto handler) {
        return [&models, handler](http::Request const& request) { return handler(models, request); };
    };
    auto const area = Area::accounts;
    auto const read = http::Permission::read;
    auto const manage = http::Permission::manage;
    auto const none = http::Body::none();
    return {
        {get, "/api/models", "list_models", area, read, http::Rate::read, to(list_models), none},
        {post, "/api/models", "create_model", area, manage, http::Rate::write, to(create_model)},
        {get, "/api/models/:id", "get_model", area, read, http::Rate::read, to(get_model), none},
        {put, "/api/models/:id", "update_model", area, manage, http::Rate::write, to(update_model)},
        {del, "/api/models/:id", "archive_model", area, manage, http::Rate::write, to(archive_model), none},
        {post, "/api/models/:id/restore", "restore_model", area, manage, http::Rate::write, to(restore_model),
         none},
    };
}

}  // namespace roost::models
