// command_secrets.cpp: `roost secrets rotate`: a new master key for everything that is sealed.
#include <fmt/format.h>

#include "app/commands.h"
#include "app/rotation.h"
#include "core/base/json.h"

namespace roost::app {
namespace {

Result<void> rotate(CommandLine const& line) {
    auto foundation = TRY(open_foundation(line, Use::reseal));
    Rotation done;
    {
        Progress progress;
        done = TRY(rotate_secrets(*foundation, progress));
    }
    if (line.json) {
        fmt::print("{}\n", boost::json::serialize(json::write(done)));
        return {};
    }
    fmt::print("{} values and {} files are sealed with the master key number {} now.\n", done.values,
               done.files, done.key);
    fmt::print(
        "Copy the key again to where you keep it apart from your backups. The former keys stay beside it: "
        "backups from before need them.\n");
    return {};
}

}  // namespace

void add_secrets_command(CLI::App& app, CommandLine& line) {
    auto* secrets = app.add_subcommand("secrets", "the master key, and what it seals");
    secrets->require_subcommand(1);
    auto* command = secrets->add_subcommand(
        "rotate",
        "make a new master key and seal everything with it, while no server runs; may be cut off and repeated");
    line.add_shared_options(*command);
    on_chosen(*command, line, [&line] { return rotate(line); });
}

}  // namespace roost::app
