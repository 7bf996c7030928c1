// rules.h: what may become of an account: lifecycle, models, trash, proxies, undo; pure decisions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "domains/accounts/errors.h"
#include "domains/accounts/rules_warmup.h"
#include "domains/accounts/types.h"

namespace roost::accounts::rules {

inline constexpr Millis undo_window{24LL * 3600 * 1000};
inline constexpr Millis trash_window{30LL * 24 * 3600 * 1000};

/// What a decision made of an account. Every function below returns a Decision for the account it
/// was given, or why it is refused. An account that stays as it is has no `action`.
struct Decision {
    Account account;
    std::string action = {};  // of the event: lifecycle, assigned, proxy, edited, trashed, restored
    std::optional<std::string> reason = {};
    std::vector<std::pair<StepKind, int>> skipped = {};  // open steps that a person passed over
    bool ends_lease = false;                             // a bot that holds a step of it loses it

    bool changed() const { return !action.empty(); }
};

/// The states a person may put the account into (ACC-5), in the order of the enum.
std::vector<LifecycleState> allowed_states(Account const& account);

/// By hand to `to`: open steps are skipped; `step` only on the way back to warming_up (default 1).
/// Errors: accounts.illegal_transition, accounts.no_model, accounts.trashed.
Result<Decision> move_to(Account account, LifecycleState to, std::optional<int> step, Instant now);

/// To another model or to none (ACC-9): before ready only the model changes; a ready account that
/// carries no other model's content is assigned; else cleanup begins, or its target changes. A
/// disabled account does the same in the state it left. Error accounts.trashed.
Result<Decision> reassign(Account account, std::optional<ModelId> model, Instant now);

/// Into cleanup towards `target` (nothing: ready). Errors: accounts.illegal_transition,
/// accounts.trashed.
Result<Decision> start_cleanup(Account account, std::optional<ModelId> target, Instant now);

/// To the trash, giving up the proxy. An account already there stays as it is.
Result<Decision> trash(Account account, Instant now);
/// Back from the trash, without a proxy. Error accounts.trash_emptied.
Result<Decision> restore(Account account, Instant now);

/// On a proxy, or off it by hand: then automatic assignment leaves it alone. Error
/// accounts.trashed.
Result<Decision> place(Account account, std::optional<ProxyId> proxy, Instant now);

/// Where the account is in its steps.
Progress progress_of(Account const& account);

/// `due_at` as it must be after any change: kept, set to now, or empty.
void refresh_due(Account& account, Instant now);

/// Tags as stored (`,de,vip,`): lower case, sorted, each once. Error accounts.invalid_tags: more
/// than 20, longer than 40 bytes, empty or with a comma.
Result<std::string> store_tags(std::vector<std::string> const& tags);
std::vector<std::string> list_tags(std::string_view stored);

/// Whether two versions of an account agree in what the aspect is about.
bool same_in(UndoAspect aspect, Account const& a, Account const& b);
/// `into` with the columns of the aspect taken from `from`.
void take_aspect(UndoAspect aspect, Account& into, Account const& from);

/// Free places in the order in which automatic assignment takes them (PRX-3): the lowest id that is
/// not reserved for another model. Reads pages of proxies::free_slots.
class SlotPicker {
public:
    void add(std::vector<proxies::FreeSlots> const& page);
    /// Takes a place for an account of that model; nothing when none is left for it.
    std::optional<ProxyId> take(std::optional<ModelId> model);
    /// Takes a place on that proxy; false when there is none for the model.
    bool take_from(ProxyId proxy, std::optional<ModelId> model);
    /// Whether it has places, but none for accounts of that model.
    bool is_reserved(ProxyId proxy, std::optional<ModelId> model) const;
    /// Its places are not to be taken.
    void forget(ProxyId proxy) {
        open_.erase(proxy);
        for (auto& [model, places] : reserved_) places.erase(proxy);
    }
    /// What was taken, for proxies::change_slots; the picker keeps what is left.
    std::vector<proxies::SlotChange> take_changes();
    bool anything_left() const;
    /// Whether accounts of any model still find a place.
    bool open_left() const { return !open_.empty(); }

private:
    std::map<ProxyId, std::int64_t> open_;                         // for everybody
    std::map<ModelId, std::map<ProxyId, std::int64_t>> reserved_;  // for one model
    std::map<ProxyId, std::int64_t> taken_;
};

}  // namespace roost::accounts::rules
