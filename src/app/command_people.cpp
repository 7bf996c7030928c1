// command_people.cpp: `roost user|token|bot create`: who may get in, made from the machine itself.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <memory>

#include "app/commands.h"
#include "app/opened.h"

namespace roost::app {
namespace {

/// The options of the three commands; each uses what it needs.
struct PeopleOptions {
    std::string email;
    std::string password_file;
    std::string workspace;
    std::string role = "owner";
    std::string name;
    std::vector<std::string> scopes;
};

/// The password without the line end that an editor or echo adds.
Result<Secret<std::string>> read_password(std::string const& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return errors::invalid_field("--password-file", "file.unreadable",
                                     "The password file " + file + " can't be read.");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return Secret<std::string>(std::move(text));
}

Result<void> create_user(CommandLine const& line, PeopleOptions const& options) {
    auto role = from_text<Role>(options.role);
    if (!role)
        return errors::invalid_field("--role", "field.value", "--role must be owner, manager, va or viewer.");
    auto password = TRY(read_password(options.password_file));
    auto opened = TRY(open_program(line));
    identity::UserSpec spec;
    spec.credentials = {.email = options.email, .password = std::move(password)};
    spec.workspace = options.workspace;
    spec.role = *role;
    auto made = TRY(opened.services().identity.create_user(spec));
    if (line.json) {
        boost::json::object object{{"user_id", made.user.id.value},
                                   {"workspace_id", made.workspace.id.value},
                                   {"role", to_text(made.role)},
                                   {"user_created", made.user_made},
                                   {"workspace_created", made.workspace_made}};
        fmt::print("{}\n", boost::json::serialize(object));
    } else {
        fmt::print("{} is {} of {}.\n", options.email, to_text(made.role), made.workspace.name);
    }
    return {};
}

Result<void> create_token(CommandLine const& line, PeopleOptions const& options) {
    auto opened = TRY(open_program(line));
    identity::NewToken token;
    token.name = options.name;
    token.scopes = options.scopes;
    auto made = TRY(opened.services().identity.create_token_for(options.email, options.workspace, token));
    if (line.json)
        fmt::print("{}\n", boost::json::serialize(boost::json::object{{"token", made.token.reveal()}}));
    else fmt::print("{}\n", made.token.reveal());
    return {};
}

Result<void> create_bot(CommandLine const& line, PeopleOptions const& options) {
    auto opened = TRY(open_program(line));
    auto workspace = TRY(opened.services().identity.find_workspace(options.workspace));
    auto actor = Actor::system(workspace.id, "command line");
    auto made = TRY(opened.services().bots.create(actor, options.name));
    boost::json::object object{{"bot_id", made.bot.bot_id}, {"token", made.token.reveal()}};
    fmt::print("{}\n", boost::json::serialize(object));
    return {};
}

void add_user_command(CLI::App& app, CommandLine& line, std::shared_ptr<PeopleOptions> options) {
    auto* user = app.add_subcommand("user", "people who log in");
    user->require_subcommand(1);
    auto* create = user->add_subcommand(
        "create", "make a person and, if missing, the workspace; or add the person to it");
    create->add_option("--email", options->email)->required();
    create->add_option("--password-file", options->password_file, "a file that holds the password")
        ->required();
    create->add_option("--workspace", options->workspace, "its name, or #ID")->required();
    create->add_option("--role", options->role, "owner, manager, va or viewer (default: owner)");
    line.add_shared_options(*create);
    on_chosen(*create, line, [&line, options] { return create_user(line, *options); });
}

void add_token_command(CLI::App& app, CommandLine& line, std::shared_ptr<PeopleOptions> options) {
    auto* token = app.add_subcommand("token", "API tokens for programs");
    token->require_subcommand(1);
    auto* create = token->add_subcommand("create", "make a token and print it, once");
    create->add_option("--email", options->email, "the person it acts for")->required();
    create->add_option("--workspace", options->workspace, "its name, or #ID")->required();
    create->add_option("--name", options->name, "what it is for")->required();
    create->add_option("--scope", options->scopes,
                       "area:read or area:write; may be repeated (default: all of the person's role)");
    line.add_shared_options(*create);
    on_chosen(*create, line, [&line, options] { return create_token(line, *options); });
}

void add_bot_command(CLI::App& app, CommandLine& line, std::shared_ptr<PeopleOptions> options) {
    auto* bot = app.add_subcommand("bot", "outside programs that perform steps");
    bot->require_subcommand(1);
    auto* create = bot->add_subcommand("create", "make a bot and print its id and token as JSON, once");
    create->add_option("--workspace", options->workspace, "its name, or #ID")->required();
    create->add_option("--name", options->name, "what people call it")->required();
    line.add_shared_options(*create);
    on_chosen(*create, line, [&line, options] { return create_bot(line, *options); });
}

}  // namespace

void add_people_commands(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<PeopleOptions>();
    add_user_command(app, line, options);
    add_token_command(app, line, options);
    add_bot_command(app, line, options);
}

}  // namespace roost::app
