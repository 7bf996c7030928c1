// command_demo.cpp: `roost demo`: a server with a filled agency, the sandbox and bots at work.
#include <fmt/format.h>

#include <memory>

#include "app/commands.h"
#include "app/demo.h"
#include "app/serving.h"

namespace roost::app {
namespace {

class DemoCompanion final : public Companion {
public:
    explicit DemoCompanion(DemoOptions options) : options_(std::move(options)) {}

    Result<void> prepare(Foundation& foundation) override {
        demo_ = std::make_unique<Demo>(DemoParts{.config = foundation.config,
                                                 .data_dir = foundation.data_dir,
                                                 .clock = foundation.clock,
                                                 .random = foundation.random,
                                                 .keys = *foundation.keys,
                                                 .db = *foundation.db},
                                       options_);
        return demo_->prepare();
    }

    Result<void> accompany(Program& program, std::string const& base_url) override {
        fmt::print("This is a demonstration: its people, accounts and proxies are made up.\n");
        fmt::print("sandbox at http://127.0.0.1:{}/\n", demo_->sandbox().control_port());
        if (auto link = TRY(demo_->owner_link())) {
            fmt::print("Become its owner here (the link works once):\n  {}\n",
                       link_of(program, base_url, "invite", *link));
        } else {
            fmt::print("Log in as the owner you made.\n");
        }
        return demo_->start(program, base_url);
    }

    void stop() override { demo_->stop(); }

private:
    DemoOptions options_;
    std::unique_ptr<Demo> demo_;
};

/// What a demonstration has instead of the built-in defaults: a folder of its own, and the
/// stand-ins of this machine within reach.
std::vector<config::Flag> demo_defaults() {
    auto flag = [](std::string key, std::string value) {
        return config::Flag{.name = "roost demo", .key = std::move(key), .value = std::move(value)};
    };
    return {flag("data.dir", "data-demo"), flag("net.allow_private", "true"),
            flag("proxies.health_url", "http://" + std::string(sandbox::exit_host) + "/")};
}

}  // namespace

void add_demo_command(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<DemoOptions>();
    auto* command = app.add_subcommand(
        "demo", "serve a filled demonstration with simulated bots (data folder: data-demo)");
    add_serving_options(*command, line);
    command->add_option("--failure-rate", options->failure_rate, "share of steps that fail (default: 0.06)")
        ->check(CLI::Range(0.0, 1.0));
    on_chosen(*command, line, [&line, options] {
        line.defaults = demo_defaults();
        DemoCompanion companion(*options);
        return serve(line, &companion);
    });
}

}  // namespace roost::app
