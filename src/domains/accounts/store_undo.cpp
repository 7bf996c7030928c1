// store_undo.cpp: rows of account_undos and account_undo_rows.
#include "domains/accounts/store_undo.h"

#include "domains/accounts/rules.h"
#include "domains/accounts/sql.h"
#include "domains/accounts/store.h"

namespace roost::accounts::store {

namespace {

Undo read_undo(db::Row const& row) {
    db::Columns in{row};
    Undo u;
    u.id = in.next<UndoId>();
    u.aspect = in.next<UndoAspect>();
    u.label = in.next<std::string>();
    u.accounts = in.next<std::int64_t>();
    u.import_id = in.next<std::optional<ImportId>>();
    u.actor = in.next<std::string>();
    u.created_at = in.next<Instant>();
    u.expires_at = in.next<Instant>();
    u.undone_at = in.next<std::optional<Instant>>();
    return u;
}

Account read_undo_row(db::Row const& row) {
    db::Columns in{row};
    Account a;
    a.id = in.next<AccountId>();
    a.username = in.next<std::string>();
    a.email = in.next<std::optional<std::string>>();
    a.password_box = in.next<std::optional<std::string>>();
    a.extra_box = in.next<std::optional<std::string>>();
    a.lifecycle_state = in.next<LifecycleState>();
    a.disabled_from = in.next<std::optional<LifecycleState>>();
    a.warmup_step = in.next<std::optional<int>>();
    a.cleanup_step = in.next<std::optional<int>>();
    a.retry_count = in.next<int>();
    a.due_at = in.next<std::optional<Instant>>();
    a.warmup_started_at = in.next<std::optional<Instant>>();
    a.warmup_completed_at = in.next<std::optional<Instant>>();
    a.requires_human_review = in.next<bool>();
    a.model_id = in.next<std::optional<ModelId>>();
    a.assigned_to_model_at = in.next<std::optional<Instant>>();
    a.content_model_id = in.next<std::optional<ModelId>>();
    a.cleanup_target_model_id = in.next<std::optional<ModelId>>();
    a.proxy_id = in.next<std::optional<ProxyId>>();
    a.proxy_assigned_at = in.next<std::optional<Instant>>();
    a.proxy_hold = in.next<bool>();
    a.tags = in.next<std::string>();
    a.trashed_at = in.next<std::optional<Instant>>();
    return a;
}

}  // namespace

Result<UndoId> insert_undo(db::Tx& tx, Actor const& actor, NewUndo const& undo) {
    auto const user = actor.user ? std::optional(actor.user) : std::nullopt;
    return tx.scalar<UndoId>(sql::insert_undo, {{"workspace_id", actor.workspace},
                                                {"aspect", undo.aspect},
                                                {"label", undo.label},
                                                {"accounts", undo.accounts},
                                                {"import_id", undo.import_id},
                                                {"user_id", user},
                                                {"actor", actor.name},
                                                {"now", undo.now},
                                                {"expires_at", undo.now + rules::undo_window}});
}

Result<void> copy_to_undo(db::Tx& tx, WorkspaceId workspace, UndoId id, UndoSide side,
                          std::vector<AccountId> const& accounts) {
    auto const ids = ids_json(accounts);
    TRY(tx.execute(sql::insert_undo_rows,
                   {{"workspace_id", workspace}, {"undo_id", id}, {"side", side}, {"ids", ids}}));
    return {};
}

Result<void> grow_undo(db::Tx& tx, WorkspaceId workspace, UndoId id, std::int64_t accounts) {
    TRY(tx.execute(sql::grow_undo, {{"workspace_id", workspace}, {"id", id}, {"accounts", accounts}}));
    return {};
}

Result<std::optional<Undo>> find_undo(db::Reader& reader, WorkspaceId workspace, UndoId id) {
    return reader.optional(sql::undo_by_id, {{"workspace_id", workspace}, {"id", id}}, read_undo);
}

Result<std::vector<Undo>> list_undos(db::Reader& reader, WorkspaceId workspace, Instant now) {
    return reader.list(sql::list_undos, {{"workspace_id", workspace}, {"now", now}}, read_undo);
}

Result<std::vector<Account>> undo_rows(db::Reader& reader, WorkspaceId workspace, UndoId id, UndoSide side,
                                       AccountId after, int limit) {
    return reader.list(
        sql::undo_rows,
        {{"workspace_id", workspace}, {"undo_id", id}, {"side", side}, {"after", after}, {"limit", limit}},
        read_undo_row);
}

Result<void> mark_undone(db::Tx& tx, WorkspaceId workspace, UndoId id, std::optional<Instant> undone_at) {
    TRY(tx.execute(sql::mark_undone, {{"workspace_id", workspace}, {"id", id}, {"undone_at", undone_at}}));
    return {};
}

}  // namespace roost::accounts::store
