// command_serve.cpp: `roost serve`: runs until SIGTERM or SIGINT, then finishes what it began.
#include "app/commands.h"
#include "app/serving.h"

namespace roost::app {

void add_serve_command(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("serve", "serve the API, the web application and the background work");
    add_serving_options(*command, line);
    on_chosen(*command, line, [&line] { return serve(line); });
}

}  // namespace roost::app
