// rules.cpp: lifecycle, models, trash, proxies and undo of one account; `now` is an argument.
#include "domains/accounts/rules.h"

#include <algorithm>

namespace roost::accounts::rules {

namespace {

void skip_open_steps(Decision& decision) {
    auto& account = decision.account;
    if (account.warmup_step) {
        for (int n = *account.warmup_step; n <= last_step; ++n)
            decision.skipped.emplace_back(StepKind::warmup, n);
    }
    if (account.cleanup_step) {
        for (int n = *account.cleanup_step; n <= last_step; ++n)
            decision.skipped.emplace_back(StepKind::cleanup, n);
    }
    account.warmup_step.reset();
    account.cleanup_step.reset();
}

void clear_review(Account& account) {
    account.requires_human_review = false;
    account.retry_count = 0;
}

void enter_cleanup(Account& account, std::optional<ModelId> target) {
    account.lifecycle_state = LifecycleState::cleanup;
    account.cleanup_step = first_step;
    account.cleanup_target_model_id = target;
    account.assigned_to_model_at.reset();
    clear_review(account);
}

void enter_assigned(Account& account, ModelId model, Instant now) {
    account.lifecycle_state = LifecycleState::assigned;
    account.model_id = model;
    account.assigned_to_model_at = now;
}

Decision decided(Account account, std::string action, bool ends_lease, Instant now) {
    refresh_due(account, now);
    return {.account = std::move(account), .action = std::move(action), .ends_lease = ends_lease};
}

/// What leaving `from` by hand does before the new state is entered.
void leave(Decision& decision, LifecycleState to, Instant now) {
    auto& account = decision.account;
    auto const from = account.lifecycle_state;
    if (to == LifecycleState::disabled || from == LifecycleState::disabled) return;
    if (from == LifecycleState::warming_up && to == LifecycleState::ready) {
        skip_open_steps(decision);
        account.warmup_completed_at = now;
        account.content_model_id = account.model_id;
    }
    if (from == LifecycleState::cleanup) {
        skip_open_steps(decision);
        account.content_model_id.reset();
    }
}

void enter(Account& account, LifecycleState to, std::optional<int> step, Instant now) {
    auto const from = account.lifecycle_state;
    account.lifecycle_state = to;
    switch (to) {
        case LifecycleState::warming_up:
            account.warmup_step = step.value_or(first_step);
            if (from == LifecycleState::imported) account.warmup_started_at = now;
            account.warmup_completed_at.reset();
            account.assigned_to_model_at.reset();
            break;
        case LifecycleState::ready:
            // Out of cleanup by hand the target is dropped and the old model is gone.
            if (from == LifecycleState::cleanup) account.model_id.reset();
            account.cleanup_target_model_id.reset();
            account.assigned_to_model_at.reset();
            break;
        case LifecycleState::assigned:
            enter_assigned(
                account,
                *(from == LifecycleState::cleanup ? account.cleanup_target_model_id : account.model_id), now);
            account.cleanup_target_model_id.reset();
            break;
        case LifecycleState::cleanup:
            enter_cleanup(account, std::nullopt);
            break;
        case LifecycleState::disabled:
            account.disabled_from = from;
            break;
        case LifecycleState::imported:
            break;
    }
    clear_review(account);
}

}  // namespace

std::vector<LifecycleState> allowed_states(Account const& account) {
    using enum LifecycleState;
    switch (account.lifecycle_state) {
        case imported:
            return {warming_up, disabled};
        case warming_up:
            return {ready, disabled};
        case ready:
            return {warming_up, assigned, disabled};
        case assigned:
            return {cleanup, disabled};
        case cleanup:
            return {ready, assigned, disabled};
        case disabled:
            return {account.disabled_from.value_or(imported)};
    }
    return {};
}

Progress progress_of(Account const& account) {
    return {.state = account.lifecycle_state,
            .warmup_step = account.warmup_step,
            .cleanup_step = account.cleanup_step,
            .retry_count = account.retry_count,
            .requires_review = account.requires_human_review,
            .model_id = account.model_id,
            .content_model_id = account.content_model_id,
            .cleanup_target_model_id = account.cleanup_target_model_id};
}

void refresh_due(Account& account, Instant now) {
    if (!is_queued(progress_of(account), account.trashed_at.has_value())) {
        account.due_at.reset();
    } else if (!account.due_at) {
        account.due_at = now;
    }
}

Result<Decision> move_to(Account account, LifecycleState to, std::optional<int> step, Instant now) {
    if (account.trashed_at) return errors::trashed();
    auto const allowed = allowed_states(account);
    auto const from = account.lifecycle_state;
    if (std::find(allowed.begin(), allowed.end(), to) == allowed.end())
        return errors::illegal_transition(from, allowed);
    if (from == LifecycleState::disabled) {
        account.lifecycle_state = to;
        account.disabled_from.reset();
        return decided(std::move(account), "lifecycle", false, now);
    }
    auto const model = from == LifecycleState::cleanup ? account.cleanup_target_model_id : account.model_id;
    if (to == LifecycleState::assigned && !model) return errors::no_model();
    Decision decision{.account = std::move(account)};
    leave(decision, to, now);
    enter(decision.account, to, step, now);
    auto skipped = std::move(decision.skipped);
    decision = decided(std::move(decision.account), "lifecycle", true, now);
    decision.skipped = std::move(skipped);
    return decision;
}

Result<Decision> reassign(Account account, std::optional<ModelId> model, Instant now) {
    if (account.trashed_at) return errors::trashed();
    if (account.lifecycle_state == LifecycleState::disabled) {
        account.lifecycle_state = account.disabled_from.value_or(LifecycleState::imported);
        auto inner = TRY(reassign(std::move(account), model, now));
        inner.account.disabled_from = inner.account.lifecycle_state;
        inner.account.lifecycle_state = LifecycleState::disabled;
        refresh_due(inner.account, now);
        return inner;
    }
    switch (account.lifecycle_state) {
        case LifecycleState::imported:
        case LifecycleState::warming_up:
            if (account.model_id == model) return Decision{.account = std::move(account)};
            account.model_id = model;
            return decided(std::move(account), "assigned", !model, now);
        case LifecycleState::ready:
            if (!model && !account.model_id) return Decision{.account = std::move(account)};
            if (!model) {
                account.model_id.reset();
            } else if (account.content_model_id && account.content_model_id != model) {
                enter_cleanup(account, model);
            } else {
                enter_assigned(account, *model, now);
            }
            return decided(std::move(account), "assigned", false, now);
        case LifecycleState::assigned:
            if (account.model_id == model) return Decision{.account = std::move(account)};
            enter_cleanup(account, model);
            return decided(std::move(account), "assigned", false, now);
        case LifecycleState::cleanup:
            if (account.cleanup_target_model_id == model) return Decision{.account = std::move(account)};
            account.cleanup_target_model_id = model;
            return decided(std::move(account), "assigned", false, now);
        case LifecycleState::disabled:
            break;
    }
    return roost::errors::internal("a disabled account inside a disabled account");
}

Result<Decision> start_cleanup(Account account, std::optional<ModelId> target, Instant now) {
    if (account.trashed_at) return errors::trashed();
    auto const from = account.lifecycle_state;
    bool const carries_content = from == LifecycleState::ready && account.content_model_id.has_value();
    if (from != LifecycleState::assigned && !carries_content)
        return errors::illegal_transition(from, allowed_states(account));
    enter_cleanup(account, target);
    return decided(std::move(account), "lifecycle", false, now);
}

Result<Decision> trash(Account account, Instant now) {
    if (account.trashed_at) return Decision{.account = std::move(account)};
    account.trashed_at = now;
    account.proxy_id.reset();
    account.proxy_assigned_at.reset();
    return decided(std::move(account), "trashed", true, now);
}

Result<Decision> restore(Account account, Instant now) {
    if (!account.trashed_at) return Decision{.account = std::move(account)};
    if (!account.password_box || now - *account.trashed_at > trash_window) return errors::trash_emptied();
    account.trashed_at.reset();
    return decided(std::move(account), "restored", false, now);
}

Result<Decision> place(Account account, std::optional<ProxyId> proxy, Instant now) {
    if (account.trashed_at) return errors::trashed();
    bool const hold = !proxy;
    if (account.proxy_id == proxy && account.proxy_hold == hold)
        return Decision{.account = std::move(account)};
    account.proxy_id = proxy;
    account.proxy_hold = hold;
    account.proxy_assigned_at = proxy ? std::optional(now) : std::nullopt;
    return Decision{.account = std::move(account), .action = "proxy"};
}

Result<std::string> store_tags(std::vector<std::string> const& tags) {
    auto wrong = [](std::string message) {
        return roost::errors::invalid_field("tags", "accounts.invalid_tags", std::move(message));
    };
    std::vector<std::string> plain;
    for (auto tag : tags) {
        for (char& c : tag) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        }
        if (tag.empty() || tag.size() > 40) return wrong("A tag has 1 to 40 characters.");
        if (tag.find(',') != std::string::npos) return wrong("A tag has no comma.");
        plain.push_back(std::move(tag));
    }
    std::sort(plain.begin(), plain.end());
    plain.erase(std::unique(plain.begin(), plain.end()), plain.end());
    if (plain.size() > 20) return wrong("An account has at most 20 tags.");
    std::string stored;
    for (auto const& tag : plain) stored += "," + tag;
    return stored.empty() ? stored : stored + ",";
}

std::vector<std::string> list_tags(std::string_view stored) {
    std::vector<std::string> tags;
    while (stored.size() > 1) {
        stored.remove_prefix(1);
        auto const comma = stored.find(',');
        tags.emplace_back(stored.substr(0, comma));
        stored.remove_prefix(std::min(comma, stored.size()));
    }
    return tags;
}

bool same_in(UndoAspect aspect, Account const& a, Account const& b) {
    switch (aspect) {
        case UndoAspect::edit:
            return a.username == b.username && a.email == b.email && a.password_box == b.password_box &&
                   a.extra_box == b.extra_box && a.tags == b.tags;
        case UndoAspect::assign:
        case UndoAspect::state:
            return a.lifecycle_state == b.lifecycle_state && a.disabled_from == b.disabled_from &&
                   a.warmup_step == b.warmup_step && a.cleanup_step == b.cleanup_step &&
                   a.retry_count == b.retry_count && a.requires_human_review == b.requires_human_review &&
                   a.model_id == b.model_id && a.cleanup_target_model_id == b.cleanup_target_model_id &&
                   !a.trashed_at;
        case UndoAspect::proxy:
            return a.proxy_id == b.proxy_id && a.proxy_hold == b.proxy_hold && !a.trashed_at;
        case UndoAspect::trash:
            return a.trashed_at.has_value() == b.trashed_at.has_value();
        case UndoAspect::import:
            return a.version == b.version;
    }
    return false;
}

void take_aspect(UndoAspect aspect, Account& into, Account const& from) {
    switch (aspect) {
        case UndoAspect::edit:
            into.username = from.username;
            into.email = from.email;
            into.password_box = from.password_box;
            into.extra_box = from.extra_box;
            into.tags = from.tags;
            break;
        case UndoAspect::assign:
        case UndoAspect::state:
            into.lifecycle_state = from.lifecycle_state;
            into.disabled_from = from.disabled_from;
            into.warmup_step = from.warmup_step;
            into.cleanup_step = from.cleanup_step;
            into.retry_count = from.retry_count;
            into.warmup_started_at = from.warmup_started_at;
            into.warmup_completed_at = from.warmup_completed_at;
            into.requires_human_review = from.requires_human_review;
            into.model_id = from.model_id;
            into.assigned_to_model_at = from.assigned_to_model_at;
            into.content_model_id = from.content_model_id;
            into.cleanup_target_model_id = from.cleanup_target_model_id;
            break;
        case UndoAspect::proxy:
            into.proxy_id = from.proxy_id;
            into.proxy_assigned_at = from.proxy_assigned_at;
            into.proxy_hold = from.proxy_hold;
            break;
        case UndoAspect::trash:
            into.trashed_at = from.trashed_at;
            break;
        case UndoAspect::import:
            break;
    }
}

void SlotPicker::add(std::vector<proxies::FreeSlots> const& page) {
    for (auto const& slots : page) {
        auto& places = slots.reserved_for ? reserved_[*slots.reserved_for] : open_;
        if (slots.free > 0) places[slots.proxy] = slots.free;
    }
}

std::optional<ProxyId> SlotPicker::take(std::optional<ModelId> model) {
    auto* best = open_.empty() ? nullptr : &open_;
    if (model) {
        auto own = reserved_.find(*model);
        bool const found = own != reserved_.end() && !own->second.empty();
        if (found && (best == nullptr || own->second.begin()->first < best->begin()->first))
            best = &own->second;
    }
    if (best == nullptr) return std::nullopt;
    auto first = best->begin();
    auto const proxy = first->first;
    ++taken_[proxy];
    if (--first->second == 0) best->erase(first);
    return proxy;
}

bool SlotPicker::take_from(ProxyId proxy, std::optional<ModelId> model) {
    auto* places = &open_;
    if (!open_.contains(proxy) && model) places = &reserved_[*model];
    auto found = places->find(proxy);
    if (found == places->end()) return false;
    ++taken_[proxy];
    if (--found->second == 0) places->erase(found);
    return true;
}

bool SlotPicker::is_reserved(ProxyId proxy, std::optional<ModelId> model) const {
    return std::ranges::any_of(
        reserved_, [&](auto const& own) { return own.first != model && own.second.contains(proxy); });
}

std::vector<proxies::SlotChange> SlotPicker::take_changes() {
    std::vector<proxies::SlotChange> changes;
    for (auto const& [proxy, count] : std::exchange(taken_, {})) changes.push_back({proxy, count});
    return changes;
}

bool SlotPicker::anything_left() const {
    return !open_.empty() || std::any_of(reserved_.begin(), reserved_.end(),
                                         [](auto const& own) { return !own.second.empty(); });
}

}  // namespace roost::accounts::rules
