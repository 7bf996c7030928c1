// store_undo.h: gestures that can be taken back, and the rows they touched before and after.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/actor.h"
#include "core/db/db.h"
#include "domains/accounts/types.h"

namespace roost::accounts::store {

enum class UndoSide { before, after };
BOOST_DESCRIBE_ENUM(UndoSide, before, after)

/// A new record without rows.
struct NewUndo {
    UndoAspect aspect = UndoAspect::edit;
    std::string_view label;
    std::optional<ImportId> import_id;
    std::int64_t accounts = 0;
    Instant now;
};
Result<UndoId> insert_undo(db::Tx& tx, Actor const& actor, NewUndo const& undo);
/// Copies the accounts as they are now to one side of the record.
Result<void> copy_to_undo(db::Tx& tx, WorkspaceId workspace, UndoId id, UndoSide side,
                          std::vector<AccountId> const& accounts);
Result<void> grow_undo(db::Tx& tx, WorkspaceId workspace, UndoId id, std::int64_t accounts);

Result<std::optional<Undo>> find_undo(db::Reader& reader, WorkspaceId workspace, UndoId id);
Result<std::vector<Undo>> list_undos(db::Reader& reader, WorkspaceId workspace, Instant now);
/// Rows of one side in id order after `after`; only the columns an undo knows are filled.
Result<std::vector<Account>> undo_rows(db::Reader& reader, WorkspaceId workspace, UndoId id, UndoSide side,
                                       AccountId after, int limit);
Result<void> mark_undone(db::Tx& tx, WorkspaceId workspace, UndoId id, std::optional<Instant> undone_at);

}  // namespace roost::accounts::store
