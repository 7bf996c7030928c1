// command_line.h: what every command shares: where the data is, how to answer, how to fail.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/config/config.h"

namespace roost::app {

/// The options that all commands take, and the outcome of the one that ran. Lives in main().
struct CommandLine {
    std::string config_file;
    std::vector<config::Flag> defaults;  // what this command has instead of the built-in defaults
    std::vector<config::Flag> flags;
    bool json = false;

    /// Adds --data, --config, --database and --json to a command.
    void add_shared_options(CLI::App& command);
    /// Adds a flag that sets a configuration key.
    void add_key(CLI::App& command, std::string flag, std::string key, std::string meaning);
    /// The configuration from file, environment and flags. `roost.toml` of the working folder is
    /// read when it is there and no --config was given.
    Result<config::Config> load() const;
};

/// A command's work; its error is printed as one paragraph to stderr, or as JSON with --json, and
/// the program exits with 1.
using Act = std::function<Result<void>()>;

/// Runs `act` when `command` was chosen, after parsing. Only main() executes what was chosen.
void on_chosen(CLI::App& command, CommandLine& line, Act act);

/// Prints `error` for a person or, with `json`, as one JSON object, to stderr.
void print_error(Error const& error, bool json);

}  // namespace roost::app
