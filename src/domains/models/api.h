// api.h: what other domains may ask of models, and what models asks of accounts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/actor.h"
#include "core/base/result.h"
#include "core/clock/clock.h"
#include "core/db/db.h"
#include "domains/models/types.h"

namespace roost::models {

/// The model, archived or not; nothing when there is none in this workspace.
Result<std::optional<Model>> find(db::Reader& reader, WorkspaceId workspace, ModelId id);

/// The model if new accounts, content or proxies may be given to it. Errors: not_found
/// (models.not_found), conflict (models.archived).
Result<Model> require_active(db::Reader& reader, WorkspaceId workspace, ModelId id);

/// The same for an id that stands in a body: models.not_found is then invalid (422) and names
/// `field`.
Result<Model> require_active(db::Reader& reader, WorkspaceId workspace, ModelId id, std::string field);

/// Names the picture of a model; nothing takes it away. Audited and published. Error not_found
/// (models.not_found).
Result<void> set_photo(db::Tx& tx, Clock const& clock, Actor const& actor, ModelId id,
                       std::optional<std::string> const& sha256);

/// Whether a model, archived or not, has this picture as its photo.
Result<bool> photo_in_use(db::Reader& reader, WorkspaceId workspace, std::string const& sha256);

/// Where people's browsers get the photo; other digits for another picture, so that it may be cached.
std::string photo_url(ModelId id, std::string const& sha256);

/// What archiving a model needs of its accounts. Implemented by accounts, wired by app.
class AccountRelease {
public:
    virtual ~AccountRelease() = default;
    /// Accounts outside the trash that work for the model.
    virtual Result<std::int64_t> count(db::Reader& reader, WorkspaceId workspace, ModelId id) = 0;
    /// Takes all of them off the model, as reassigning each to no model would. How many.
    virtual Result<std::int64_t> unassign_all(db::Tx& tx, Actor const& actor, ModelId id) = 0;
};

}  // namespace roost::models
