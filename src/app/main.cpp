// main.cpp: picks the command; an unexpected exception ends here with one line and exit code 70.
#include <fmt/format.h>
#include <malloc.h>

#include <exception>

#include "app/commands.h"

namespace {

void add_commands(CLI::App& app, roost::app::CommandLine& line) {
    app.require_subcommand(1);
    app.set_version_flag("--version", "roost " ROOST_VERSION);
    roost::app::add_serve_command(app, line);
    roost::app::add_demo_command(app, line);
    roost::app::add_sandbox_command(app, line);
    roost::app::add_certify_command(app, line);
    roost::app::add_migrate_command(app, line);
    roost::app::add_people_commands(app, line);
    roost::app::add_import_commands(app, line);
    roost::app::add_export_command(app, line);
    roost::app::add_backup_commands(app, line);
    roost::app::add_secrets_command(app, line);
    roost::app::add_doctor_command(app, line);
    roost::app::add_describe_command(app, line);
}

}  // namespace

int main(int argc, char** argv) {
    // Large blocks (an import's batch, a sort, the order of a list) go back to the system when they are
    // freed; left to itself, malloc raises the bound with every such block and keeps them.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    CLI::App app("Roost runs the Instagram side of an agency from one program.", "roost");
    roost::app::CommandLine line;
    try {
        add_commands(app, line);
        app.parse(argc, argv);
    } catch (CLI::RuntimeError const& error) {
        return error.get_exit_code();
    } catch (CLI::ParseError const& error) {
        return app.exit(error);
    } catch (std::exception const& error) {
        fmt::print(stderr, "roost: stopped by an error that should not happen: {}\n", error.what());
        return 70;
    }
    return 0;
}
