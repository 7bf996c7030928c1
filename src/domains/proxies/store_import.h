// store_import.h: rows of imports, and batches of lines as one statement each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "domains/proxies/rules_import.h"

namespace roost::proxies::store {

using ImportId = Id<struct ProxyImportTag>;

struct ImportCounts {
    std::int64_t lines = 0;
    std::int64_t imported = 0;
    std::int64_t duplicates = 0;
    std::int64_t rejected = 0;
};

struct Import {
    ImportId id;
    std::string file_name;
    std::optional<std::string> file_path;  // nothing once it is finished
    std::string options;                   // JSON
    ImportCounts counts;
    Instant created_at;
    std::optional<Instant> finished_at;
};

/// A line that was not imported.
struct ImportLine {
    std::int64_t line = 0;
    std::string outcome;  // duplicate, rejected
    std::string code;
    std::string message;
};

struct NewImport {
    std::string file_name;
    std::string file_path;
    std::int64_t user = 0;
    std::string options;
};
Result<ImportId> insert_import(db::Tx& tx, WorkspaceId workspace, NewImport const& import, Instant now);
Result<std::optional<Import>> find_import(db::Reader& reader, WorkspaceId workspace, ImportId id);
Result<void> count_import(db::Tx& tx, WorkspaceId workspace, ImportId id, ImportCounts const& counts);
Result<void> finish_import(db::Tx& tx, WorkspaceId workspace, ImportId id, Instant now);

/// What names a proxy in a workspace, as one string.
std::string address_key(Proxy const& proxy);

/// The transaction and the import that a batch belongs to.
struct Batch {
    db::Tx& tx;
    WorkspaceId workspace;
    ImportId import;
    Instant now;
};
/// Inserts those that the workspace does not have, with sealed passwords and their first price;
/// the keys of the new ones.
Result<std::vector<std::string>> import_proxies(Batch const& batch, crypto::Keyring const& keys,
                                                std::vector<rules::ParsedProxy> const& proxies);
/// Which of these the workspace has: key and the import that made it (0: none did).
Result<std::vector<std::pair<std::string, ImportId>>> known(db::Reader& reader, WorkspaceId workspace,
                                                            std::vector<rules::ParsedProxy> const& proxies);
Result<void> add_lines(Batch const& batch, std::vector<ImportLine> const& lines);
/// In the order of the file.
Result<std::vector<ImportLine>> lines_after(db::Reader& reader, WorkspaceId workspace, ImportId id,
                                            std::int64_t after, int limit);
Result<std::vector<ImportLine>> rejected_lines(db::Reader& reader, WorkspaceId workspace, ImportId id,
                                               int limit);

}  // namespace roost::proxies::store
