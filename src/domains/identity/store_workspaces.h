// store_workspaces.h: workspaces, their settings and their members.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/db/db.h"
#include "core/db/sealed_column.h"
#include "domains/identity/api.h"
#include "domains/identity/types.h"

namespace roost::identity::store {

Result<bool> any_workspace(db::Reader& reader);
Result<Workspace> insert_workspace(db::Tx& tx, std::string const& name, WorkspaceSettings const& settings,
                                   Instant now);
Result<std::optional<Workspace>> find_workspace(db::Reader& reader, WorkspaceId workspace);
/// At most two of that name: more than one is all a caller needs to know.
Result<std::vector<Workspace>> workspaces_named(db::Reader& reader, std::string const& name);
Result<void> set_workspace_name(db::Tx& tx, WorkspaceId workspace, std::string const& name, Instant now);
Result<bool> airtable_token_set(db::Reader& reader, WorkspaceId workspace);
Result<void> set_settings(db::Tx& tx, WorkspaceId workspace, WorkspaceSettings const& settings, Instant now);
/// A sealed token, or nothing to forget it.
Result<void> set_airtable_token(db::Tx& tx, WorkspaceId workspace, std::optional<std::string> const& box);

Result<std::vector<WorkspaceRef>> workspaces_of(db::Reader& reader, UserId user);

Result<void> insert_member(db::Tx& tx, WorkspaceId workspace, MemberRow const& member);
Result<std::optional<MemberRow>> member(db::Reader& reader, WorkspaceId workspace, UserId user);
MemberRow read_member(db::Row const& row);
Result<void> set_role(db::Tx& tx, WorkspaceId workspace, UserId user, Role role);
/// Their tokens and preferences for this workspace go too, and the views they did not share.
Result<void> delete_member(db::Tx& tx, WorkspaceId workspace, UserId user);
Result<std::int64_t> owners(db::Reader& reader, WorkspaceId workspace);

/// Every workspace, for what concerns the installation as a whole.
Result<std::vector<WorkspaceId>> all_workspaces(db::Reader& reader);
/// What a workspace's airtable_token is sealed for.
std::string airtable_context(WorkspaceId workspace);
/// Which columns of identity are sealed, for a new master key.
std::vector<db::SealedColumn> sealed_columns();

}  // namespace roost::identity::store
