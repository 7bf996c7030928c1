// api.h: what other domains may ask of accounts.
#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/db/db.h"
#include "domains/accounts/api_warmup.h"
#include "domains/accounts/types.h"

namespace roost::accounts {

/// The account, trashed or not; nothing when there is none in this workspace.
Result<std::optional<Account>> find(db::Reader& reader, WorkspaceId workspace, AccountId id);

}  // namespace roost::accounts
