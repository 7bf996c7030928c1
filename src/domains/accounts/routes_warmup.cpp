// routes_warmup.cpp: the due queue with its blocks, the attempts, and the review of one account.
#include "domains/accounts/routes_warmup.h"

#include "core/base/json.h"
#include "core/http/list.h"
#include "domains/accounts/errors.h"
#include "domains/accounts/lists_warmup.h"
#include "domains/accounts/sql.h"

namespace roost::accounts {

namespace {

using http::Body;
using http::Method;
using http::Permission;
using http::Rate;
using http::Request;
using http::Response;

/// `blocked=true|false`, default false.
Result<bool> wants_blocked(Request const& request) {
    auto value = request.query_param("blocked");
    if (!value || *value == "false") return false;
    if (*value == "true") return true;
    return roost::errors::invalid_field("blocked", "request.invalid", "Must be true or false.");
}

Result<Response> warmup_queue(Warmup& warmup, db::Db& db, Clock& clock, Request const& request) {
    bool blocked = TRY(wants_blocked(request));
    auto workspace = request.actor().workspace;
    auto facts = TRY(
        db.read([&](db::Reader& reader) { return lists::queue_facts(reader, warmup, clock, workspace); }));
    auto const& settings = facts.settings;
    auto const& spec = blocked ? lists::queue_blocked_spec() : lists::queue_now_spec();
    std::vector<db::Param> fixed{{"workspace_id", workspace},
                                 {"now", facts.now},
                                 {"open", facts.open},
                                 {"require_proxy", settings.require_proxy},
                                 {"auto_start", settings.auto_start},
                                 {"stock", facts.stock},
                                 {"closed_proxies", facts.closed_proxies},
                                 {"gap_since", facts.now - Seconds{settings.gap_s}},
                                 {"cap", settings.cap_per_account_day},
                                 {"day_start", facts.day_start}};
    return http::list_response(db, request, spec, fixed, lists::queue_row, {"blocked"});
}

Result<Response> list_warmup_steps(db::Db& db, Request const& request) {
    return http::list_response(db, request, lists::steps_spec(),
                               {{"workspace_id", request.actor().workspace}}, lists::step_row);
}

Result<Response> list_account_warmup_steps(db::Db& db, Request const& request) {
    auto workspace = request.actor().workspace;
    auto id = TRY(request.path_id<AccountId>("id"));
    auto account =
        TRY(db.read([&](db::Reader& reader) { return store::find_account(reader, workspace, id); }));
    if (!account) return errors::not_found();
    return http::list_response(db, request, lists::account_steps_spec(),
                               {{"workspace_id", workspace}, {"account_id", id}}, lists::step_row);
}

Result<Response> review_account(Warmup& warmup, db::Db& db, Request const& request) {
    auto id = TRY(request.path_id<AccountId>("id"));
    auto review = TRY(read_review(TRY(request.json_object())));
    auto const& actor = request.actor();
    TRY(warmup.review(actor, id, review));
    auto account =
        TRY(db.read([&](db::Reader& reader) { return store::find_account(reader, actor.workspace, id); }));
    if (!account) return errors::not_found();
    auto const& progress = account->progress;
    return Response::ok({{"id", id.value},
                         {"lifecycle_state", to_text(progress.state)},
                         {"warmup_step", json::write(progress.warmup_step)},
                         {"cleanup_step", json::write(progress.cleanup_step)},
                         {"retry_count", progress.retry_count},
                         {"requires_human_review", progress.requires_review}});
}

}  // namespace

http::Routes warmup_routes(Warmup& warmup, db::Db& db, Clock& clock) {
    using enum Method;
    return {
        {get, "/api/accounts/warmup-queue", "list_warmup_queue", Area::accounts, Permission::read, Rate::read,
         [&](Request const& r) { return warmup_queue(warmup, db, clock, r); }, Body::none()},
        {get, "/api/accounts/warmup-steps", "list_warmup_steps", Area::accounts, Permission::read, Rate::read,
         [&](Request const& r) { return list_warmup_steps(db, r); }, Body::none()},
        {get, "/api/accounts/:id/warmup-steps", "list_account_warmup_steps", Area::accounts, Permission::read,
         Rate::read, [&](Request const& r) { return list_account_warmup_steps(db, r); }, Body::none()},
        {post, "/api/accounts/:id/review", "review_account", Area::accounts, Permission::manage, Rate::write,
         [&](Request const& r) { return review_account(warmup, db, r); }, Body::json()},
    };
}

}  // namespace roost::accounts
