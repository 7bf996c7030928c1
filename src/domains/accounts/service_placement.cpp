// service_placement.cpp: accounts on proxies and off them, automatically or by hand; models let go.
#include "domains/accounts/service.h"
#include "domains/accounts/sql.h"

namespace roost::accounts {

namespace {

constexpr int accounts_per_page = 1000;

std::vector<store::Event> proxy_events(std::vector<store::Placed> const& placed) {
    std::vector<store::Event> events;
    for (auto const& one : placed) {
        events.push_back({.account = one.id,
                          .action = "proxy",
                          .detail = {{"proxy_id", {{"from", nullptr}, {"to", one.proxy.value}}}}});
    }
    return events;
}

}  // namespace

Result<void> Accounts::load_slots(db::Reader& reader, WorkspaceId workspace, std::int64_t wanted,
                                  rules::SlotPicker& picker) {
    ProxyId after{};
    std::int64_t open = 0;
    while (open < wanted) {
        auto const page = TRY(proxies::free_slots(reader, workspace, after, slots_per_page));
        picker.add(page);
        if (static_cast<std::int64_t>(page.size()) < slots_per_page) return {};
        for (auto const& slots : page) open += slots.reserved_for ? 0 : slots.free;
        after = page.back().proxy;
    }
    return {};
}

/// One page of waiting accounts; how many got a place.
Result<Accounts::PlacedPage> Accounts::assign_page(db::Tx& tx, Actor const& actor, AccountId after) {
    auto const waiting = TRY(store::list_unplaced(tx, actor.workspace, after, accounts_per_page));
    rules::SlotPicker picker;
    if (!waiting.empty())
        TRY(load_slots(tx, actor.workspace, static_cast<std::int64_t>(waiting.size()), picker));
    if (!picker.anything_left()) return PlacedPage{};
    std::vector<store::Placed> placed;
    std::vector<AccountId> ids;
    for (auto const& account : waiting) {
        auto const proxy = picker.take(account.model_id);
        if (!proxy) continue;
        placed.push_back({account.id, *proxy});
        ids.push_back(account.id);
    }
    PlacedPage page{.placed = static_cast<std::int64_t>(placed.size())};
    if (waiting.size() == accounts_per_page) page.next = waiting.back().id;
    if (placed.empty()) return page;
    auto const now = parts_.clock.now();
    TRY(store::place_many(tx, actor.workspace, placed, now));
    TRY(proxies::change_slots(tx, actor.workspace, picker.take_changes(), now));
    TRY(store::insert_events(tx, {actor, now}, proxy_events(placed)));
    TRY(publish(tx, actor.workspace, ids, live::ChangeKind::updated));
    TRY(live::publish(tx, parts_.clock, {.workspace = actor.workspace, .topic = "proxies"}));
    return page;
}

Result<AutoPlaced> Accounts::assign_proxies(Actor const& actor, bool by_person) {
    auto const workspace = actor.workspace;
    if (by_person) {
        TRY(parts_.db.write(workspace, [&](db::Tx& tx) {
            return tx.execute(sql::release_proxy_holds,
                              {{"workspace_id", workspace}, {"now", parts_.clock.now()}});
        }));
    }
    AutoPlaced result;
    std::optional<AccountId> after = AccountId{};
    while (after) {
        auto const page =
            TRY(parts_.db.write(workspace, [&](db::Tx& tx) { return assign_page(tx, actor, *after); }));
        result.assigned += page.placed;
        after = page.next;
    }
    result.without_proxy =
        TRY(parts_.db.read([&](db::Reader& reader) { return count_without_proxy(reader, workspace); }));
    return result;
}

Result<proxies::Placement> Accounts::place(Actor const& actor, std::int64_t account_id,
                                           std::optional<ProxyId> proxy) {
    Gesture gesture{
        .aspect = UndoAspect::proxy,
        .label = proxy ? "Move to a proxy" : "Take off the proxy",
        .decide = [&](Account a) { return rules::place(std::move(a), proxy, parts_.clock.now()); }};
    if (proxy) {
        gesture.prepare = [&](db::Tx& tx) -> Result<void> {
            auto const target = TRY(proxies::find(tx, actor.workspace, *proxy));
            if (!target) return roost::errors::not_found("proxies.not_found", "There is no such proxy.");
            if (!target->assigned_model_id) return {};
            auto const account = TRY(store::find(tx, actor.workspace, AccountId{account_id}));
            if (account && account->model_id != target->assigned_model_id) {
                return errors::proxy_reserved();
            }
            return {};
        };
    }
    auto const applied = TRY(apply_one(actor, AccountId{account_id}, gesture));
    proxies::Placement placement{.account_id = account_id, .proxy_id = applied.account.proxy_id};
    if (applied.undo_id) placement.undo_id = applied.undo_id->value;
    return placement;
}

/// The proxy is about to be deleted, so its own places do not count as free.
Result<std::int64_t> Accounts::vacate(db::Tx& tx, Actor const& actor, ProxyId proxy, proxies::Vacate choice) {
    std::int64_t held = 0;
    while (true) {
        auto const ids = TRY(
            tx.list(sql::accounts_of_proxy,
                    {{"workspace_id", actor.workspace}, {"proxy_id", proxy}, {"limit", accounts_per_page}},
                    [](db::Row const& row) { return db::get<AccountId>(row, 0); }));
        if (ids.empty()) return held;
        held += static_cast<std::int64_t>(ids.size());
        rules::SlotPicker picker;
        if (choice == proxies::Vacate::move) {
            TRY(load_slots(tx, actor.workspace, static_cast<std::int64_t>(ids.size()) + slots_per_page,
                           picker));
            picker.forget(proxy);
        }
        auto const now = parts_.clock.now();
        Gesture const gesture{
            .aspect = UndoAspect::proxy, .decide = [&](Account account) -> Result<rules::Decision> {
                account.proxy_id = account.trashed_at ? std::nullopt : picker.take(account.model_id);
                account.proxy_assigned_at = account.proxy_id ? std::optional(now) : std::nullopt;
                return rules::Decision{.account = std::move(account), .action = "proxy"};
            }};
        Applied applied;
        auto const change = decide_all(TRY(store::load(tx, actor.workspace, ids)), gesture, applied);
        TRY(write_change(tx, actor, change, {actor, now, "The proxy was deleted"}));
    }
}

Result<std::int64_t> Accounts::count_without_proxy(db::Reader& reader, WorkspaceId workspace) {
    std::int64_t total = 0;
    for (auto const& count : TRY(store::counts(reader, workspace))) {
        if (!count.trashed && !count.with_proxy) total += count.accounts;
    }
    return total;
}

Result<std::int64_t> Accounts::count(db::Reader& reader, WorkspaceId workspace, ModelId id) {
    std::int64_t total = 0;
    for (auto const& count : TRY(store::counts(reader, workspace))) {
        if (!count.trashed && count.model_id == id) total += count.accounts;
    }
    return total;
}

Result<std::int64_t> Accounts::unassign_all(db::Tx& tx, Actor const& actor, ModelId id) {
    AccountId after{};
    std::int64_t changed = 0;
    auto const now = parts_.clock.now();
    Gesture const gesture{.aspect = UndoAspect::assign, .decide = [&](Account account) {
                              return rules::reassign(std::move(account), std::nullopt, now);
                          }};
    while (true) {
        auto const ids = TRY(tx.list(sql::accounts_of_model,
                                     {{"workspace_id", actor.workspace},
                                      {"model_id", id},
                                      {"after", after},
                                      {"limit", accounts_per_page}},
                                     [](db::Row const& row) { return db::get<AccountId>(row, 0); }));
        if (ids.empty()) return changed;
        after = ids.back();
        Applied applied;
        auto const change = decide_all(TRY(store::load(tx, actor.workspace, ids)), gesture, applied);
        changed += applied.changed;
        if (!change.before.empty())
            TRY(write_change(tx, actor, change, {actor, now, "The model was archived"}));
    }
}

}  // namespace roost::accounts
