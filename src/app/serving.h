// serving.h: a server from its start to SIGTERM, alone or with the demonstration around it.
#pragma once

#include <string>

#include "app/command_line.h"
#include "app/foundation.h"
#include "app/program.h"

namespace roost::app {

/// What runs beside the server in one process.
class Companion {
public:
    virtual ~Companion() = default;
    /// Before the program is made, over the migrated database.
    virtual Result<void> prepare(Foundation& foundation) = 0;
    /// After it listens at `base_url`.
    virtual Result<void> accompany(Program& program, std::string const& base_url) = 0;
    /// Before it stops.
    virtual void stop() = 0;
};

/// Serves until SIGTERM or SIGINT, then finishes what it began. With a companion the web
/// application says that this is a demonstration, and the companion says how to get in.
Result<void> serve(CommandLine const& line, Companion* companion = nullptr);

/// The options of a command that serves.
void add_serving_options(CLI::App& command, CommandLine& line);

/// `token` as a link of the web application: `…/setup?token=…`.
std::string link_of(Program& program, std::string const& base_url, std::string_view page,
                    Secret<std::string> const& token);

}  // namespace roost::app
