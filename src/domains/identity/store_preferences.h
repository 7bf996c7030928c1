// store_preferences.h: a person's preferences and saved views.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/db/db.h"
#include "domains/identity/types.h"

namespace roost::identity::store {

/// Whose preferences: a person in a workspace.
struct Owner {
    WorkspaceId workspace;
    UserId user;
};

Result<std::vector<Preference>> preferences(db::Reader& reader, Owner owner);
Result<std::optional<Preference>> preference(db::Reader& reader, Owner owner, std::string const& key);
/// How many they have besides this one.
Result<std::int64_t> other_preferences(db::Reader& reader, Owner owner, std::string const& key);
Result<void> put_preference(db::Tx& tx, Owner owner, Preference const& preference);
Result<void> delete_preference(db::Tx& tx, Owner owner, std::string const& key);

/// Own ones and those that others share, of one list or (empty) of all.
Result<std::vector<SavedView>> views(db::Reader& reader, Owner owner, std::string const& list);
Result<std::optional<SavedView>> own_view(db::Reader& reader, Owner owner, ViewId view);
Result<std::int64_t> views_of(db::Reader& reader, Owner owner);
Result<ViewId> insert_view(db::Tx& tx, Owner owner, SavedView const& view);
Result<void> update_view(db::Tx& tx, Owner owner, SavedView const& view);
/// Whether there was one.
Result<bool> delete_view(db::Tx& tx, Owner owner, ViewId view);

}  // namespace roost::identity::store
