// command_backup.cpp: `roost backup FOLDER` and `roost restore FOLDER`.
#include <fmt/format.h>

#include <memory>

#include "app/backup.h"
#include "app/commands.h"
#include "core/base/json.h"

namespace roost::app {
namespace {

struct BackupOptions {
    std::string folder;
    bool force = false;
};

void tell(Manifest const& manifest, bool json, std::string const& sentence) {
    if (json) return fmt::print("{}\n", boost::json::serialize(json::write(manifest)));
    fmt::print("{} Made {}, schema {}, {} files beside the database, {:.1f} MiB.\n", sentence,
               manifest.created_at, manifest.schema, manifest.files,
               static_cast<double>(manifest.bytes) / (1 << 20));
}

Result<void> backup(CommandLine const& line, BackupOptions const& options) {
    auto config = TRY(line.load());
    SystemClock clock(config.clock.offset);
    Manifest made;
    {
        Progress progress;
        made = TRY(make_backup(config, clock, options.folder, progress));
    }
    tell(made, line.json, "The backup is in " + options.folder + ". Keep the master key apart from it.");
    return {};
}

Result<void> restore(CommandLine const& line, BackupOptions const& options) {
    auto config = TRY(line.load());
    SystemClock clock(config.clock.offset);
    SystemRandom random;
    Manifest made;
    {
        Progress progress;
        auto existing = options.force ? Existing::move_aside : Existing::refuse;
        made = TRY(restore_backup(config, clock, random, options.folder, existing, progress));
    }
    tell(made, line.json, "The backup is in place; start Roost.");
    return {};
}

}  // namespace

void add_backup_commands(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<BackupOptions>();
    auto* make = app.add_subcommand("backup",
                                    "copy database and files to a new folder while Roost runs (SQLite; for "
                                    "PostgreSQL it says what to run)");
    make->add_option("FOLDER", options->folder, "made by the command; must not be there")->required();
    line.add_shared_options(*make);
    on_chosen(*make, line, [&line, options] { return backup(line, *options); });

    auto* bring =
        app.add_subcommand("restore", "bring a backup back into the data folder while Roost does not run");
    bring->add_option("FOLDER", options->folder, "a folder that roost backup made")->required();
    bring->add_flag("--force", options->force,
                    "move what is there to before-restore-TIME in the data folder");
    line.add_shared_options(*bring);
    on_chosen(*bring, line, [&line, options] { return restore(line, *options); });
}

}  // namespace roost::app
