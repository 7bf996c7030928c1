// simulated_bot.h: a bot that uses only Roost's bot API and the sandbox's Instagram behind its proxy.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/crypto/random.h"
#include "core/net/http.h"
#include "sandbox/pause.h"

namespace roost::sandbox {

/// Who the bot is and how reliable.
struct SimulatedBotOptions {
    std::string roost_url;      // http://127.0.0.1:8080
    std::string instagram_url;  // http://instagram.sandbox
    std::string bot_id;
    Secret<std::string> token;
    int wait_s = 0;           // long poll of next-task
    double failure_rate = 0;  // steps it reports as failed without trying
    double silence_rate = 0;  // tasks it drops without a word
    double repeat_rate = 0;   // reports it sends twice
    Millis work_min{0};       // how long a step takes it
    Millis work_max{0};
    Pause* pause = nullptr;  // where it spends that time; may cut it short
};

/// What one turn came to; `dismissed`: its token is dead, and there is nothing left to do.
enum class Turn { idle, completed, failed, silent, lost, dismissed };
BOOST_DESCRIBE_ENUM(Turn, idle, completed, failed, silent, lost, dismissed)

/// One bot; one turn is: ask for a task, do it, report it. Not thread-safe: a bot is one thread.
class SimulatedBot {
public:
    SimulatedBot(net::Http& http, Random& random, SimulatedBotOptions options)
        : http_(http), random_(random), options_(std::move(options)) {}

    /// Errors: whatever Roost answered that the protocol does not foresee (sandbox.unexpected), or
    /// the network's.
    Result<Turn> take_turn();

private:
    struct Step {
        boost::json::object task;
        std::string picture;
        std::string text;
        boost::json::value content_used;
        Millis took{0};
        bool has_all = true;  // false: a picture is missing
    };
    /// How the attempt at Instagram ended; no code: done.
    struct Attempted {
        std::optional<std::string> error_code;
        std::string message;
    };

    /// Tells Roost by a heartbeat when the bot begins to work or to wait.
    Result<void> say(std::string_view status);
    Millis work();
    Result<net::Response> call(std::string method, std::string path,
                               std::optional<boost::json::object> body = {});
    /// The same again while the answer gets lost or is "later" (429, 503), waiting as long as it says.
    Result<net::Response> insist(int tries, std::string const& method, std::string const& path,
                                 std::optional<boost::json::object> const& body = {});
    Result<Step> fetch(boost::json::object task);
    /// The bytes of a picture; nothing when it can't be had.
    Result<std::optional<std::string>> picture(std::string const& path);
    Result<Attempted> act(Step const& step);
    Result<Turn> report(Step const& step, Attempted const& attempted);

    net::Http& http_;
    Random& random_;
    SimulatedBotOptions options_;
    std::string said_;  // the last heartbeat's status
};

}  // namespace roost::sandbox
