// serving.cpp: a server from its start to SIGTERM.
#include "app/serving.h"

#include <fmt/format.h>

#include <cstdio>

#include "app/end_signals.h"
#include "app/key_check.h"
#include "app/services.h"
#include "core/log/log.h"

namespace roost::app {
namespace {

constexpr Millis stop_grace{20'000};

std::string base_url(std::string const& address) { return "http://" + address; }

/// On the first start nobody can log in: a link makes the owner, once.
Result<void> offer_setup(Program& program, std::string const& base) {
    auto token = TRY(program.services().identity.setup_token());
    if (!token) return {};
    fmt::print("Nobody can log in yet. Create the owner here (the link works once):\n  {}\n",
               link_of(program, base, "setup", *token));
    return {};
}

Result<void> run(Program& program, Companion* companion, EndSignals const& signals) {
    auto base = base_url(TRY(program.start()));
    fmt::print("listening on {}\n", base);
    std::fflush(stdout);
    TRY(companion ? companion->accompany(program, base) : offer_setup(program, base));
    std::fflush(stdout);
    signals.wait();
    return {};
}

}  // namespace

std::string link_of(Program& program, std::string const& base_url, std::string_view page,
                    Secret<std::string> const& token) {
    auto const& public_url = program.services().identity.options().public_url;
    return fmt::format("{}/{}?token={}", public_url.empty() ? base_url : public_url, page, token.reveal());
}

Result<void> serve(CommandLine const& line, Companion* companion) {
    EndSignals signals;
    auto foundation = TRY(open_foundation(line, Use::serve));
    TRY(check_keys(*foundation->db, *foundation->keys, foundation->clock));
    if (companion) TRY(companion->prepare(*foundation));
    Program program({.config = foundation->config,
                     .data_dir = foundation->data_dir,
                     .clock = foundation->clock,
                     .random = foundation->random,
                     .keys = *foundation->keys,
                     .db = *foundation->db,
                     .demo = companion != nullptr});
    auto ran = run(program, companion, signals);
    log::info("stopping", {});
    if (companion) companion->stop();
    program.stop(stop_grace);
    return ran;
}

void add_serving_options(CLI::App& command, CommandLine& line) {
    line.add_shared_options(command);
    line.add_key(command, "--listen", "server.listen", "address and port (default: 127.0.0.1:8080)");
    line.add_key(command, "--roles", "server.roles", "web,worker,scheduler (default: all)");
}

}  // namespace roost::app
