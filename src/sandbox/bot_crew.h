// bot_crew.h: several simulated bots at work at once, one thread each, until they are stopped.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <thread>
#include <vector>

#include "sandbox/simulated_bot.h"

namespace roost::sandbox {

/// Works from construction until stop(). What goes wrong is logged, and the bot tries again after a
/// while: a demonstration should not end because Roost was busy for a moment.
class BotCrew {
public:
    /// Called after every turn, from the bot's thread.
    using Watch = std::function<void(Turn)>;

    /// `http` and `random` outlive the crew. `pause` of the options is the crew's own.
    BotCrew(net::Http& http, Random& random, std::vector<SimulatedBotOptions> bots, Watch watch = {});
    ~BotCrew();
    BotCrew(BotCrew const&) = delete;

    /// Each bot ends the step it is at, without taking its time, and reports it. Roost must still
    /// be there. Returns when all have ended: a long poll may take `wait_s`.
    void stop();

private:
    void run(SimulatedBotOptions const& options);

    net::Http& http_;
    Random& random_;
    Watch watch_;
    Pause pause_;
    std::vector<std::jthread> threads_;
};

}  // namespace roost::sandbox
