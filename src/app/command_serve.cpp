// command_serve.cpp: `roost serve`: runs until SIGTERM or SIGINT, then finishes what it began.
#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <cstdio>

#include "app/commands.h"
#include "app/foundation.h"
#include "app/key_check.h"
#include "app/program.h"
#include "app/services.h"
#include "core/log/log.h"

namespace roost::app {
namespace {

constexpr Millis stop_grace{20'000};

/// SIGTERM and SIGINT as a set that only wait_for_end() receives; blocked before any thread starts.
sigset_t block_end_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

void wait_for_end(sigset_t const& signals) {
    int received = 0;
    sigwait(&signals, &received);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // a second signal ends at once
}

std::string base_url(std::string const& address) { return "http://" + address; }

/// On the first start nobody can log in: a link makes the owner, once.
Result<void> offer_setup(Services& services, std::string const& address) {
    auto token = TRY(services.identity.setup_token());
    if (!token) return {};
    auto base = services.identity.options().public_url;
    if (base.empty()) base = address;
    fmt::print(
        "Nobody can log in yet. Create the owner here (the link works once):\n  {}/setup?token={}\n",
        base, token->reveal());
    std::fflush(stdout);
    return {};
}

Result<void> serve(CommandLine const& line) {
    auto signals = block_end_signals();
    auto foundation = TRY(open_foundation(line));
    TRY(check_keys(*foundation->db, *foundation->keys, foundation->clock));
    Program program({.config = foundation->config,
                     .data_dir = foundation->data_dir,
                     .clock = foundation->clock,
                     .random = foundation->random,
                     .keys = *foundation->keys,
                     .db = *foundation->db});
    auto address = TRY(program.start());
    fmt::print("listening on {}\n", base_url(address));
    std::fflush(stdout);
    TRY(offer_setup(program.services(), base_url(address)));
    wait_for_end(signals);
    log::info("stopping", {});
    program.stop(stop_grace);
    return {};
}

}  // namespace

void add_serve_command(CLI::App& app, CommandLine& line) {
    auto* command =
        app.add_subcommand("serve", "serve the API, the web application and the background work");
    line.add_shared_options(*command);
    line.add_key(*command, "--listen", "server.listen",
                 "address and port (default: 127.0.0.1:8080)");
    line.add_key(*command, "--roles", "server.roles", "web,worker,scheduler (default: all)");
    on_chosen(*command, line, [&line] { return serve(line); });
}

}  // namespace roost::app
