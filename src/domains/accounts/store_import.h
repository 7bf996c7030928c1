// store_import.h: imports, their counts and the lines that became no account.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/actor.h"
#include "core/db/db.h"
#include "domains/accounts/rules_import.h"
#include "domains/accounts/types.h"

namespace roost::accounts::store {

/// A row of account_imports.
struct Import {
    ImportId id;
    std::optional<JobId> job_id;
    std::string file_name;
    std::optional<std::string> upload;  // path of the sealed file while it is kept
    std::int64_t bytes = 0;
    boost::json::object options;
    std::optional<UserId> user;
    std::string actor;
    std::int64_t lines = 0;
    std::int64_t imported = 0;
    std::int64_t duplicates = 0;
    std::int64_t rejected = 0;
    std::optional<AccountId> first_account_id;
    std::optional<AccountId> last_account_id;
    Instant created_at;
    std::optional<Instant> finished_at;
    std::optional<Instant> undone_at;
};

/// An upload that nobody has started yet.
struct NewImport {
    std::string_view file_name;
    std::string_view upload;
    std::int64_t bytes = 0;
};
Result<ImportId> insert_import(db::Tx& tx, Actor const& actor, NewImport const& import, Instant now);
Result<std::optional<Import>> find_import(db::Reader& reader, WorkspaceId workspace, ImportId id);
/// Begins (or begins again, after a dry run): counts and lines of an earlier run go.
Result<void> start_import(db::Tx& tx, Actor const& actor, ImportId id, JobId job,
                          boost::json::object const& options, Instant now);

/// Forgets counts and lines, so that a dry run can begin again.
Result<void> reset_import(db::Tx& tx, WorkspaceId workspace, ImportId id);

/// A line that became no account.
struct ImportLine {
    std::int64_t line = 0;
    rules::LineCode code = rules::LineCode::bad_encoding;
    std::string username;
};
bool is_duplicate(rules::LineCode code);

/// What one batch adds.
struct ImportGrowth {
    std::int64_t imported = 0;
    std::vector<ImportLine> failed;
    std::string_view first_username;  // of the imported ones
    std::string_view last_username;
};
Result<void> grow_import(db::Tx& tx, WorkspaceId workspace, ImportId id, ImportGrowth const& growth);

/// Usernames to compare (the first column of `rows`, in their order) and the line number of each row.
struct NewNames {
    db::SomeRows rows;
    std::span<std::int64_t const> lines;
};
struct ComparedNames {
    std::vector<std::uint32_t> fresh;  // rows, in the order they came in
    std::vector<ImportLine> duplicates;
};
/// Which of them neither the workspace has or had, nor repeat the one before.
Result<ComparedNames> compare_names(db::Reader& reader, WorkspaceId workspace, ImportId import,
                                    NewNames const& names);

Result<std::vector<ImportLine>> lines_after(db::Reader& reader, WorkspaceId workspace, ImportId id,
                                            std::int64_t after, int limit);
/// The first hundred rejected lines as the API shows them.
Result<boost::json::array> rejected_lines(db::Reader& reader, WorkspaceId workspace, ImportId id);
/// Without `upload` the file is forgotten.
Result<void> finish_import(db::Tx& tx, WorkspaceId workspace, ImportId id, boost::json::value const& result,
                           std::optional<std::string> const& upload, Instant now);

}  // namespace roost::accounts::store
