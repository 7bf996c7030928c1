// opened.h: the program over the database of a command line, wired but not started.
#pragma once

#include <memory>

#include "app/foundation.h"
#include "app/program.h"
#include "app/services.h"

namespace roost::app {

/// For commands that use a service once.
struct Opened {
    std::unique_ptr<Foundation> foundation;
    std::unique_ptr<Program> program;

    Services& services() { return program->services(); }
};

/// Errors: those of open_foundation and check_keys.
Result<Opened> open_program(CommandLine const& line);

}  // namespace roost::app
