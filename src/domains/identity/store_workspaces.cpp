// store_workspaces.cpp: workspaces, settings, members, and the audit log's one INSERT.
#include "domains/identity/store_workspaces.h"

#include "core/base/json.h"
#include "domains/identity/errors.h"
#include "domains/identity/rules_settings.h"
#include "domains/identity/sql.h"

namespace roost::identity {
namespace {

Workspace read_workspace(db::Row const& row) {
    return {db::get<WorkspaceId>(row, 0), db::get<std::string>(row, 1), db::get<Instant>(row, 2)};
}

std::string settings_text(WorkspaceSettings const& settings) {
    return boost::json::serialize(json::write(settings));
}

}  // namespace

Result<WorkspaceSettings> settings(db::Reader& reader, WorkspaceId workspace) {
    auto text = TRY(reader.optional(sql::workspace_settings, {{"workspace_id", workspace}},
                                    [](db::Row const& row) { return db::get<std::string>(row, 0); }));
    if (!text) return errors::workspace_not_found();
    return rules::stored_settings(*text);
}

Result<void> audit(db::Tx& tx, Clock const& clock, Actor const& actor, AuditEntry const& entry) {
    auto detail = boost::json::serialize(entry.detail);
    TRY(tx.execute(sql::audit_insert,
                   {{"workspace_id", actor.workspace},
                    {"at", clock.now()},
                    {"actor_kind", actor.kind},
                    {"actor_id", actor.kind == ActorKind::bot ? actor.bot : actor.user.value},
                    {"actor", actor.name},
                    {"action", entry.action},
                    {"object_type", entry.object_type},
                    {"object_id", entry.object_id},
                    {"detail", detail}}));
    return {};
}

Result<std::optional<Member>> find_member(db::Reader& reader, WorkspaceId workspace, UserId user) {
    auto row = TRY(store::member(reader, workspace, user));
    if (!row) return std::optional<Member>{};
    return std::optional<Member>(Member{row->id, row->email, row->name, row->role});
}

namespace store {

MemberRow read_member(db::Row const& row) {
    db::Columns in{row};
    MemberRow found;
    found.id = in.next<UserId>();
    found.email = in.next<std::string>();
    found.name = in.next<std::string>();
    found.role = in.next<Role>();
    found.joined_at = in.next<Instant>();
    return found;
}

Result<bool> any_workspace(db::Reader& reader) {
    return TRY(reader.scalar<std::int64_t>(sql::workspaces_exist, {})) > 0;
}

Result<Workspace> insert_workspace(db::Tx& tx, std::string const& name, WorkspaceSettings const& settings,
                                   Instant now) {
    auto text = settings_text(settings);
    auto id = TRY(
        tx.scalar<WorkspaceId>(sql::workspace_insert, {{"name", name}, {"settings", text}, {"now", now}}));
    return Workspace{id, name, now};
}

Result<std::optional<Workspace>> find_workspace(db::Reader& reader, WorkspaceId workspace) {
    return reader.optional(sql::workspace_by_id, {{"workspace_id", workspace}}, read_workspace);
}

Result<std::vector<Workspace>> workspaces_named(db::Reader& reader, std::string const& name) {
    return reader.list(sql::workspaces_by_name, {{"name", name}}, read_workspace);
}

Result<void> set_workspace_name(db::Tx& tx, WorkspaceId workspace, std::string const& name, Instant now) {
    TRY(tx.execute(sql::workspace_set_name, {{"workspace_id", workspace}, {"name", name}, {"now", now}}));
    return {};
}

Result<bool> airtable_token_set(db::Reader& reader, WorkspaceId workspace) {
    return reader.scalar<bool>(sql::workspace_token_set, {{"workspace_id", workspace}});
}

Result<void> set_settings(db::Tx& tx, WorkspaceId workspace, WorkspaceSettings const& settings, Instant now) {
    auto text = settings_text(settings);
    TRY(tx.execute(sql::workspace_set_settings,
                   {{"workspace_id", workspace}, {"settings", text}, {"now", now}}));
    return {};
}

Result<void> set_airtable_token(db::Tx& tx, WorkspaceId workspace, std::optional<std::string> const& box) {
    db::Value value = box ? db::Value(db::Bytes{*box}) : db::Value(nullptr);
    TRY(tx.execute(sql::workspace_set_airtable_token,
                   {{"workspace_id", workspace}, {"airtable_token", value}}));
    return {};
}

Result<std::vector<WorkspaceRef>> workspaces_of(db::Reader& reader, UserId user) {
    return reader.list(sql::workspaces_of_user, {{"user_id", user}}, [](db::Row const& row) {
        return WorkspaceRef{db::get<WorkspaceId>(row, 0), db::get<std::string>(row, 1),
                            db::get<Role>(row, 2)};
    });
}

Result<void> insert_member(db::Tx& tx, WorkspaceId workspace, MemberRow const& member) {
    TRY(tx.execute(sql::member_insert, {{"workspace_id", workspace},
                                        {"user_id", member.id},
                                        {"role", member.role},
                                        {"now", member.joined_at}}));
    return {};
}

Result<std::optional<MemberRow>> member(db::Reader& reader, WorkspaceId workspace, UserId user) {
    return reader.optional(sql::member_by_user, {{"workspace_id", workspace}, {"user_id", user}},
                           read_member);
}

Result<void> set_role(db::Tx& tx, WorkspaceId workspace, UserId user, Role role) {
    TRY(tx.execute(sql::member_set_role, {{"workspace_id", workspace}, {"user_id", user}, {"role", role}}));
    return {};
}

Result<void> delete_member(db::Tx& tx, WorkspaceId workspace, UserId user) {
    TRY(tx.execute(sql::views_delete_of_user, {{"workspace_id", workspace}, {"user_id", user}}));
    TRY(tx.execute(sql::member_delete, {{"workspace_id", workspace}, {"user_id", user}}));
    return {};
}

Result<std::int64_t> owners(db::Reader& reader, WorkspaceId workspace) {
    return reader.scalar<std::int64_t>(sql::owners_count, {{"workspace_id", workspace}});
}

Result<std::vector<WorkspaceId>> all_workspaces(db::Reader& reader) {
    return reader.list(sql::all_workspaces, {},
                       [](db::Row const& row) { return db::get<WorkspaceId>(row, 0); });
}

std::string airtable_context(WorkspaceId workspace) {
    return "workspaces.airtable_token/" + std::to_string(workspace.value);
}

std::vector<db::SealedColumn> sealed_columns() {
    return {{.what = "Airtable tokens",
             .kept = db::SealedColumn::Kept::bytes,
             .page = &sql::airtable_boxes,
             .put = &sql::put_airtable_box,
             .context = [](WorkspaceId workspace, std::int64_t, std::string const&) {
                 return airtable_context(workspace);
             }}};
}

}  // namespace store
}  // namespace roost::identity
