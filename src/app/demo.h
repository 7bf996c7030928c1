// demo.h: the demonstration: a filled agency, the sandbox and simulated bots around one server.
#pragma once

#include <memory>
#include <vector>

#include "app/foundation.h"
#include "app/program.h"
#include "domains/identity/seed.h"
#include "domains/models/types.h"
#include "sandbox/bot_crew.h"
#include "sandbox/sandbox.h"

namespace roost::app {

/// How lively the demonstration is.
struct DemoOptions {
    double failure_rate = 0.06;  // of the bots' steps; half of that again at the sandbox's Instagram
    Millis work_min{8'000};      // how long a step takes a bot
    Millis work_max{16'000};
    std::uint64_t seed = 20;
    sandbox::BotCrew::Watch watch = {};
};

/// What the demonstration stands on; all of it outlives it.
struct DemoParts {
    config::Config const& config;
    std::filesystem::path data_dir;
    Clock& clock;
    Random& random;
    crypto::Keyring& keys;
    db::Db& db;
};

/// Made on one thread: prepare(), then start() once the program listens, stop() before it stops.
class Demo {
public:
    Demo(DemoParts parts, DemoOptions options);
    ~Demo();

    /// Starts the sandbox and fills the workspace, or finds it; goes on where a killed start was.
    /// Errors: demo.not_a_demo for data of somebody else, sandbox.cannot_listen.
    Result<void> prepare();
    /// Sets the bots to work against `base_url`.
    Result<void> start(Program& program, std::string const& base_url);
    /// Waits for the bots' steps under way.
    void stop();

    /// What makes a visitor the owner; nothing once somebody is.
    Result<std::optional<Secret<std::string>>> owner_link();
    sandbox::Sandbox& sandbox() { return *sandbox_; }
    identity::SeededPeople const& people() const { return people_; }

private:
    struct Mark;
    Result<Mark> mark();
    Result<void> save(Mark const& mark);
    Result<void> fill(Mark const& mark);
    Result<void> fill_accounts(Random& random, Instant now, std::vector<models::ModelId> const& models);

    DemoParts parts_;
    DemoOptions options_;
    identity::SeededPeople people_;
    std::unique_ptr<sandbox::Sandbox> sandbox_;
    std::unique_ptr<net::Http> http_;
    std::unique_ptr<sandbox::BotCrew> crew_;
};

}  // namespace roost::app
