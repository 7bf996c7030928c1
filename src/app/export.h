// export.h: a workspace's lists as files, read through the same handlers as over the API.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/program.h"
#include "app/progress.h"

namespace roost::app {

enum class ExportFormat { csv, json };
BOOST_DESCRIBE_ENUM(ExportFormat, csv, json)
enum class ExportSecrets { left_out, included };

struct ExportOptions {
    std::filesystem::path folder;   // appears when the export is whole; must not be there
    std::vector<std::string> only;  // names of export_lists(); empty: all
    ExportFormat format = ExportFormat::csv;
    ExportSecrets secrets = ExportSecrets::left_out;
};

/// The names of what can be exported, in order.
std::vector<std::string> export_lists();

/// One file of a list.
struct ExportedFile {
    std::string file;
    std::int64_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(ExportedFile, (), (file, rows))

/// Writes one file per list, readable by its owner only; the folder appears when all are there.
/// With secrets, passwords of accounts and proxies (and the extra fields of accounts) are added to
/// their rows, and every one is in the audit log as a reveal. Errors: export.exists,
/// export.unknown_list, disk.full, disk.io and those of the lists.
Result<std::vector<ExportedFile>> export_workspace(Program& program, WorkspaceId workspace,
                                                   ExportOptions const& options, Progress& progress);

}  // namespace roost::app
