// service_gesture.cpp: what a person does with one or many accounts, written with its undo and
// events.
#include "core/base/length.h"
#include "core/base/text.h"
#include "domains/accounts/service.h"

namespace roost::accounts {

namespace {

constexpr std::size_t refused_shown = 100;
constexpr std::size_t reason_max = 500;

void refuse(Applied& applied, AccountId id, Error const& error) {
    ++applied.refused;
    if (applied.refused_items.size() < refused_shown)
        applied.refused_items.push_back({id, error.code, error.detail});
}

template <class T>
void note(boost::json::object& detail, std::string_view name, T const& before, T const& after) {
    if (before == after) return;
    detail[name] = {{"from", json::write(before)}, {"to", json::write(after)}};
}

/// What changed, without any secret.
boost::json::object detail_of(Account const& before, rules::Decision const& decision) {
    auto const& after = decision.account;
    boost::json::object detail;
    note(detail, "username", before.username, after.username);
    note(detail, "email", before.email, after.email);
    note(detail, "model_id", before.model_id, after.model_id);
    note(detail, "cleanup_target_model_id", before.cleanup_target_model_id, after.cleanup_target_model_id);
    note(detail, "proxy_id", before.proxy_id, after.proxy_id);
    note(detail, "warmup_step", before.warmup_step, after.warmup_step);
    note(detail, "tags", rules::list_tags(before.tags), rules::list_tags(after.tags));
    if (before.password_box != after.password_box) detail["password"] = "changed";
    if (before.extra_box != after.extra_box) detail["extra"] = "changed";
    boost::json::array skipped;
    for (auto const& [kind, number] : decision.skipped)
        skipped.emplace_back(rules::step_name({kind, number}));
    if (!skipped.empty()) detail["skipped"] = std::move(skipped);
    return detail;
}

struct LifecycleParams {
    LifecycleState lifecycle_state = LifecycleState::imported;
    std::optional<int> step;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(LifecycleParams, (), (lifecycle_state, step, reason))

struct ReassignParams {
    json::Patch<ModelId> model_id;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReassignParams, (), (model_id, reason))

struct TagParams {
    std::vector<std::string> add;
    std::vector<std::string> remove;
};
BOOST_DESCRIBE_STRUCT(TagParams, (), (add, remove))

struct ProxyParams {
    std::optional<ProxyId> proxy_id;
};
BOOST_DESCRIBE_STRUCT(ProxyParams, (), (proxy_id))

struct NoParams {};
BOOST_DESCRIBE_STRUCT(NoParams, (), ())

Result<Gesture> lifecycle_gesture(boost::json::object const& body, Clock& clock) {
    auto const params = TRY(json::read<LifecycleParams>(body));
    TRY(rules::check_step(params.step));
    TRY(check_length("reason", params.reason, reason_max));
    return Gesture{.aspect = UndoAspect::state,
                   .label = "Move to " + std::string(to_text(params.lifecycle_state)),
                   .decide =
                       [params, &clock](Account a) {
                           return rules::move_to(std::move(a), params.lifecycle_state, params.step,
                                                 clock.now());
                       },
                   .reason = params.reason};
}

Result<Gesture> reassign_gesture(boost::json::object const& body, Clock& clock) {
    auto const params = TRY(json::read<ReassignParams>(body));
    if (!params.model_id.present)
        return roost::errors::invalid_field("model_id", "field.required", "model_id is required.");
    TRY(check_length("reason", params.reason, reason_max));
    auto const model = params.model_id.value;
    return Gesture{
        .aspect = UndoAspect::assign,
        .label = model ? "Assign" : "Take off the model",
        .decide = [model, &clock](Account a) { return rules::reassign(std::move(a), model, clock.now()); },
        .reason = params.reason,
        .model = model};
}

Result<Gesture> cleanup_gesture(boost::json::object const& body, Clock& clock) {
    auto const params = TRY(json::read<ReassignParams>(body));
    TRY(check_length("reason", params.reason, reason_max));
    auto const model = params.model_id.value;
    return Gesture{
        .aspect = UndoAspect::assign,
        .label = "Start cleanup",
        .decide = [model,
                   &clock](Account a) { return rules::start_cleanup(std::move(a), model, clock.now()); },
        .reason = params.reason,
        .model = model};
}

Result<Gesture> tag_gesture(boost::json::object const& body) {
    auto const params = TRY(json::read<TagParams>(body));
    TRY(rules::store_tags(params.add));
    auto decide = [params](Account account) -> Result<rules::Decision> {
        if (account.trashed_at) return errors::trashed();
        auto tags = rules::list_tags(account.tags);
        for (auto const& tag : params.remove) std::erase(tags, text::lower_ascii(tag));
        tags.insert(tags.end(), params.add.begin(), params.add.end());
        auto stored = TRY(rules::store_tags(tags));
        if (stored == account.tags) return rules::Decision{.account = std::move(account)};
        account.tags = std::move(stored);
        return rules::Decision{.account = std::move(account), .action = "edited"};
    };
    return Gesture{.aspect = UndoAspect::edit, .label = "Tag", .decide = std::move(decide)};
}

Error no_free_slot() {
    return roost::errors::conflict("proxies.none_free", "No proxy has a free slot for this account.");
}

}  // namespace

Result<Gesture> Accounts::make_gesture(Actor const& actor, std::string_view action,
                                       boost::json::object const& params) {
    auto& clock = parts_.clock;
    if (action == "lifecycle") return lifecycle_gesture(params, clock);
    if (action == "reassign") return reassign_gesture(params, clock);
    if (action == "cleanup") return cleanup_gesture(params, clock);
    if (action == "tags") return tag_gesture(params);
    if (action == "assign-proxies") return proxy_gesture(actor, params);
    TRY(json::read<NoParams>(params));
    if (action == "delete") {
        return Gesture{.aspect = UndoAspect::trash, .label = "Move to trash", .decide = [&clock](Account a) {
                           return rules::trash(std::move(a), clock.now());
                       }};
    }
    if (action == "restore") {
        return Gesture{.aspect = UndoAspect::trash, .label = "Restore", .decide = [&clock](Account a) {
                           return rules::restore(std::move(a), clock.now());
                       }};
    }
    return roost::errors::invalid_field(
        "action", "accounts.unknown_action",
        "action must be one of lifecycle, reassign, cleanup, review, assign-proxies, tags, restore, delete.");
}

/// On one proxy, or each waiting account on the first with a place.
Result<Gesture> Accounts::proxy_gesture(Actor const& actor, boost::json::object const& body) {
    auto const params = TRY(json::read<ProxyParams>(body));
    auto picker = std::make_shared<rules::SlotPicker>();
    auto prepare = [this, workspace = actor.workspace, proxy = params.proxy_id,
                    picker](db::Tx& tx) -> Result<void> {
        *picker = {};
        if (!proxy) return load_slots(tx, workspace, slots_per_page, *picker);
        picker->add(TRY(proxies::free_slots(tx, workspace, ProxyId{proxy->value - 1}, 1)));
        return {};
    };
    auto decide = [this, proxy = params.proxy_id, picker](Account account) -> Result<rules::Decision> {
        if (account.trashed_at) return errors::trashed();
        bool const stays = proxy ? account.proxy_id == proxy : account.proxy_id.has_value();
        if (stays) return rules::Decision{.account = std::move(account)};
        auto target = proxy;
        if (!proxy) target = picker->take(account.model_id);
        if (proxy && picker->is_reserved(*proxy, account.model_id)) return errors::proxy_reserved();
        if (proxy && !picker->take_from(*proxy, account.model_id)) target.reset();
        if (!target) return no_free_slot();
        return rules::place(std::move(account), target, parts_.clock.now());
    };
    return Gesture{.aspect = UndoAspect::proxy,
                   .label = "Move to a proxy",
                   .decide = std::move(decide),
                   .prepare = std::move(prepare)};
}

Accounts::Change Accounts::decide_all(std::vector<Account> before, Gesture const& gesture, Applied& applied) {
    Change change;
    for (auto& account : before) {
        auto decision = gesture.decide(account);
        if (!decision.ok()) {
            refuse(applied, account.id, decision.error());
        } else if (decision->changed()) {
            change.before.push_back(std::move(account));
            change.after.push_back(std::move(*decision));
        }
    }
    applied.changed += static_cast<std::int64_t>(change.before.size());
    return change;
}

/// The rows, the slots they take and free, and what bots held of them.
Result<void> Accounts::write_change(db::Tx& tx, Actor const& actor, Change const& change,
                                    store::Cause const& cause) {
    std::vector<Account> accounts;
    std::map<ProxyId, std::int64_t> slots;
    for (std::size_t i = 0; i < change.after.size(); ++i) {
        auto const& old_proxy = change.before[i].proxy_id;
        auto const& new_proxy = change.after[i].account.proxy_id;
        accounts.push_back(change.after[i].account);
        if (old_proxy == new_proxy) continue;
        if (old_proxy) --slots[*old_proxy];
        if (new_proxy) ++slots[*new_proxy];
    }
    TRY(store::update_many(tx, actor.workspace, accounts, cause.now));
    std::vector<proxies::SlotChange> slot_changes;
    bool freed = false;
    for (auto const& [proxy, delta] : slots) {
        if (delta != 0) slot_changes.push_back({proxy, delta});
        freed = freed || delta < 0;
    }
    if (!slot_changes.empty()) TRY(proxies::change_slots(tx, actor.workspace, slot_changes, cause.now));
    bool const restored = std::any_of(change.before.begin(), change.before.end(),
                                      [](Account const& a) { return a.trashed_at.has_value(); });
    if (freed || restored) TRY(proxies::announce_free_slots(tx, parts_.clock, actor.workspace));
    return write_side_effects(tx, change, cause);
}

Result<void> Accounts::write_side_effects(db::Tx& tx, Change const& change, store::Cause const& cause) {
    std::vector<AccountId> ended;
    std::vector<store::Event> events;
    bool review = false, slots = false;
    for (std::size_t i = 0; i < change.after.size(); ++i) {
        auto const& before = change.before[i];
        auto const& decision = change.after[i];
        auto const& after = decision.account;
        if (decision.ends_lease) ended.push_back(after.id);
        bool const moved = before.lifecycle_state != after.lifecycle_state;
        review = review || before.requires_human_review != after.requires_human_review;
        slots = slots || before.proxy_id != after.proxy_id;
        events.push_back({.account = after.id,
                          .action = decision.action,
                          .from = moved ? std::optional(before.lifecycle_state) : std::nullopt,
                          .to = moved ? std::optional(after.lifecycle_state) : std::nullopt,
                          .detail = detail_of(before, decision)});
    }
    auto const workspace = cause.actor.workspace;
    if (!ended.empty()) TRY(parts_.warmup.close_open_tasks(tx, workspace, ended));
    TRY(store::insert_skipped(tx, cause, change.after));
    TRY(store::insert_events(tx, cause, events));
    if (review) TRY(live::publish(tx, parts_.clock, {.workspace = workspace, .topic = "review"}));
    if (slots) TRY(live::publish(tx, parts_.clock, {.workspace = workspace, .topic = "proxies"}));
    return publish(tx, workspace, change.ids(), live::ChangeKind::updated);
}

Result<void> Accounts::apply_many(db::Tx& tx, Actor const& actor, std::vector<AccountId> const& ids,
                                  Gesture const& gesture, Applied& applied) {
    if (gesture.model) TRY(models::require_active(tx, actor.workspace, *gesture.model, "model_id"));
    if (gesture.prepare) TRY(gesture.prepare(tx));
    auto before = TRY(store::load(tx, actor.workspace, ids));
    applied.matched += static_cast<std::int64_t>(ids.size());
    for (auto id : ids) {
        auto const found = std::lower_bound(before.begin(), before.end(), id,
                                            [](Account const& a, AccountId b) { return a.id < b; });
        if (found == before.end() || found->id != id) refuse(applied, id, errors::not_found());
    }
    auto const change = decide_all(std::move(before), gesture, applied);
    if (change.before.empty()) return {};
    auto const now = parts_.clock.now();
    auto const changed = static_cast<std::int64_t>(change.before.size());
    if (!applied.undo_id) {
        applied.undo_id = TRY(
            store::insert_undo(tx, actor, {.aspect = gesture.aspect, .label = gesture.label, .now = now}));
    }
    TRY(store::copy_to_undo(tx, actor.workspace, *applied.undo_id, store::UndoSide::before, change.ids()));
    TRY(write_change(tx, actor, change, {actor, now, gesture.reason}));
    TRY(store::copy_to_undo(tx, actor.workspace, *applied.undo_id, store::UndoSide::after, change.ids()));
    return store::grow_undo(tx, actor.workspace, *applied.undo_id, changed);
}

Result<Applied> Accounts::apply_many(Actor const& actor, std::vector<AccountId> const& ids,
                                     Gesture const& gesture) {
    return parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<Applied> {
        Applied applied;
        TRY(apply_many(tx, actor, ids, gesture, applied));
        return applied;
    });
}

Result<AppliedOne> Accounts::apply_one(Actor const& actor, AccountId id, Gesture const& gesture,
                                       std::optional<std::int64_t> version) {
    auto result = parts_.db.write(actor.workspace, [&](db::Tx& tx) -> Result<AppliedOne> {
        auto const current = TRY(store::find(tx, actor.workspace, id));
        if (!current) return errors::not_found();
        if (version && *version != current->version) return errors::changed_meanwhile();
        std::optional<Error> refusal;
        auto one = gesture;
        one.decide = [&](Account account) {
            auto decision = gesture.decide(std::move(account));
            if (!decision.ok()) refusal = decision.error();
            return decision;
        };
        Applied applied;
        TRY(apply_many(tx, actor, {id}, one, applied));
        if (refusal) return *refusal;
        auto after = TRY(store::find(tx, actor.workspace, id));
        if (!after) return errors::not_found();
        return AppliedOne{std::move(*after), applied.undo_id};
    });
    if (!result.ok() && result.error().code == "db.unique") return errors::username_taken();
    return result;
}

/// The engine settles reviews; here they become undoable. What it would refuse is left out before.
Result<void> Accounts::review_many(db::Tx& tx, Actor const& actor, std::vector<AccountId> const& ids,
                                   rules::Review const& review, Applied& applied) {
    std::vector<AccountId> settled;
    auto const accounts = TRY(store::load(tx, actor.workspace, ids));
    applied.matched += static_cast<std::int64_t>(ids.size());
    applied.refused += static_cast<std::int64_t>(ids.size() - accounts.size());
    for (auto const& account : accounts) {
        if (account.trashed_at) {
            refuse(applied, account.id, errors::trashed());
        } else if (auto reviewed = rules::review(rules::progress_of(account), review); !reviewed.ok()) {
            refuse(applied, account.id, reviewed.error());
        } else {
            settled.push_back(account.id);
        }
    }
    if (settled.empty()) return {};
    applied.changed += static_cast<std::int64_t>(settled.size());
    auto const workspace = actor.workspace;
    auto const now = parts_.clock.now();
    if (!applied.undo_id) {
        auto const label = "Review: " + std::string(to_text(review.action));
        applied.undo_id =
            TRY(store::insert_undo(tx, actor, {.aspect = UndoAspect::state, .label = label, .now = now}));
    }
    TRY(store::copy_to_undo(tx, workspace, *applied.undo_id, store::UndoSide::before, settled));
    TRY(parts_.warmup.review_many(tx, actor, settled, review));
    TRY(store::copy_to_undo(tx, workspace, *applied.undo_id, store::UndoSide::after, settled));
    return store::grow_undo(tx, workspace, *applied.undo_id, static_cast<std::int64_t>(settled.size()));
}

}  // namespace roost::accounts
