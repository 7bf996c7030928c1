// bot_crew.cpp: threads that take turns until they are stopped.
#include "sandbox/bot_crew.h"

#include "core/log/log.h"

namespace roost::sandbox {

namespace {

constexpr Millis after_trouble{5'000};

}  // namespace

BotCrew::BotCrew(net::Http& http, Random& random, std::vector<SimulatedBotOptions> bots, Watch watch)
    : http_(http), random_(random), watch_(std::move(watch)) {
    for (auto& options : bots) {
        options.pause = &pause_;
        threads_.emplace_back([this, options = std::move(options)] { run(options); });
    }
}

BotCrew::~BotCrew() { stop(); }

void BotCrew::stop() {
    pause_.end();
    threads_.clear();  // joins
}

void BotCrew::run(SimulatedBotOptions const& options) {
    SimulatedBot bot(http_, random_, options);
    while (!pause_.over()) {
        auto turn = bot.take_turn();
        if (turn.ok()) {
            if (watch_) watch_(*turn);
            if (*turn == Turn::dismissed) return;
            continue;
        }
        log::failure(log::Level::warning, "A simulated bot could not take its turn.", turn.error(),
                     {{"bot", options.bot_id}});
        pause_.wait(after_trouble);
    }
}

}  // namespace roost::sandbox
