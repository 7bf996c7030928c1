// running.h: a request from its first handler call to its answer, with all the waiting in between.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "core/http/dispatcher.h"
#include "core/http/handler_pool.h"

namespace roost::http {

/// Drives deferred and resumed responses on pool threads. Thread-safe; kept alive by its own work.
class Running : public std::enable_shared_from_this<Running> {
public:
    struct Hooks {
        std::function<void(Response)> send;      // the finished answer, once, from a pool thread
        std::function<void(Millis)> call_later;  // arrange one time_out() after that long
        std::function<void()> waits;             // the request now waits for something; may be empty
    };

    Running(Dispatcher& dispatcher, HandlerPool& pool, std::shared_ptr<Exchange> exchange, Hooks hooks);

    /// Does the request; on a pool thread.
    void run(bool admitted);
    /// The wait is over: answers with `timed_out` if the request is waiting and has one.
    void time_out();
    /// The client is gone: forgets a waiting request; one whose answer has to be kept times out.
    void abandon();

private:
    void step(Result<Response> result);
    void wait(Response response);
    void complete(std::uint64_t turn, Result<Response> result);
    std::shared_ptr<Response> take_waiting(std::optional<std::uint64_t> turn);

    Dispatcher& dispatcher_;
    HandlerPool& pool_;
    std::shared_ptr<Exchange> exchange_;
    Hooks hooks_;
    std::atomic<bool> abandoned_ = false;
    std::mutex mutex_;
    std::shared_ptr<Response> waiting_;
    std::uint64_t turn_ = 0;
};

}  // namespace roost::http
