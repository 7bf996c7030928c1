// poll.cpp: long polls as a chain of deferred responses and attempts on handler threads.
#include "core/http/poll.h"

#include <atomic>
#include <mutex>

#include "core/clock/clock.h"

namespace roost::http {
namespace {

/// One waiting client. `woken_` remembers wake-ups that arrive while an attempt is running.
class Poller : public std::enable_shared_from_this<Poller> {
public:
    explicit Poller(Poll how) : how_(std::move(how)), until_(real_.monotonic() + how_.wait) {}

    Result<Response> try_again() {
        if (!subscription_) subscribe();
        auto found = TRY(how_.attempt());
        if (found) return finished(std::move(*found));
        auto left = until_ - real_.monotonic();
        if (left.count() <= 0) return finished(TRY(how_.give_up()));
        auto response = Response::defer(
            [self = shared_from_this()](Completer done) { self->wait_for_wake(std::move(done)); });
        response.wait = left;
        response.timed_out = [self = shared_from_this()] { return self->give_up(); };
        return response;
    }

private:
    Response finished(Response response) {
        subscription_.reset();
        return response;
    }

    Result<Response> give_up() {
        subscription_.reset();
        return how_.give_up();
    }

    void subscribe() {
        subscription_ = how_.subscribe([weak = weak_from_this()] {
            if (auto self = weak.lock()) self->wake();
        });
    }

    void wait_for_wake(Completer done) {
        {
            std::lock_guard lock(mutex_);
            if (!woken_) {
                waiting_ = std::move(done);
                return;
            }
            woken_ = false;
        }
        done(again());
    }

    void wake() {
        Completer done;
        {
            std::lock_guard lock(mutex_);
            if (!waiting_) {
                woken_ = true;
                return;
            }
            done = std::exchange(waiting_, nullptr);
        }
        done(again());
    }

    Response again() {
        return Response::run([self = shared_from_this()] { return self->try_again(); });
    }

    Poll how_;
    SystemClock const real_;  // a client's patience is real time, also under a test's clock
    Millis until_;
    std::shared_ptr<void> subscription_;
    std::mutex mutex_;
    Completer waiting_;
    bool woken_ = false;
};

}  // namespace

Response poll(Poll how) {
    auto poller = std::make_shared<Poller>(std::move(how));
    return Response::run([poller] { return poller->try_again(); });
}

}  // namespace roost::http
