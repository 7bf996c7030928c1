// sealed_column.h: a column of sealed boxes, described so that a new master key can take it over.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/seal.h"
#include "core/db/db.h"

namespace roost::db {

/// What the owner of a table tells about one of its columns. Both queries are limited to one workspace.
struct SealedColumn {
    enum class Kept { base64, bytes };

    std::string_view what;  // for people: "passwords of accounts"
    Kept kept = Kept::base64;
    /// :workspace_id :after :limit → id, box, name, by id; without rows whose box is null.
    Query const* page = nullptr;
    /// base64: :workspace_id and `:rows` of id, box, former; bytes: :workspace_id :id :box :former. Changes
    /// nothing where the box is no longer `former`.
    Query const* put = nullptr;
    /// What the box of that row is bound to; `name` is what the page's third column said.
    std::function<std::string(WorkspaceId, std::int64_t id, std::string const& name)> context;
};

/// Seals every box of the column in that workspace with the newest key that has an older one, in transactions
/// of a few hundred; `on_done` hears how many after each. How many it sealed. A process that dies on the way
/// has done whole transactions; the next run does the rest. Errors: crypto.cannot_open, and those of the
/// database.
Result<std::int64_t> reseal(Db& db, crypto::Keyring const& keys, SealedColumn const& column,
                            WorkspaceId workspace, std::function<void(std::int64_t)> const& on_done);

}  // namespace roost::db
