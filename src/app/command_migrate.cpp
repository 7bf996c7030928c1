// command_migrate.cpp: `roost migrate`: brings the schema to the newest version and says which that
// is.
#include <fmt/format.h>

#include "app/commands.h"
#include "app/foundation.h"
#include "core/db/registry.h"

namespace roost::app {

void add_migrate_command(CLI::App& app, CommandLine& line) {
    auto* migrate =
        app.add_subcommand("migrate", "bring the database to the newest schema (serve does it at start)");
    line.add_shared_options(*migrate);
    on_chosen(*migrate, line, [&line]() -> Result<void> {
        auto foundation = TRY(open_foundation(line));
        auto const& newest = db::all_migrations().back();
        if (line.json) fmt::print("{{\"schema\": {}, \"name\": \"{}\"}}\n", newest.number, newest.name);
        else fmt::print("The schema is at {}.\n", newest.name);
        return {};
    });
}

}  // namespace roost::app
