// commands.h: the commands of the program; each file command_<name>.cpp adds its own to the command
// line.
#pragma once

#include "app/command_line.h"

namespace roost::app {

void add_serve_command(CLI::App& app, CommandLine& line);
void add_demo_command(CLI::App& app, CommandLine& line);
void add_sandbox_command(CLI::App& app, CommandLine& line);
void add_certify_command(CLI::App& app, CommandLine& line);
void add_migrate_command(CLI::App& app, CommandLine& line);
void add_people_commands(CLI::App& app,
                         CommandLine& line);  // user create, token create, bot create
void add_import_commands(CLI::App& app, CommandLine& line);
void add_export_command(CLI::App& app, CommandLine& line);
void add_backup_commands(CLI::App& app, CommandLine& line);  // backup, restore
void add_secrets_command(CLI::App& app, CommandLine& line);
void add_doctor_command(CLI::App& app, CommandLine& line);
void add_describe_command(CLI::App& app, CommandLine& line);

}  // namespace roost::app
