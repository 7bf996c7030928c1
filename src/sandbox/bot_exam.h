// bot_exam.h: stands between a bot and Roost, passes on what it asks and lets go wrong what goes wrong one
// day.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/clock/clock.h"
#include "core/net/http.h"
#include "sandbox/exchange.h"
#include "sandbox/pause.h"

namespace roost::sandbox {

/// What only Roost's owner can do to a bot. Called from one thread at a time.
struct ExamControls {
    std::function<void()> end_lease;                             // of the bot's task, at once
    std::function<Result<void>(bool)> pause_bot;                 // or let it go on
    std::function<Result<void>(std::int64_t account)> clean_up;  // makes cleanup steps due for it
    std::function<Result<void>()> kill_token;
};

/// How long the examination waits for what.
struct ExamPatience {
    Millis silence{120'000};  // without any request: the bot is gone
    Millis watched{5'000};    // how long a paused bot, or one with a dead token, is looked at
    Seconds retry_after{2};   // what a refused bot is told to wait
};

/// One examination of one bot: every trial once, in an order that fits the tasks the bot gets.
/// Thread-safe; the controls must not ask the bot anything.
class BotExam {
public:
    /// Listens on 127.0.0.1:`port` (0 picks one) for the bot and asks Roost at `roost_url`. `http`
    /// and `clock` outlive it. Error sandbox.cannot_listen.
    static Result<std::unique_ptr<BotExam>> start(int port, std::string roost_url, net::Http& http,
                                                  Clock const& clock, ExamControls controls,
                                                  ExamPatience patience = {});
    int port() const { return listener_->port(); }

    /// Blocks until every trial was taken, the bot fell silent, or stop(). Errors: the controls'.
    Result<void> run();
    void stop();

    /// What happened so far.
    std::vector<Exchange> recording() const;

private:
    /// What is to be done by run(), because it takes time or asks Roost.
    enum class Stage { tasks, pausing, resumed, dead, over };

    BotExam(std::string roost_url, net::Http& http, Clock const& clock, ExamControls controls,
            ExamPatience patience);

    HttpResponse handle(HttpRequest const& request);
    HttpResponse pass_on(HttpRequest const& request);
    /// Places the request in its trial, before it is passed on.
    Exchange open(HttpRequest const& request);
    /// What the bot gets instead of being passed on.
    std::optional<HttpResponse> refuse(Exchange const& exchange);
    /// What becomes of Roost's answer on its way back.
    void spoil(Exchange& exchange, HttpResponse& response);
    void meet_task(Exchange& exchange, HttpResponse& response);
    void close(Exchange exchange, HttpResponse const& response);
    /// The trial for a new task; takes it from those that are left.
    Trial next_trial(bool cleanup, bool has_picture);
    /// True the first time for that trial.
    bool once(Trial trial) { return spoiled_.insert(trial).second; }
    HttpResponse busy(int status) const;

    Result<void> watch_pause();
    Result<void> watch_dead_token();
    bool await(std::unique_lock<std::mutex>& lock, std::function<bool()> const& reached);
    Millis since_start() const { return clock_.monotonic() - began_; }

    std::string const roost_url_;
    net::Http& http_;
    Clock const& clock_;
    ExamControls const controls_;
    ExamPatience const patience_;
    Millis const began_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Exchange> recording_;
    std::deque<Trial> left_;
    std::set<Trial> spoiled_;
    std::string task_id_;  // the bot's task
    Trial trial_ = Trial::ordinary;
    bool reported_ = true;              // its task has ended
    std::int64_t cleanup_account_ = 0;  // whose cleanup run() is to begin
    Stage stage_ = Stage::tasks;
    Pause pause_;
    std::unique_ptr<Listener> listener_;  // last: its threads use all of the above
};

}  // namespace roost::sandbox
