// command_export.cpp: `roost export FOLDER`: a workspace's lists as CSV or JSON files.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "app/commands.h"
#include "app/export.h"
#include "app/opened.h"
#include "core/base/json.h"

namespace roost::app {
namespace {

struct CommandOptions {
    std::string folder;
    std::string workspace;
    std::vector<std::string> only;
    std::string format = "csv";
    bool with_secrets = false;
};

Result<void> run_export(CommandLine const& line, CommandOptions const& given) {
    ExportOptions options{.folder = given.folder, .only = given.only};
    options.format = from_text<ExportFormat>(given.format).value_or(ExportFormat::csv);
    if (given.with_secrets) options.secrets = ExportSecrets::included;
    auto opened = TRY(open_program(line));
    auto workspace = TRY(opened.services().identity.find_workspace(given.workspace));
    std::vector<ExportedFile> files;
    {
        Progress progress;
        files = TRY(export_workspace(*opened.program, workspace.id, options, progress));
    }
    if (line.json) {
        fmt::print("{}\n", boost::json::serialize(json::write(files)));
        return {};
    }
    for (auto const& file : files) fmt::print("{:20} {} rows\n", file.file, file.rows);
    return {};
}

}  // namespace

void add_export_command(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<CommandOptions>();
    auto* command = app.add_subcommand("export", "write a workspace's lists to files in a new folder");
    command->add_option("FOLDER", options->folder, "made by the command; must not be there")->required();
    command->add_option("--workspace", options->workspace, "its name, or #ID")->required();
    command->add_option("--only", options->only, fmt::format("some of {}", fmt::join(export_lists(), ", ")))
        ->delimiter(',');
    command->add_option("--format", options->format, "csv (default) or json")
        ->check(CLI::IsMember({"csv", "json"}));
    command->add_flag("--with-secrets", options->with_secrets,
                      "also passwords and extra fields; every one is in the audit log");
    line.add_shared_options(*command);
    on_chosen(*command, line, [&line, options] { return run_export(line, *options); });
}

}  // namespace roost::app
