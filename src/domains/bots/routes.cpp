// routes.cpp: what people do with bots: list, make, pause, give a new token, revoke, see evidence.
#include "domains/bots/routes.h"

#include <boost/describe.hpp>

#include "core/base/json.h"
#include "core/http/list.h"
#include "domains/bots/rules.h"
#include "domains/bots/sql.h"
#include "domains/bots/store.h"

namespace roost::bots {

namespace bj = boost::json;
using http::Body;
using http::ColumnType;
using http::Method;
using http::Permission;
using http::Rate;
using http::Repeat;
using http::Request;
using http::Response;

namespace {

bj::value present(accounts::HeldTask const& task) {
    return bj::object{{"task_id", task.task_id},
                      {"kind", to_text(task.kind)},
                      {"step", {{"number", task.step_number}, {"name", task.step_name}}},
                      {"account_id", task.account_id.value},
                      {"username", task.username},
                      {"started_at", to_rfc3339(task.started_at)},
                      {"lease_expires_at", to_rfc3339(task.lease_expires_at)}};
}

bj::object present(Bot const& bot, std::vector<accounts::HeldTask> const& held, Instant now) {
    auto task = std::find_if(held.begin(), held.end(), [&](auto const& h) { return h.bot == bot.id.value; });
    return {{"id", bot.id.value},
            {"bot_id", bot.bot_id},
            {"name", bot.name},
            {"online", rules::is_online(bot, online_window, now)},
            {"status", to_text(bot.status)},
            {"paused", bot.paused},
            {"revoked_at", json::write(bot.revoked_at)},
            {"version", json::write(bot.version)},
            {"session_id", json::write(bot.session_id)},
            {"last_seen_at", json::write(bot.last_seen_at)},
            {"current_task", task == held.end() ? bj::value(nullptr) : present(*task)},
            {"completed", bot.completed},
            {"failed", bot.failed},
            {"success_rate", json::write(rules::success_rate(bot))},
            {"created_by", bot.created_by},
            {"created_at", to_rfc3339(bot.created_at)}};
}

std::vector<http::Column> columns() {
    using enum ColumnType;
    return {
        {.name = "id", .type = integer, .sql = "bots.id"},
        {.name = "bot_id", .type = text, .sql = "bots.bot_id", .stored_lower = true, .searchable = true},
        {.name = "name", .type = text, .sql = "bots.name", .searchable = true},
        {.name = "status",
         .type = state,
         .sql = "bots.status",
         .states = {"unknown", "idle", "working", "paused", "stopping"}},
        {.name = "paused", .type = boolean, .sql = "bots.paused"},
        {.name = "revoked_at", .type = instant, .sql = "bots.revoked_at", .nullable = true},
        {.name = "version", .type = text, .sql = "bots.version", .nullable = true, .searchable = true},
        {.name = "last_seen_at", .type = instant, .sql = "bots.last_seen_at", .nullable = true},
        {.name = "completed", .type = integer, .sql = "bots.completed"},
        {.name = "failed", .type = integer, .sql = "bots.failed"},
        {.name = "created_at", .type = instant, .sql = "bots.created_at"},
    };
}

http::ListSpec const& list_spec() {
    static http::ListSpec const spec{.name = "bots",
                                     .from = &sql::list_bots,
                                     .count = &sql::count_bots,
                                     .id_sql = "bots.id",
                                     .columns = columns(),
                                     .default_sort = "name"};
    return spec;
}

Result<Response> list_bots(Bots& bots, Request const& request) {
    auto workspace = request.actor().workspace;
    auto held = TRY(bots.held_tasks(workspace));
    auto now = bots.parts().clock.now();
    return http::list_response(bots.parts().db, request, list_spec(), {{"workspace_id", workspace}},
                               // An export calls it when this function has long returned.
                               [held = std::move(held), now](db::Row const& row, std::string& out) {
                                   out += bj::serialize(present(store::map_bot(row), held, now));
                               });
}

Result<bj::object> shown(Bots& bots, Bot const& bot, WorkspaceId workspace) {
    return present(bot, TRY(bots.held_tasks(workspace)), bots.parts().clock.now());
}

std::string id_of(Request const& request) { return request.path_params.find("id")->second; }

Result<Response> get_bot(Bots& bots, Request const& request) {
    auto workspace = request.actor().workspace;
    return Response::ok(TRY(shown(bots, TRY(bots.find(workspace, id_of(request))), workspace)));
}

/// The only answers that hold a token.
Result<Response> with_token(Bots& bots, NewToken const& made, WorkspaceId workspace, int status) {
    auto body = TRY(shown(bots, made.bot, workspace));
    body["token"] = made.token.reveal();
    return Response::json(status, body);
}

struct CreateBody {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(CreateBody, (), (name))

Result<Response> create_bot(Bots& bots, Request const& request) {
    auto body = TRY(json::read<CreateBody>(TRY(request.json_object())));
    auto const& actor = request.actor();
    return with_token(bots, TRY(bots.create(actor, body.name)), actor.workspace, 201);
}

struct UpdateBody {
    std::optional<std::string> name;
    std::optional<bool> paused;
};
BOOST_DESCRIBE_STRUCT(UpdateBody, (), (name, paused))

Result<Response> update_bot(Bots& bots, Request const& request) {
    auto body = TRY(json::read<UpdateBody>(TRY(request.json_object())));
    auto const& actor = request.actor();
    auto bot = TRY(bots.update(actor, id_of(request), body.name, body.paused));
    return Response::ok(TRY(shown(bots, bot, actor.workspace)));
}

Result<Response> rotate_bot_token(Bots& bots, Request const& request) {
    auto const& actor = request.actor();
    return with_token(bots, TRY(bots.rotate(actor, id_of(request))), actor.workspace, 200);
}

Result<Response> revoke_bot(Bots& bots, Request const& request) {
    TRY(bots.revoke(request.actor(), id_of(request)));
    return Response::no_content();
}

Result<Response> get_evidence(Bots& bots, Request const& request) {
    Response response;
    response.body = TRY(bots.evidence(request.actor().workspace, request.path_params.find("sha256")->second));
    response.content_type = rules::picture_type(response.body).value_or("application/octet-stream");
    return response;
}

}  // namespace

http::Routes routes(Bots& bots, WaitingBots& waiting) {
    using enum Method;
    auto with = [&bots](Result<Response> (*handler)(Bots&, Request const&)) {
        return [&bots, handler](Request const& request) { return handler(bots, request); };
    };
    http::Routes all{
        {get, "/api/bots", "list_bots", Area::bots, Permission::read, Rate::read, with(list_bots),
         Body::none()},
        {post, "/api/bots", "create_bot", Area::bots, Permission::manage, Rate::write, with(create_bot),
         Body::json(), Repeat::short_lived},
        {get, "/api/bots/:id", "get_bot", Area::bots, Permission::read, Rate::read, with(get_bot),
         Body::none()},
        {patch, "/api/bots/:id", "update_bot", Area::bots, Permission::manage, Rate::write, with(update_bot),
         Body::json()},
        {del, "/api/bots/:id", "revoke_bot", Area::bots, Permission::manage, Rate::write, with(revoke_bot),
         Body::none()},
        {post, "/api/bots/:id/rotate", "rotate_bot_token", Area::bots, Permission::manage, Rate::write,
         with(rotate_bot_token), Body::json(), Repeat::short_lived},
        {get, "/api/bots/evidence/:sha256", "get_bot_evidence", Area::bots, Permission::read, Rate::read,
         with(get_evidence), Body::none()},
    };
    for (auto& route : work_routes(bots, waiting)) all.push_back(std::move(route));
    return all;
}

}  // namespace roost::bots
