// running.cpp: the steps of a request that may wait.
#include "core/http/running.h"

#include "core/log/log.h"

namespace roost::http {
namespace {

Result<Response> guarded(std::function<Result<Response>()> const& act) {
    try {
        return act();
    } catch (std::exception const& impossible) {
        return roost::errors::internal(impossible.what());
    }
}

}  // namespace

Running::Running(Dispatcher& dispatcher, HandlerPool& pool, std::shared_ptr<Exchange> exchange, Hooks hooks)
    : dispatcher_(dispatcher), pool_(pool), exchange_(std::move(exchange)), hooks_(std::move(hooks)) {}

void Running::run(bool admitted) {
    log::RequestScope scope(exchange_->request.request_id);
    step(guarded([&]() -> Result<Response> {
        if (!admitted) TRY(dispatcher_.admit(*exchange_));
        return dispatcher_.call(*exchange_);
    }));
}

void Running::step(Result<Response> result) {
    log::RequestScope scope(exchange_->request.request_id);
    while (result.ok() && result->resume) {
        auto resume = std::move(result->resume);
        result = guarded(resume);
    }
    if (result.ok() && result->deferred) return wait(std::move(*result));
    hooks_.send(dispatcher_.finish(*exchange_, std::move(result)));
}

void Running::wait(Response response) {
    auto waiting = std::make_shared<Response>(std::move(response));
    std::uint64_t turn;
    {
        std::lock_guard lock(mutex_);
        if (abandoned_ && !exchange_->ticket) return;
        waiting_ = waiting;
        turn = ++turn_;
    }
    if (abandoned_) return time_out();
    if (hooks_.waits) hooks_.waits();
    if (waiting->timed_out) hooks_.call_later(waiting->wait);
    waiting->deferred([self = shared_from_this(), turn](Result<Response> result) {
        self->complete(turn, std::move(result));
    });
}

std::shared_ptr<Response> Running::take_waiting(std::optional<std::uint64_t> turn) {
    std::lock_guard lock(mutex_);
    if (turn && *turn != turn_) return nullptr;
    return std::exchange(waiting_, nullptr);
}

void Running::complete(std::uint64_t turn, Result<Response> result) {
    auto waited = take_waiting(turn);
    if (!waited) return;
    pool_.resume([self = shared_from_this(), waited, result = std::move(result)]() mutable {
        waited.reset();
        self->step(std::move(result));
    });
}

void Running::time_out() {
    {
        std::lock_guard lock(mutex_);
        if (!waiting_ || !waiting_->timed_out) return;
    }
    auto waited = take_waiting(std::nullopt);
    if (!waited) return;
    pool_.resume([self = shared_from_this(), waited] { self->step(guarded(waited->timed_out)); });
}

void Running::abandon() {
    abandoned_ = true;
    if (exchange_->ticket) return time_out();
    // Destroyed on a pool thread: what it holds may lock what its owner holds while waking it.
    if (auto waited = take_waiting(std::nullopt)) pool_.resume([waited] {});
}

}  // namespace roost::http
