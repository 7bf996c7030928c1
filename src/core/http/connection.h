// connection.h: one client's connection. Private to connection*.cpp: it is the one header with Asio in it.
#pragma once

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <unordered_set>

#include "core/http/connections.h"
#include "core/http/problem.h"
#include "core/http/request_reader.h"
#include "core/http/running.h"

namespace roost::http {

namespace net = boost::asio;

class Connection;

/// What connections share with their server.
struct ConnectionsShared {
    explicit ConnectionsShared(SocketHost parts) : host(std::move(parts)) {}
    SocketHost host;
    std::mutex mutex;
    std::condition_variable changed;
    std::unordered_set<Connection*> connections;
    std::atomic<bool> stopping = false;
};

/// One client. Everything runs on its strand; handlers run on the pool and come back by post. It
/// lives as long as an operation or a handler holds it.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Socket = net::ip::tcp::socket;
    using Failure = boost::system::error_code;
    using SteadyClock = std::chrono::steady_clock;  // Asio's; sockets are patient in real time

    Connection(Socket socket, std::shared_ptr<ConnectionsShared> shared);
    ~Connection();

    void start();
    /// The server stops: an idle connection ends, a waiting request answers now.
    void drain();
    /// Ends at once, whatever is going on.
    void cut();

private:
    enum class State { idle, header, body, handling, waiting, answering, lingering, closed };
    static constexpr std::size_t piece_bytes = 64 << 10;  // of bodies in and out

    // connection_read.cpp: from the first byte to the handler.
    void next_request();
    void read_header();
    void on_header();
    void begin_body();
    void read_body();
    void read_more_body();
    void admit_upload();
    void write_piece();
    void on_request();
    bool is_upload() const;
    bool is_live() const;
    void upgrade();
    void hand_socket_over();
    void run(bool admitted);
    void call_later(Millis wait);
    void watch_client();

    // connection_answer.cpp: from the answer to the next request or the end.
    void refuse(Error error);
    void answer(Response response);
    void write_rest();
    void pump();
    Result<bool> next_chunk();
    void write_chunk(Result<bool> const& more);
    void answered();
    void linger(Millis time);
    void swallow();
    void arm(Millis span) { arm_until(SteadyClock::now() + span); }
    void disarm() { deadline_ = SteadyClock::time_point::max(); }
    void arm_until(SteadyClock::time_point deadline);
    void on_timer();
    void close();

    std::string_view input() const {
        return {static_cast<char const*>(buffer_.data().data()), buffer_.size()};
    }
    Limits const& limits() const { return shared_->host.limits; }

    /// Reads more into the buffer, then calls `then`. A connection that ends in the middle of a
    /// request is just closed.
    template <class Then>
    void read_some(Then then, std::size_t at_most = piece_bytes / 4) {
        auto free = buffer_.max_size() - buffer_.size();
        if (free == 0) return refuse(errors::headers_too_large());  // an endless chunk header
        auto room = buffer_.prepare(std::min(at_most, free));
        auto done = [self = shared_from_this(), then, turn = turn_](Failure failed, std::size_t size) {
            if (turn != self->turn_) return;
            if (failed) return self->close();
            self->buffer_.commit(size);
            then(*self);
        };
        socket_.async_read_some(room, std::move(done));
    }

    template <class Buffers, class Then>
    void write(Buffers buffers, Then then) {
        arm(limits().idle_time);
        auto done = [self = shared_from_this(), then, turn = turn_](Failure failed, std::size_t) {
            if (turn != self->turn_) return;
            failed ? self->close() : then(*self);
        };
        net::async_write(socket_, buffers, std::move(done));
    }

    /// Runs `act` on the pool as new work; 503 when too much is waiting.
    template <class Act>
    void hand_over(Act act) {
        state_ = State::handling;
        disarm();
        if (!shared_->host.pool.submit([self = shared_from_this(), act] { act(*self); }))
            refuse(errors::busy());
    }

    /// Continues on the strand, from any thread.
    template <class Act>
    void back(Act act) {
        net::post(socket_.get_executor(), [self = shared_from_this(), act = std::move(act)]() mutable {
            if (self->state_ != State::closed) act(*self);
        });
    }
    void refuse_back(Error error) {
        back([error = std::move(error)](Connection& self) { self.refuse(error); });
    }

    Socket socket_;
    net::steady_timer timer_;
    net::steady_timer wait_timer_;
    std::shared_ptr<ConnectionsShared> shared_;
    boost::beast::flat_buffer buffer_;
    std::optional<RequestReader> reader_;
    RequestHead request_head_;
    std::shared_ptr<Exchange> exchange_;
    std::unique_ptr<Upload> upload_;
    std::shared_ptr<Running> running_;
    Response response_;
    std::string answer_head_;
    std::string piece_;      // of a body on its way in or out
    std::string_view rest_;  // of the answer's body
    net::ip::address peer_;
    int local_port_ = 0;
    State state_ = State::idle;
    std::uint64_t turn_ = 0;  // completions of an earlier turn are ignored
    std::int64_t body_max_ = 0;
    std::int64_t received_ = 0;
    SteadyClock::time_point body_started_;
    SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
    bool timer_runs_ = false;
    bool keep_alive_ = false;
    bool head_only_ = false;
    bool chunked_ = false;
};

}  // namespace roost::http
