// store.h: rows of accounts and nothing else; a Reader& or Tx& first, then the workspace.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/actor.h"
#include "core/base/result.h"
#include "core/db/db.h"
#include "domains/accounts/rules.h"
#include "domains/accounts/types.h"

namespace roost::accounts::store {

/// `[1,2,3]` for {{each(:ids)}}.
std::string ids_json(std::vector<AccountId> const& ids);

Result<std::optional<Account>> find(db::Reader& reader, WorkspaceId workspace, AccountId id);
Result<std::optional<Account>> find_by_username(db::Reader& reader, WorkspaceId workspace,
                                                std::string_view username);
/// Those of the ids that exist in this workspace, in id order.
Result<std::vector<Account>> load(db::Reader& reader, WorkspaceId workspace,
                                  std::vector<AccountId> const& ids);

/// An account to insert, sealed already.
struct NewAccount {
    std::string_view username;
    std::string_view email;
    std::string_view password_box;
    std::string_view extra_box;
    std::optional<ProxyId> proxy_id;
};
/// An empty table of new accounts for append_new and insert_many.
db::Rows new_accounts();
inline constexpr std::size_t new_username = 0, new_proxy = 4;  // its columns
void append_new(db::Rows& rows, NewAccount const& account);

/// What all accounts of one insert share.
struct InsertShared {
    std::optional<ModelId> model_id;
    std::optional<Instant> due_at;
    std::optional<ImportId> import_id;
    std::string tags;
    Instant now;
    std::int64_t with_proxy = 0;  // how many of the rows have one
    std::int64_t without_proxy = 0;
};
/// Inserts rows made with append_new, in that order, and counts them. Fastest in the order of their
/// usernames. Conflict db.unique when a username is there already.
Result<void> insert_many(db::Tx& tx, WorkspaceId workspace, db::SomeRows const& rows,
                         InsertShared const& shared);

/// Writes every column a decision may change; raises the version.
Result<void> update_many(db::Tx& tx, WorkspaceId workspace, std::vector<Account> const& accounts,
                         Instant now);

/// Accounts without a proxy that automatic assignment serves, oldest first, after `after`.
struct Unplaced {
    AccountId id;
    std::optional<ModelId> model_id;
};
Result<std::vector<Unplaced>> list_unplaced(db::Reader& reader, WorkspaceId workspace, AccountId after,
                                            int limit);

/// One place that was given.
struct Placed {
    AccountId id;
    ProxyId proxy;
};
Result<void> place_many(db::Tx& tx, WorkspaceId workspace, std::vector<Placed> const& placed, Instant now);

/// A line of the timeline; who and when are the transaction's.
struct Event {
    AccountId account;
    std::string action;
    std::optional<LifecycleState> from;
    std::optional<LifecycleState> to;
    boost::json::object detail = {};
};
/// Who did it, when and why: shared by all events of one gesture.
struct Cause {
    Actor const& actor;
    Instant now;
    std::optional<std::string> reason = {};
};
Result<void> insert_events(db::Tx& tx, Cause const& cause, std::vector<Event> const& events);

/// Logs the steps a person passed over.
Result<void> insert_skipped(db::Tx& tx, Cause const& cause, std::vector<rules::Decision> const& decisions);

/// One sort of accounts and how many of it there are.
struct Count {
    std::optional<ModelId> model_id;
    LifecycleState state = LifecycleState::imported;
    int step = 0;
    bool review = false;
    bool with_proxy = false;
    bool trashed = false;
    std::int64_t accounts = 0;
};
Result<std::vector<Count>> counts(db::Reader& reader, WorkspaceId workspace);

}  // namespace roost::accounts::store
