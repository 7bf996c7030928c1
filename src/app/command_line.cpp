// command_line.cpp: shared options and how a command tells of its failure.
#include "app/command_line.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>

namespace roost::app {

void CommandLine::add_key(CLI::App& command, std::string flag, std::string key, std::string meaning) {
    auto name = flag;
    command.add_option_function<std::string>(
        std::move(flag),
        [this, name, key = std::move(key)](std::string const& value) {
            flags.push_back({.name = name, .key = key, .value = value});
        },
        std::move(meaning));
}

void CommandLine::add_shared_options(CLI::App& command) {
    add_key(command, "--data", "data.dir", "folder of the database, keys and files (default: data)");
    add_key(command, "--database", "database.url", "postgres://… instead of the embedded SQLite");
    command.add_option("--config", config_file, "configuration file (default: roost.toml, if it is there)");
    command.add_flag("--json", json, "answer as JSON, for scripts");
}

Result<config::Config> CommandLine::load() const {
    config::Sources sources{
        .defaults = defaults, .file = std::nullopt, .environment = config::environment(), .flags = flags};
    if (!config_file.empty()) {
        sources.file = config_file;
    } else if (std::filesystem::exists("roost.toml")) {
        sources.file = "roost.toml";
    }
    return config::load(sources);
}

void print_error(Error const& error, bool json) {
    if (json) {
        boost::json::object object{{"code", error.code}, {"detail", error.detail}};
        fmt::print(stderr, "{}\n", boost::json::serialize(object));
    } else {
        fmt::print(stderr, "roost: {}\n", error.detail.empty() ? error.code : error.detail);
    }
}

void on_chosen(CLI::App& command, CommandLine& line, Act act) {
    command.callback([&line, act = std::move(act)] {
        auto done = act();
        if (done.ok()) return;
        print_error(done.error(), line.json);
        throw CLI::RuntimeError(1);
    });
}

}  // namespace roost::app
