// opened.cpp: opens the foundation, checks the keys and wires the program over it.
#include "app/opened.h"

#include "app/key_check.h"

namespace roost::app {

Result<Opened> open_program(CommandLine const& line) {
    Opened opened;
    opened.foundation = TRY(open_foundation(line));
    auto& found = *opened.foundation;
    TRY(check_keys(*found.db, *found.keys, found.clock));
    opened.program = std::make_unique<Program>(ProgramParts{.config = found.config,
                                                            .data_dir = found.data_dir,
                                                            .clock = found.clock,
                                                            .random = found.random,
                                                            .keys = *found.keys,
                                                            .db = *found.db});
    return opened;
}

}  // namespace roost::app
