// routes.cpp: the HTTP routes of accounts: lists, one account, gestures, bulk, undo.
#include "domains/accounts/routes.h"

#include "core/base/text.h"
#include "core/http/etag.h"
#include "core/http/job_response.h"
#include "core/http/list.h"
#include "domains/accounts/service_bulk.h"
#include "domains/accounts/service_lists.h"
#include "domains/accounts/views.h"

namespace roost::accounts {

namespace {

using http::Request;
using http::Response;

constexpr std::int64_t undo_at_once = 1000;  // more rows are undone by a job

Response present(int status, Account const& account, std::optional<UndoId> undo_id = {}) {
    std::string text;
    append_json(text, account, undo_id);
    auto response = Response::json_text(std::move(text));
    response.status = status;
    response.headers.emplace_back("ETag", http::version_etag(account.version));
    if (undo_id) response.headers.emplace_back("X-Undo-Id", std::to_string(undo_id->value));
    return response;
}

/// The body of a gesture whose fields may all be left out.
Result<boost::json::object> body_or_empty(Request const& request) {
    if (request.body.empty()) return boost::json::object{};
    return request.json_object();
}

Result<Response> list(Accounts& accounts, Request const& request) {
    auto const workspace = request.actor().workspace;
    auto const trashed = request.query_param("trashed").value_or("false");
    if (trashed != "true" && trashed != "false")
        return roost::errors::invalid_field("trashed", "field.value", "Must be true or false.");
    return http::list_response(accounts.db(), request, trashed == "true" ? trash_list() : account_list(),
                               {{"workspace_id", workspace}}, append_listed, {"trashed"});
}

Result<Response> create(Accounts& accounts, Request const& request) {
    auto const input = TRY(json::read<NewAccountInput>(TRY(request.json_object())));
    return present(201, TRY(accounts.create(request.actor(), input)));
}

Result<Response> get_one(Accounts& accounts, Request const& request) {
    return present(200, TRY(accounts.get(request.actor(), TRY(request.path_id<AccountId>("id")))));
}

/// A lost race is 412 with the object as it is now.
Result<Response> update(Accounts& accounts, Request const& request) {
    auto const id = TRY(request.path_id<AccountId>("id"));
    auto const input = TRY(json::read<EditInput>(TRY(request.json_object())));
    auto const gesture = TRY(accounts.edit_gesture(request.actor(), input));
    auto applied = accounts.apply_one(request.actor(), id, gesture, http::if_match_version(request));
    if (applied.ok()) return present(200, applied->account, applied->undo_id);
    auto error = std::move(applied).error();
    if (error.kind != ErrorKind::precondition_failed) return error;
    std::string current;
    append_json(current, TRY(accounts.get(request.actor(), id)));
    error.extra["current"] = boost::json::parse(current);
    return error;
}

Result<Response> gesture(Accounts& accounts, Request const& request, std::string_view action) {
    auto const id = TRY(request.path_id<AccountId>("id"));
    auto const made = TRY(accounts.make_gesture(request.actor(), action, TRY(body_or_empty(request))));
    auto const applied = TRY(accounts.apply_one(request.actor(), id, made));
    return present(200, applied.account, applied.undo_id);
}

Result<Response> trash(Accounts& accounts, Request const& request) {
    auto const id = TRY(request.path_id<AccountId>("id"));
    auto const made = TRY(accounts.make_gesture(request.actor(), "delete", {}));
    auto const applied = TRY(accounts.apply_one(request.actor(), id, made));
    auto response = Response::no_content();
    if (!applied.undo_id) return response;
    return std::move(response).with_header("X-Undo-Id", std::to_string(applied.undo_id->value));
}

Result<Response> reveal(Accounts& accounts, Request const& request) {
    auto const secrets = TRY(accounts.reveal(request.actor(), TRY(request.path_id<AccountId>("id"))));
    boost::json::object shown{{"password", nullptr}, {"extra", boost::json::object{}}};
    if (!secrets.password.empty()) shown["password"] = secrets.password.reveal();
    if (!secrets.extra.empty()) shown["extra"] = boost::json::parse(secrets.extra.reveal());
    return Response::ok(shown).with_header("Cache-Control", "no-store");
}

Result<Response> list_events(Accounts& accounts, Request const& request) {
    auto const id = TRY(request.path_id<AccountId>("id"));
    TRY(accounts.get(request.actor(), id));
    return http::list_response(accounts.db(), request, event_list(),
                               {{"workspace_id", request.actor().workspace}, {"account_id", id}},
                               append_event);
}

/// Counts of one sort of accounts, as the cards show them.
struct Stats {
    using ByState = std::map<LifecycleState, std::int64_t>;

    std::int64_t total = 0, review = 0, without_proxy = 0, trashed = 0;
    ByState by_state, review_by_state, without_proxy_by_state;
    std::array<std::int64_t, last_step + 1> warmup{}, cleanup{};

    void add(store::Count const& count) {
        if (count.trashed) {
            trashed += count.accounts;
            return;
        }
        total += count.accounts;
        by_state[count.state] += count.accounts;
        if (count.review) {
            review += count.accounts;
            review_by_state[count.state] += count.accounts;
        }
        if (!count.with_proxy) {
            without_proxy += count.accounts;
            without_proxy_by_state[count.state] += count.accounts;
        }
        // A disabled account keeps its step for the way back, but nothing is done to it.
        auto const step = static_cast<std::size_t>(count.step);
        if (count.state == LifecycleState::cleanup) cleanup.at(step) += count.accounts;
        else if (count.state == LifecycleState::warming_up) warmup.at(step) += count.accounts;
    }
    boost::json::object json() const {
        boost::json::object warmup_steps, cleanup_steps;
        for (int step = first_step; step <= last_step; ++step) {
            warmup_steps[std::to_string(step)] = warmup.at(static_cast<std::size_t>(step));
            cleanup_steps[std::to_string(step)] = cleanup.at(static_cast<std::size_t>(step));
        }
        return {{"total", total},
                {"by_state", every_state(by_state)},
                {"by_warmup_step", warmup_steps},
                {"by_cleanup_step", cleanup_steps},
                {"requires_review", review},
                {"review_by_state", every_state(review_by_state)},
                {"without_proxy", without_proxy},
                {"without_proxy_by_state", every_state(without_proxy_by_state)},
                {"trashed", trashed}};
    }

private:
    static boost::json::object every_state(ByState const& counts) {
        boost::json::object states;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<LifecycleState>>([&](auto d) {
            auto const found = counts.find(d.value);
            states[d.name] = found == counts.end() ? 0 : found->second;
        });
        return states;
    }
};

Result<Response> stats(Accounts& accounts, Request const& request) {
    auto const asked = request.query_param("for_model");
    auto const wanted = asked ? text::parse_int(*asked) : std::nullopt;
    if (asked && !wanted)
        return roost::errors::invalid_field("for_model", "field.value", "Must be the id of a model.");
    Stats all;
    std::map<std::int64_t, Stats> models;
    for (auto const& count : TRY(accounts.counts(request.actor()))) {
        auto const model = count.model_id ? count.model_id->value : 0;
        if (wanted && model != *wanted) continue;
        all.add(count);
        models[model].add(count);
    }
    auto shown = all.json();
    boost::json::array items;
    for (auto const& [model, counts] : models) {
        auto item = counts.json();
        item["model_id"] = model == 0 ? boost::json::value(nullptr) : boost::json::value(model);
        items.push_back(std::move(item));
    }
    shown["models"] = std::move(items);
    return Response::ok(shown);
}

Result<Response> bulk(Accounts& accounts, live::Feed& feed, Request const& request) {
    auto const body = TRY(json::read<BulkRequest>(TRY(request.json_object())));
    auto const started = TRY(start_bulk(accounts, request.actor(), body));
    if (auto const* applied = std::get_if<Applied>(&started)) return Response::ok(applied_json(*applied));
    return http::accepted(request, accounts.db(), feed, std::get<JobId>(started));
}

Result<Response> assign_proxies(Accounts& accounts, Request const& request) {
    auto const placed = TRY(accounts.assign_proxies(request.actor(), true));
    return Response::ok({{"assigned", placed.assigned}, {"without_proxy", placed.without_proxy}});
}

Result<Response> list_undos(Accounts& accounts, Request const& request) {
    boost::json::array items;
    for (auto const& undo : TRY(accounts.list_undos(request.actor()))) items.push_back(undo_json(undo));
    return Response::ok({{"items", std::move(items)}});
}

Result<Response> undo(Accounts& accounts, live::Feed& feed, Request const& request, bool redo) {
    auto const& actor = request.actor();
    auto const id = TRY(request.path_id<UndoId>("id"));
    auto const found = TRY(accounts.get_undo(actor, id));
    if (found.accounts <= undo_at_once) return Response::ok(undo_json(TRY(accounts.undo(actor, id, redo))));
    boost::json::object payload{{"undo_id", id.value}, {"redo", redo}};
    put_actor(payload, actor);
    auto const job = TRY(accounts.db().write(actor.workspace, [&](db::Tx& tx) {
        return jobs::enqueue(tx, accounts.clock(),
                             {.workspace = actor.workspace,
                              .kind = "accounts.undo",
                              .payload = payload,
                              .unique_key = "accounts.undo/" + std::to_string(id.value),
                              .user = actor.user});
    }));
    return http::accepted(request, accounts.db(), feed, job);
}

}  // namespace

http::Routes routes(Accounts& accounts, live::Feed& feed) {
    using enum http::Method;
    auto to = [&accounts](auto handler) {
        return [&accounts, handler](Request const& r) { return handler(accounts, r); };
    };
    auto to_gesture = [&accounts](std::string action) {
        return [&accounts, action = std::move(action)](Request const& r) {
            return gesture(accounts, r, action);
        };
    };
    auto to_undo = [&accounts, &feed](bool redo) {
        return [&accounts, &feed, redo](Request const& r) { return undo(accounts, feed, r, redo); };
    };
    auto to_bulk = [&accounts, &feed](Request const& r) { return bulk(accounts, feed, r); };
    auto const area = Area::accounts;
    auto const read = http::Permission::read;
    auto const manage = http::Permission::manage;
    auto const none = http::Body::none();
    auto const some = http::Body::json(8 << 20);
    http::Routes all{
        {get, "/api/accounts", "list_accounts", area, read, http::Rate::read, to(list), none},
        {post, "/api/accounts", "create_account", area, manage, http::Rate::write, to(create)},
        {get, "/api/accounts/stats", "account_stats", area, read, http::Rate::read, to(stats), none},
        {post, "/api/accounts/bulk", "bulk_accounts", area, manage, http::Rate::heavy, to_bulk, some},
        {post, "/api/accounts/assign-proxies", "assign_account_proxies", area, manage, http::Rate::heavy,
         to(assign_proxies)},
        {get, "/api/accounts/undo", "list_account_undos", area, read, http::Rate::read, to(list_undos), none},
        {post, "/api/accounts/undo/:id", "undo_account_gesture", area, manage, http::Rate::heavy,
         to_undo(false)},
        {post, "/api/accounts/undo/:id/redo", "redo_account_gesture", area, manage, http::Rate::heavy,
         to_undo(true)},
        {get, "/api/accounts/:id", "get_account", area, read, http::Rate::read, to(get_one), none},
        {patch, "/api/accounts/:id", "update_account", area, manage, http::Rate::write, to(update)},
        {del, "/api/accounts/:id", "trash_account", area, manage, http::Rate::write, to(trash), none},
        {post, "/api/accounts/:id/restore", "restore_account", area, manage, http::Rate::write,
         to_gesture("restore")},
        {put, "/api/accounts/:id/lifecycle", "set_account_lifecycle", area, manage, http::Rate::write,
         to_gesture("lifecycle")},
        {put, "/api/accounts/:id/reassign", "reassign_account", area, manage, http::Rate::write,
         to_gesture("reassign")},
        {post, "/api/accounts/:id/cleanup", "clean_up_account", area, manage, http::Rate::write,
         to_gesture("cleanup")},
        {post,
         "/api/accounts/:id/reveal",
         "reveal_account",
         area,
         manage,
         http::Rate::write,
         to(reveal),
         {},
         http::Repeat::afresh},
        {get, "/api/accounts/:id/events", "list_account_events", area, read, http::Rate::read,
         to(list_events), none},
    };
    for (auto& route : import_routes(accounts, feed)) all.push_back(std::move(route));
    return all;
}

}  // namespace roost::accounts
