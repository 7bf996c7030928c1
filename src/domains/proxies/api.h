// api.h: what other domains may ask of proxies, and what proxies asks of accounts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/actor.h"
#include "core/base/result.h"
#include "core/clock/clock.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "domains/proxies/types.h"

namespace roost::proxies {

/// The proxy without its password; nothing when there is none in this workspace.
Result<std::optional<Proxy>> find(db::Reader& reader, WorkspaceId workspace, ProxyId id);

/// Address and opened password, for a bot's task. Errors: crypto.cannot_open.
Result<std::optional<Endpoint>> find_endpoint(db::Reader& reader, crypto::Keyring const& keys,
                                              WorkspaceId workspace, ProxyId id);

/// Free places on one active proxy. With `reserved_for` only that model's accounts may take them.
struct FreeSlots {
    ProxyId proxy;
    std::optional<ModelId> reserved_for;
    std::int64_t free = 0;
};

/// Active proxies with a free slot, by id (the order of PRX-3), at most `limit` of them, after
/// proxy `after` (0: from the first). Inside a write closure the answer stays true until its end.
Result<std::vector<FreeSlots>> free_slots(db::Reader& reader, WorkspaceId workspace, ProxyId after,
                                          std::int64_t limit);

/// `delta` accounts more (or fewer) on one proxy.
struct SlotChange {
    ProxyId proxy;
    std::int64_t delta = 0;
};

/// Changes account_count of all these proxies in one statement, each named once. Whoever changes
/// accounts.proxy_id calls it in the same transaction. Errors: conflict (proxies.full) when one
/// would hold more than max_accounts, not_found (proxies.not_found); then nothing may be kept.
Result<void> change_slots(db::Tx& tx, WorkspaceId workspace, std::vector<SlotChange> const& changes,
                          Instant now);

/// Enqueues job `accounts.assign_proxies` (one at a time per workspace); called whenever slots open.
Result<void> announce_free_slots(db::Tx& tx, Clock const& clock, WorkspaceId workspace);

/// What becomes of the accounts of a proxy that is deleted.
enum class Vacate { move, leave };
BOOST_DESCRIBE_ENUM(Vacate, move, leave)

/// Where one account is after `place`.
struct Placement {
    std::int64_t account_id = 0;
    std::optional<ProxyId> proxy_id;
    std::optional<std::int64_t> undo_id;  // the gesture to undo, when it changed something
};

/// What proxies needs of accounts. Implemented by accounts, wired by app.
class AccountPlacement {
public:
    virtual ~AccountPlacement() = default;
    /// Puts an account on a proxy, or on none, by hand; undoable. Errors: accounts.not_found,
    /// proxies.not_found, conflict (proxies.full, proxies.reserved).
    virtual Result<Placement> place(Actor const& actor, std::int64_t account_id,
                                    std::optional<ProxyId> proxy) = 0;
    /// Takes every account off `proxy` (trashed ones included) through change_slots: on to other
    /// proxies as far as slots go (the rest stays without), or all left without. How many it held.
    virtual Result<std::int64_t> vacate(db::Tx& tx, Actor const& actor, ProxyId proxy, Vacate choice) = 0;
    /// Accounts outside the trash that have no proxy.
    virtual Result<std::int64_t> count_without_proxy(db::Reader& reader, WorkspaceId workspace) = 0;
};

}  // namespace roost::proxies
