// store.h: rows of models.
#pragma once

#include <optional>
#include <string>

#include "core/db/db.h"
#include "domains/models/types.h"

namespace roost::models::store {

Model map_model(db::Row const& row);
/// A row of `model_cards`.
Card map_card(db::Row const& row);

Result<ModelId> insert(db::Tx& tx, WorkspaceId workspace, Model const& model);
Result<std::optional<Card>> find_card(db::Reader& reader, WorkspaceId workspace, ModelId id);
Result<void> update(db::Tx& tx, WorkspaceId workspace, Model const& model);
Result<void> set_archived(db::Tx& tx, WorkspaceId workspace, ModelId id, std::optional<Instant> archived_at,
                          Instant now);
/// Whether there is such a model.
Result<bool> set_photo(db::Tx& tx, WorkspaceId workspace, ModelId id,
                       std::optional<std::string> const& sha256, Instant now);

}  // namespace roost::models::store
