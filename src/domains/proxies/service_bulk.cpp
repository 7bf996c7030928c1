// service_bulk.cpp: one action on many proxies, each in a transaction of its own.
#include "domains/proxies/service_bulk.h"

#include <algorithm>

#include "domains/proxies/service_lists.h"

namespace roost::proxies {
namespace {

constexpr std::size_t at_once_max = 100;
constexpr std::size_t ids_max = 100'000;
constexpr int page_size = 100;
constexpr std::size_t refused_shown = 100;

struct DeleteParams {
    std::optional<Vacate> accounts;
};
BOOST_DESCRIBE_STRUCT(DeleteParams, (), (accounts))

/// What to do with each proxy, checked.
struct Action {
    std::string name;
    rules::Fields fields;          // enable, disable, update
    std::optional<Vacate> vacate;  // delete
};

Result<Action> read_action(BulkRequest const& request) {
    Action action{.name = request.action};
    auto params = request.params.value_or(boost::json::object{});
    if (action.name == "update") {
        for (auto name : {"kind", "host", "port", "username", "password"}) {
            if (params.contains(name)) {
                return roost::errors::invalid_field("params." + std::string(name), "field.unknown",
                                                    "The address is changed one by one.");
            }
        }
        action.fields = TRY(json::read<rules::Fields>(params));
    } else if (action.name == "delete") {
        action.vacate = TRY(json::read<DeleteParams>(params)).accounts;
    } else if (action.name == "enable" || action.name == "disable") {
        action.fields.status = {true, action.name == "enable" ? ProxyStatus::active : ProxyStatus::disabled};
    } else if (action.name != "test") {
        return roost::errors::invalid_field("action", "field.value",
                                            "Must be enable, disable, test, delete or update.");
    }
    return action;
}

struct Refused {
    ProxyId id;
    std::string code;
    std::string message;
};

struct Tally {
    std::int64_t matched = 0;
    std::int64_t changed = 0;
    std::int64_t refused = 0;
    std::vector<Refused> refused_items;

    boost::json::object to_json() const {
        boost::json::array items;
        for (auto const& item : refused_items)
            items.push_back({{"id", item.id.value}, {"code", item.code}, {"message", item.message}});
        return {{"matched", matched},
                {"changed", changed},
                {"refused", refused},
                {"refused_items", std::move(items)}};
    }
    void resume(boost::json::object const& state) {
        matched = state.at("matched").as_int64();
        changed = state.at("changed").as_int64();
        refused = state.at("refused").as_int64();
        for (auto const& item : state.at("refused_items").as_array()) {
            refused_items.push_back({ProxyId{item.at("id").as_int64()},
                                     std::string(item.at("code").as_string()),
                                     std::string(item.at("message").as_string())});
        }
    }
};

Result<void> act(Proxies& proxies, Actor const& actor, ProxyId id, Action const& action) {
    if (action.name == "test") {
        TRY(proxies.test(actor, id));
    } else if (action.name == "delete") {
        TRY(proxies.remove(actor, id, action.vacate));
    } else {
        TRY(proxies.update(actor, id, action.fields));
    }
    return {};
}

/// A refusal is counted; only a broken machine stops the rest.
Result<void> apply(Proxies& proxies, Actor const& actor, std::vector<ProxyId> const& ids,
                   Action const& action, Tally& tally) {
    for (auto id : ids) {
        auto done = act(proxies, actor, id, action);
        ++tally.matched;
        if (done.ok()) {
            ++tally.changed;
            continue;
        }
        auto const& error = done.error();
        if (error.kind == ErrorKind::internal || error.kind == ErrorKind::unavailable) return error;
        ++tally.refused;
        if (tally.refused_items.size() < refused_shown)
            tally.refused_items.push_back({id, error.code, error.detail});
    }
    return {};
}

std::vector<ProxyId> sorted_ids(std::vector<std::int64_t> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<ProxyId> sorted;
    for (auto id : ids) sorted.emplace_back(id);
    return sorted;
}

/// The proxies after `after`, in the order of ids.
Result<std::vector<ProxyId>> next_page(Proxies& proxies, Actor const& actor, BulkRequest const& request,
                                       ProxyId after) {
    if (request.ids) {
        auto all = sorted_ids(*request.ids);
        auto first = std::upper_bound(all.begin(), all.end(), after);
        return std::vector<ProxyId>(first, first + std::min<std::ptrdiff_t>(page_size, all.end() - first));
    }
    auto filter = TRY(http::parse_filter(request.filter.value_or(boost::json::object{}), proxy_list()));
    auto found = TRY(proxies.parts().db.read([&](db::Reader& reader) {
        return http::matching_ids(reader, proxy_list(), filter, {{"workspace_id", actor.workspace}},
                                  after.value, page_size);
    }));
    return sorted_ids(std::move(found));
}

Actor actor_of(jobs::Job const& job) {
    auto actor = Actor::system(job.workspace, std::string(job.payload.at("actor").as_string()));
    actor.kind = ActorKind::user;
    actor.user = UserId{job.payload.at("user").as_int64()};
    return actor;
}

}  // namespace

Result<std::variant<boost::json::object, JobId>> start_bulk(Proxies& proxies, Actor const& actor,
                                                            BulkRequest const& request) {
    auto action = TRY(read_action(request));
    if (request.ids.has_value() == request.filter.has_value() ||
        (request.ids && request.ids->size() > ids_max)) {
        return roost::errors::invalid_field("ids", "proxies.bulk_target",
                                            "Give either ids (at most 100,000) or a filter.");
    }
    if (request.filter) TRY(http::parse_filter(*request.filter, proxy_list()));
    if (request.ids && request.ids->size() <= at_once_max && action.name != "test") {
        Tally tally;
        TRY(apply(proxies, actor, sorted_ids(*request.ids), action, tally));
        return std::variant<boost::json::object, JobId>(tally.to_json());
    }
    boost::json::object payload{
        {"actor", actor.name}, {"user", actor.user.value}, {"request", json::write(request)}};
    auto& parts = proxies.parts();
    auto job = TRY(parts.db.write(actor.workspace, [&](db::Tx& tx) {
        return jobs::enqueue(
            tx, parts.clock,
            {.workspace = actor.workspace, .kind = "proxies.bulk", .payload = payload, .user = actor.user});
    }));
    return std::variant<boost::json::object, JobId>(job);
}

Result<boost::json::value> run_bulk(Proxies& proxies, jobs::JobContext& context) {
    auto const& payload = context.job().payload;
    auto actor = actor_of(context.job());
    auto request = TRY(json::read<BulkRequest>(payload.at("request")));
    auto action = TRY(read_action(request));
    Tally tally;
    ProxyId after{0};
    if (auto const* state = payload.if_contains("checkpoint"); state != nullptr && state->is_object()) {
        tally.resume(state->get_object());
        after = ProxyId{state->at("after").as_int64()};
    }
    std::optional<std::int64_t> total;
    if (request.ids) total = static_cast<std::int64_t>(request.ids->size());
    while (true) {
        if (context.cancelled() || context.stopping()) return jobs::errors::interrupted();
        auto page = TRY(next_page(proxies, actor, request, after));
        if (page.empty()) return boost::json::value(tally.to_json());
        TRY(apply(proxies, actor, page, action, tally));
        after = page.back();
        auto state = tally.to_json();
        state["after"] = after.value;
        TRY(proxies.parts().db.write(actor.workspace,
                                     [&](db::Tx& tx) { return context.checkpoint(tx, state); }));
        context.progress(action.name, tally.matched, total);
    }
}

}  // namespace roost::proxies
