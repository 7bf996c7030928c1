// store.h: rows of pictures and texts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/db/db.h"
#include "domains/content/types.h"

namespace roost::content::store {

/// A row of `item_list` and `text_list`.
Item map_item(db::Row const& row);
Text map_text(db::Row const& row);

/// Error db.unique when the model has this upload already.
Result<ContentId> insert(db::Tx& tx, WorkspaceId workspace, Item const& item,
                         std::string const& upload_sha256);
Result<std::optional<ContentId>> find_upload(db::Reader& reader, WorkspaceId workspace, ModelId model,
                                             std::string const& upload_sha256);
Result<std::optional<Item>> find_item(db::Reader& reader, WorkspaceId workspace, ModelId model, ContentId id);
Result<void> update(db::Tx& tx, WorkspaceId workspace, Item const& item);
/// Out of every list and choice at once; the row goes when no task holds it.
Result<void> remove(db::Tx& tx, WorkspaceId workspace, ContentId id, Instant now);

Result<TextId> insert(db::Tx& tx, WorkspaceId workspace, Text const& text);
/// Those that the model does not have yet; how many they were.
Result<std::int64_t> insert_new(db::Tx& tx, WorkspaceId workspace, ModelId model,
                                std::vector<Text> const& texts, Instant now);
Result<std::optional<Text>> find_text(db::Reader& reader, WorkspaceId workspace, ModelId model, TextId id);
Result<void> update(db::Tx& tx, WorkspaceId workspace, Text const& text);
Result<void> remove(db::Tx& tx, WorkspaceId workspace, TextId id, Instant now);

/// Deleted pictures that no task holds, at most 200.
struct Swept {
    ContentId id;
    std::string sha256;
};
Result<std::vector<Swept>> to_sweep(db::Reader& reader, WorkspaceId workspace);
Result<void> purge(db::Tx& tx, WorkspaceId workspace, ContentId id);
Result<void> purge_texts(db::Tx& tx, WorkspaceId workspace);
/// Rows that still need the file: live ones, and deleted ones that a task holds.
Result<std::int64_t> count_with_file(db::Reader& reader, WorkspaceId workspace, std::string const& sha256);
Result<std::vector<WorkspaceId>> workspaces_to_sweep(db::Reader& reader);

}  // namespace roost::content::store
