// command_sandbox.cpp: `roost sandbox`: the stand-ins as a process of their own.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <memory>

#include "app/commands.h"
#include "app/end_signals.h"
#include "core/crypto/random.h"
#include "sandbox/sandbox.h"

namespace roost::app {
namespace {

struct Options {
    std::string listen = "127.0.0.1:8090";
    sandbox::Failures failures;
};

/// The port of `127.0.0.1:PORT`: stand-ins have no business on a network.
Result<int> local_port(std::string const& listen) {
    constexpr std::string_view local = "127.0.0.1:";
    int port = -1;
    auto rest = std::string_view(listen);
    if (rest.starts_with(local)) {
        rest.remove_prefix(local.size());
        auto [end, failed] = std::from_chars(rest.data(), rest.data() + rest.size(), port);
        if (failed != std::errc{} || end != rest.data() + rest.size()) port = -1;
    }
    if (port < 0 || port > 65534) {
        return errors::invalid_field(
            "--listen", "field.value",
            "--listen must be 127.0.0.1:PORT; the sandbox serves this machine only.");
    }
    return port;
}

Result<void> run(Options const& options) {
    EndSignals signals;
    auto port = TRY(local_port(options.listen));
    SystemRandom random;
    sandbox::SandboxOptions wanted{
        .control_port = port, .proxy_port = port == 0 ? 0 : port + 1, .failures = options.failures};
    auto sandbox = TRY(sandbox::Sandbox::start(wanted, random));
    fmt::print("control    http://127.0.0.1:{}/\n", sandbox->control_port());
    fmt::print("proxy      127.0.0.1:{} (HTTP and SOCKS5, user {}, password {})\n", sandbox->proxy_port(),
               wanted.proxy_username, wanted.proxy_password);
    fmt::print("instagram  http://{}/ (through the proxy only)\n", sandbox::instagram_host);
    fmt::print("exit       http://{}/ (through the proxy only; for proxies.health_url)\n",
               sandbox::exit_host);
    std::fflush(stdout);
    signals.wait();
    return {};
}

}  // namespace

void add_sandbox_command(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "sandbox", "run stand-ins for a proxy and for Instagram, to try bots without either");
    command->add_option("--listen", options->listen,
                        "where the control page is; the proxy takes the next port (default: 127.0.0.1:8090)");
    auto rate = [&](std::string flag, double& target, std::string meaning) {
        command->add_option(std::move(flag), target, std::move(meaning))->check(CLI::Range(0.0, 1.0));
    };
    rate("--checkpoint-rate", options->failures.checkpoint, "share of requests that meet a checkpoint");
    rate("--limit-rate", options->failures.rate_limited, "share of requests that are rate limited");
    rate("--broken-rate", options->failures.broken_off, "share that is done but answered with an error");
    on_chosen(*command, line, [options] { return run(*options); });
}

}  // namespace roost::app
