// connection_answer.cpp: a connection's answers, deadlines and end.
#include "core/http/connection.h"
#include "core/http/wire.h"
#include "core/log/log.h"

namespace roost::http {
namespace {

constexpr std::size_t written_at_once = 256 << 10;
constexpr Millis goodbye_time{1'000};   // to see the other side close
constexpr Millis swallow_time{10'000};  // to read what a refused client still sends
constexpr std::int64_t swallow_bytes = 1LL << 30;

}  // namespace

/// Answers an error and ends the connection, because the rest of the request was not read.
void Connection::refuse(Error error) {
    keep_alive_ = false;
    upload_.reset();  // what it wrote goes now, not when the client does
    if (exchange_->request.request_id.empty()) {
        // Not even a head: the request id is still the server's to give.
        static_cast<void>(shared_->host.dispatcher.route(*exchange_, "/"));
        exchange_->route = nullptr;
        exchange_->allow.clear();
    }
    answer(shared_->host.dispatcher.finish(*exchange_, std::move(error)));
}

void Connection::answer(Response response) {
    if (state_ == State::closed) return;
    if (state_ == State::waiting || state_ == State::header || state_ == State::body) {
        Failure failed;
        ++turn_;  // whatever was being read does not matter any more
        socket_.cancel(failed);
    }
    wait_timer_.cancel();
    running_.reset();
    state_ = State::answering;
    response_ = std::move(response);
    bool streams = response_.stream != nullptr && !head_only_;
    bool old = request_head_.old_protocol;
    chunked_ = response_.stream && !response_.length && !old;
    bool ends_by_itself = chunked_ || !streams || response_.length;
    keep_alive_ = keep_alive_ && !shared_->stopping && ends_by_itself;
    answer_head_ =
        response_head(response_, {keep_alive_, head_only_, chunked_, old}, shared_->host.clock.now());
    bool bodiless = head_only_ || streams || response_.status == 304 || response_.status == 204;
    auto body = response_.borrowed.empty() ? std::string_view(response_.body) : response_.borrowed;
    rest_ = bodiless ? std::string_view{} : body;
    auto first = rest_.substr(0, written_at_once);
    rest_.remove_prefix(first.size());
    write(std::array<net::const_buffer, 2>{net::buffer(answer_head_), net::buffer(first)},
          [streams](Connection& self) { streams ? self.pump() : self.write_rest(); });
}

void Connection::write_rest() {
    if (rest_.empty()) return answered();
    auto next = rest_.substr(0, written_at_once);
    rest_.remove_prefix(next.size());
    write(net::buffer(next), [](Connection& self) { self.write_rest(); });
}

/// Makes the next piece of a stream on the pool, after the one before was sent.
void Connection::pump() {
    disarm();
    shared_->host.pool.resume([self = shared_from_this()] {
        log::RequestScope scope(self->exchange_->request.request_id);
        self->piece_.clear();
        auto more = self->next_chunk();
        self->back([more = std::move(more)](Connection& c) { c.write_chunk(more); });
    });
}

Result<bool> Connection::next_chunk() {
    try {
        return response_.stream(piece_);
    } catch (std::exception const& impossible) {
        return roost::errors::internal(impossible.what());
    }
}

void Connection::write_chunk(Result<bool> const& more) {
    if (!more.ok()) {
        log::failure(log::Level::error, "an answer broke off", more.error());
        return close();  // the missing end tells the client that something is missing
    }
    if (chunked_) {
        if (!piece_.empty()) {
            piece_.insert(0, fmt::format("{:x}\r\n", piece_.size()));
            piece_ += "\r\n";
        }
        if (!*more) piece_ += "0\r\n\r\n";
    }
    write(net::buffer(piece_),
          [goes_on = *more](Connection& self) { goes_on ? self.pump() : self.answered(); });
}

void Connection::answered() {
    response_ = {};
    piece_ = {};
    if (keep_alive_) return next_request();
    linger(reader_->is_done() ? goodbye_time : swallow_time);
}

/// Ends the sending side and reads what still comes, so that the client sees the answer before a reset.
void Connection::linger(Millis time) {
    state_ = State::lingering;
    Failure failed;
    socket_.shutdown(Socket::shutdown_send, failed);
    if (failed) return close();
    buffer_.consume(buffer_.size());
    received_ = 0;
    arm(time);
    swallow();
}

void Connection::swallow() {
    piece_.resize(piece_bytes);
    auto done = [self = shared_from_this(), turn = turn_](Failure failed, std::size_t size) {
        if (turn != self->turn_) return;
        self->received_ += static_cast<std::int64_t>(size);
        if (failed || self->received_ > swallow_bytes) return self->close();
        self->swallow();
    };
    socket_.async_read_some(net::buffer(piece_), std::move(done));
}

/// One timer per connection; it is moved only when the deadline comes closer, so that most requests
/// do not touch it at all.
void Connection::arm_until(SteadyClock::time_point deadline) {
    deadline_ = deadline;
    if (timer_runs_ && timer_.expiry() <= deadline) return;
    timer_.expires_at(deadline);
    timer_runs_ = true;
    timer_.async_wait([weak = weak_from_this()](Failure failed) {
        auto self = weak.lock();
        if (self && !failed) self->on_timer();
    });
}

void Connection::on_timer() {
    timer_runs_ = false;
    if (state_ == State::closed || deadline_ == SteadyClock::time_point::max()) return;
    if (SteadyClock::now() < deadline_) return arm_until(deadline_);
    if (state_ == State::header || state_ == State::body) return refuse(errors::too_slow());
    close();
}

void Connection::close() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    ++turn_;
    timer_.cancel();
    wait_timer_.cancel();
    Failure failed;
    socket_.close(failed);
    if (running_) running_->abandon();
    running_.reset();
}

}  // namespace roost::http
