// command_describe.cpp: `roost describe config|routes`: what the program knows of itself, for
// people, docs and tests.
#include <fmt/format.h>

#include "app/commands.h"
#include "app/embedded_files.h"

namespace roost::app {

void add_describe_command(CLI::App& app, CommandLine& line) {
    auto* describe = app.add_subcommand("describe", "print what the program knows of itself");
    describe->require_subcommand(1);
    auto* keys = describe->add_subcommand("config", "every configuration key with its default and meaning");
    on_chosen(*keys, line, [] {
        fmt::print("{}", config::describe_markdown());
        return Result<void>{};
    });
    auto* openapi = describe->add_subcommand("openapi", "the OpenAPI document");
    on_chosen(*openapi, line, [] {
        fmt::print("{}", embedded_openapi());
        return Result<void>{};
    });
}

}  // namespace roost::app
