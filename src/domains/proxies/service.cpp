// service.cpp: proxies are made, changed, deleted and assigned.
#include "domains/proxies/service.h"

#include "core/live/live.h"
#include "domains/identity/api.h"
#include "domains/proxies/errors.h"
#include "domains/proxies/store.h"
#include "domains/proxies/views.h"

namespace roost::proxies {
namespace {

Result<Proxy> access_proxy(db::Reader& reader, Actor const& actor, ProxyId id) {
    auto proxy = TRY(find(reader, actor.workspace, id));
    if (!proxy) return errors::not_found();
    return *proxy;
}

/// Free slots that automatic assignment may use.
std::int64_t open_slots(Proxy const& proxy) {
    return proxy.status == ProxyStatus::active ? proxy.max_accounts - proxy.account_count : 0;
}

/// Whether accounts may fit now that did not before.
bool opens_slots(Proxy const& before, Proxy const& after) {
    bool other_model = before.assigned_model_id != after.assigned_model_id;
    return open_slots(after) > open_slots(before) || (other_model && open_slots(after) > 0);
}

bool costs_change(Proxy const& before, Proxy const& after) {
    return before.monthly_cost_cents != after.monthly_cost_cents || before.currency != after.currency ||
           before.provider != after.provider;
}

/// The address is taken: said in words instead of the database's.
template <class T>
Result<T> with_duplicate(Result<T> result) {
    if (!result.ok() && result.error().code == "db.unique") return errors::duplicate();
    return result;
}

}  // namespace

Result<Proxy> Proxies::create(Actor const& actor, rules::Fields const& fields) {
    auto proxy = TRY(rules::apply(Proxy{}, fields));
    auto now = parts_.clock.now();
    return with_duplicate(parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<Proxy> {
        TRY(check_model(tx, actor, proxy));
        auto added = proxy;
        added.id = TRY(store::insert(tx, actor.workspace, proxy, now));
        TRY(store_password(tx, actor.workspace, added.id, fields));
        TRY(store::add_cost(tx, actor.workspace, added, now));
        TRY(record(tx, actor, added.id, "proxies.create"));
        if (open_slots(added) > 0) TRY(announce_free_slots(tx, parts_.clock, actor.workspace));
        return access_proxy(tx, actor, added.id);
    }));
}

Result<Proxy> Proxies::get(Actor const& actor, ProxyId id) {
    return parts_.db.read([&](db::Reader& reader) { return access_proxy(reader, actor, id); });
}

Result<Proxy> Proxies::update(Actor const& actor, ProxyId id, rules::Fields const& fields,
                              std::optional<std::int64_t> version) {
    auto now = parts_.clock.now();
    return with_duplicate(parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<Proxy> {
        auto before = TRY(access_proxy(tx, actor, id));
        if (version && *version != before.version) return errors::changed_meanwhile(to_json(before));
        auto after = TRY(rules::apply(before, fields));
        if (after.assigned_model_id != before.assigned_model_id) TRY(check_model(tx, actor, after));
        TRY(store::update(tx, actor.workspace, after, now));
        TRY(store_password(tx, actor.workspace, id, fields));
        if (costs_change(before, after)) TRY(store::add_cost(tx, actor.workspace, after, now));
        TRY(record(tx, actor, id, "proxies.update"));
        if (opens_slots(before, after)) TRY(announce_free_slots(tx, parts_.clock, actor.workspace));
        return access_proxy(tx, actor, id);
    }));
}

Result<void> Proxies::remove(Actor const& actor, ProxyId id, std::optional<Vacate> choice) {
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<void> {
        auto proxy = TRY(access_proxy(tx, actor, id));
        if (proxy.account_count > 0 && !choice) return errors::in_use(proxy.account_count);
        if (proxy.account_count > 0) TRY(parts_.accounts.vacate(tx, actor, id, *choice));
        proxy.monthly_cost_cents = 0;
        TRY(store::add_cost(tx, actor.workspace, proxy, parts_.clock.now()));
        TRY(store::remove(tx, actor.workspace, id));
        return record(tx, actor, id, "proxies.delete");
    });
}

Result<Placement> Proxies::assign(Actor const& actor, std::int64_t account_id, std::optional<ProxyId> proxy) {
    return parts_.accounts.place(actor, account_id, proxy);
}

Result<Secret<std::string>> Proxies::reveal(Actor const& actor, ProxyId id) {
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<Secret<std::string>> {
        auto endpoint = TRY(find_endpoint(tx, parts_.keys, actor.workspace, id));
        if (!endpoint) return errors::not_found();
        TRY(identity::audit(tx, parts_.clock, actor,
                            {.action = "proxies.reveal", .object_type = "proxy", .object_id = id.value}));
        return endpoint->password;
    });
}

Result<void> Proxies::record(db::Tx& tx, Actor const& actor, ProxyId id, std::string_view action) {
    TRY(identity::audit(tx, parts_.clock, actor,
                        {.action = action, .object_type = "proxy", .object_id = id.value}));
    auto kind = action == "proxies.create"   ? live::ChangeKind::created
                : action == "proxies.delete" ? live::ChangeKind::deleted
                                             : live::ChangeKind::updated;
    return live::publish(tx, parts_.clock,
                         {.workspace = actor.workspace, .topic = "proxies", .kind = kind, .ids = {id.value}});
}

Result<void> Proxies::check_model(db::Reader& reader, Actor const& actor, Proxy const& proxy) {
    if (!proxy.assigned_model_id) return {};
    TRY(models::require_active(reader, actor.workspace, *proxy.assigned_model_id, "assigned_model_id"));
    return {};
}

Result<void> Proxies::store_password(db::Tx& tx, WorkspaceId workspace, ProxyId id,
                                     rules::Fields const& fields) {
    if (!fields.password.present) return {};
    return store::set_password(
        tx, workspace, id,
        store::seal_password(parts_.keys, id, fields.password.value.value_or(Secret<std::string>{})));
}

Result<Utilization> Proxies::utilization(Actor const& actor) {
    return parts_.db.read([&](db::Reader& reader) -> Result<Utilization> {
        Utilization all;
        all.accounts_without_proxy = TRY(parts_.accounts.count_without_proxy(reader, actor.workspace));
        all.by_provider = TRY(store::use_by_provider(reader, actor.workspace));
        all.by_location = TRY(store::use_by_location(reader, actor.workspace));
        return all;
    });
}

Result<Costs> Proxies::costs(Actor const& actor, int months) {
    return parts_.db.read([&](db::Reader& reader) -> Result<Costs> {
        Costs costs;
        costs.totals = TRY(store::cost_totals(reader, actor.workspace));
        costs.by_provider = TRY(store::use_by_provider(reader, actor.workspace));
        costs.by_model = TRY(store::cost_by_model(reader, actor.workspace));
        costs.history = rules::monthly_history(TRY(store::cost_history(reader, actor.workspace)),
                                               parts_.clock.now(), months);
        return costs;
    });
}

Result<std::vector<rules::PriceChange>> Proxies::costs_of(Actor const& actor, ProxyId id) {
    return parts_.db.read([&](db::Reader& reader) -> Result<std::vector<rules::PriceChange>> {
        TRY(access_proxy(reader, actor, id));
        return store::costs_of(reader, actor.workspace, id);
    });
}

}  // namespace roost::proxies
