// connections.cpp: HTTP/1 connections with Asio and Beast's parser.
#include "core/http/connections.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <unordered_set>

#include "core/http/problem.h"
#include "core/http/running.h"
#include "core/http/wire.h"
#include "core/log/log.h"

namespace roost::http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using tcp = net::ip::tcp;
using Failure = boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;  // sockets are patient in real time, whatever the clock says

constexpr std::size_t piece_bytes = 64 << 10;         // of bodies in and out
constexpr std::size_t written_at_once = 256 << 10;
constexpr Millis linger_time{10'000};       // to read what a refused client still sends
constexpr Millis goodbye_time{1'000};       // to see the other side close
constexpr std::int64_t linger_bytes = 1LL << 30;

std::optional<Method> method_of(bhttp::verb verb) {
    switch (verb) {
        case bhttp::verb::get: return Method::get;
        case bhttp::verb::head: return Method::head;
        case bhttp::verb::post: return Method::post;
        case bhttp::verb::put: return Method::put;
        case bhttp::verb::patch: return Method::patch;
        case bhttp::verb::delete_: return Method::del;
        default: return std::nullopt;
    }
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

/// The client's address; behind a proxy on this machine the last one it forwarded for.
std::string client_address(net::ip::address peer, std::string_view forwarded_for) {
    if (peer.is_v6() && peer.to_v6().is_v4_mapped()) {
        peer = net::ip::make_address_v4(net::ip::v4_mapped, peer.to_v6());
    }
    if (!peer.is_loopback() || forwarded_for.empty()) return peer.to_string();
    auto last = forwarded_for.substr(forwarded_for.rfind(',') + 1);
    while (last.starts_with(' ')) last.remove_prefix(1);
    Failure failed;
    auto address = net::ip::make_address(std::string(last), failed);
    return failed ? peer.to_string() : address.to_string();
}

class Connection;

/// What connections share with their server.
struct Shared {
    explicit Shared(SocketHost parts) : host(std::move(parts)) {}
    SocketHost host;
    std::mutex mutex;
    std::condition_variable changed;
    std::unordered_set<Connection*> connections;
    std::atomic<bool> stopping = false;
};

/// One client. Everything runs on its strand; handlers run on the pool and come back by post.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, std::shared_ptr<Shared> shared)
        : socket_(std::move(socket)),
          timer_(socket_.get_executor()),
          wait_timer_(socket_.get_executor()),
          shared_(std::move(shared)),
          buffer_(shared_->host.limits.header_bytes + 2 * piece_bytes) {
        ++shared_->host.metrics.connections;
        std::lock_guard lock(shared_->mutex);
        shared_->connections.insert(this);
    }

    ~Connection() {
        --shared_->host.metrics.connections;
        std::lock_guard lock(shared_->mutex);
        shared_->connections.erase(this);
        shared_->changed.notify_all();
    }

    void start() {
        net::dispatch(socket_.get_executor(), [self = shared_from_this()] {
            Failure ignored;
            self->socket_.set_option(tcp::no_delay(true), ignored);
            auto peer = self->socket_.remote_endpoint(ignored);
            if (!ignored) self->peer_ = peer.address();
            self->next_request();
        });
    }

    /// The server stops: an idle connection ends, a waiting request answers now.
    void drain() {
        net::post(socket_.get_executor(), [self = shared_from_this()] {
            if (self->state_ == State::idle) self->close();
            if (self->running_) self->running_->time_out();
        });
    }

    void cut() {
        net::post(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
    }

private:
    enum class State { idle, header, body, handling, waiting, answering, lingering, closed };
    using Parser = bhttp::request_parser<bhttp::buffer_body>;

    // --- reading -----------------------------------------------------------------------------------

    void next_request() {
        if (shared_->stopping) return linger(goodbye_time);
        exchange_ = std::make_shared<Exchange>();
        upload_.reset();
        running_.reset();
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(shared_->host.limits.header_bytes));
        parser_->body_limit(boost::none);  // ours depends on the route
        received_ = 0;
        keep_alive_ = false;
        head_only_ = old_protocol_ = false;
        state_ = State::idle;
        if (buffer_.size() == 0) buffer_.shrink_to_fit();
        arm(shared_->host.limits.idle_time);
        read_header();
    }

    void read_header() {
        if (buffer_.size() > 0) {
            Failure failed;
            buffer_.consume(parser_->put(buffer_.data(), failed));
            if (parser_->is_header_done()) return on_header();
            if (failed && failed != bhttp::error::need_more) return refuse(header_error(failed));
            if (state_ == State::idle) {
                state_ = State::header;
                arm(shared_->host.limits.header_time);
            }
        }
        read_some([](Connection& self) { self.read_header(); });
    }

    static Error header_error(Failure failed) {
        if (failed == bhttp::error::header_limit) return errors::headers_too_large();
        return errors::unreadable("The request is not valid HTTP: " + failed.message() + ".");
    }

    /// Reads more into the buffer. A connection that ends in the middle of a request is just closed.
    template <class Then>
    void read_some(Then then, std::size_t at_most = piece_bytes / 4) {
        auto free = buffer_.max_size() - buffer_.size();
        if (free == 0) return refuse(errors::headers_too_large());  // an endless chunk header
        auto room = buffer_.prepare(std::min(at_most, free));
        socket_.async_read_some(room, [self = shared_from_this(), then, turn = turn_](Failure failed, std::size_t size) {
            if (turn != self->turn_) return;
            if (failed) return self->close();
            self->buffer_.commit(size);
            then(*self);
        });
    }

    void on_header() {
        auto const& message = parser_->get();
        auto& request = exchange_->request;
        for (auto const& field : message) {
            auto [entry, is_new] = request.headers.try_emplace(lower({field.name_string().data(), field.name_string().size()}),
                                                               field.value().data(), field.value().size());
            if (!is_new) entry->second.append(entry->first == "cookie" ? "; " : ", ").append(field.value());
        }
        old_protocol_ = message.version() == 10;
        head_only_ = message.method() == bhttp::verb::head;
        request.remote_address = client_address(peer_, request.header("x-forwarded-for"));
        auto method = method_of(message.method());
        request.method = method.value_or(Method::get);
        auto routed = shared_->host.dispatcher.route(*exchange_, {message.target().data(), message.target().size()});
        if (!method) return refuse(unknown_method());
        if (!routed.ok()) return refuse(std::move(routed).error());
        if (!old_protocol_ && message.count(bhttp::field::host) != 1) {
            return refuse(errors::unreadable("The Host header is missing or sent twice."));
        }
        body_max_ = shared_->host.dispatcher.body_limit(*exchange_);
        auto announced = parser_->content_length();
        if (announced && *announced > static_cast<std::uint64_t>(body_max_)) return refuse(errors::too_large(body_max_));
        wants_keep_alive_ = message.keep_alive();
        parser_->eager(true);
        if (is_live()) return upgrade();
        if (!parser_->is_done() && is_upload()) return admit_upload();
        begin_body();
    }

    Error unknown_method() {
        exchange_->allow = "GET, HEAD, POST, PUT, PATCH, DELETE";
        return {.kind = ErrorKind::method_not_allowed,
                .code = "request.method_not_allowed",
                .detail = "Methods are " + exchange_->allow + "."};
    }

    bool is_upload() const { return exchange_->route && exchange_->route->body.kind == Body::Kind::upload; }

    void begin_body() {
        if (parser_->is_done()) return on_request();
        state_ = State::body;
        body_started_ = SteadyClock::now();
        if (lower(exchange_->request.header("expect")) == "100-continue" && buffer_.size() == 0) {
            static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            net::async_write(socket_, net::buffer(go_on), [self = shared_from_this(), turn = turn_](Failure failed, std::size_t) {
                if (turn != self->turn_) return;
                failed ? self->close() : self->read_body();
            });
            return;
        }
        read_body();
    }

    void read_body() {
        state_ = State::body;
        if (is_upload() && piece_.capacity() < piece_bytes) piece_.reserve(piece_bytes);
        while (!parser_->is_done()) {
            char taken[piece_bytes / 4];
            auto& out = parser_->get().body();
            out.data = taken;
            out.size = sizeof taken;
            Failure failed;
            buffer_.consume(parser_->put(buffer_.data(), failed));
            auto size = sizeof taken - out.size;
            received_ += static_cast<std::int64_t>(size);
            if (received_ > body_max_) return refuse(errors::too_large(body_max_));
            (upload_ ? piece_ : exchange_->request.body).append(taken, size);
            if (failed && failed != bhttp::error::need_more && failed != bhttp::error::need_buffer) {
                return refuse(header_error(failed));
            }
            if (upload_ && piece_.size() + sizeof taken > piece_bytes) return write_piece();
            if (!parser_->is_done() && (failed == bhttp::error::need_more || buffer_.size() == 0)) return read_more_body();
        }
        upload_ ? write_piece() : on_request();
    }

    void read_more_body() {
        arm_until(body_started_ + shared_->host.limits.body_time + Millis{received_ / 1024 * 1000});
        read_some([](Connection& self) { self.read_body(); }, piece_bytes);
    }

    // --- uploads: admitted first, then written piece by piece on the pool --------------------------

    void admit_upload() {
        hand_over([](Connection& self) {
            auto& exchange = *self.exchange_;
            auto admitted = self.shared_->host.dispatcher.admit(exchange);
            if (!admitted.ok()) return self.back([error = std::move(admitted).error()](Connection& c) { c.refuse(error); });
            auto upload = start_upload(exchange, self.shared_->host.spool);
            if (!upload.ok()) return self.back([error = std::move(upload).error()](Connection& c) { c.refuse(error); });
            self.upload_ = std::move(*upload);
            self.back([](Connection& c) { c.begin_body(); });
        });
    }

    void write_piece() {
        state_ = State::handling;
        disarm();
        bool last = parser_->is_done();
        shared_->host.pool.resume([self = shared_from_this(), last] {
            auto done = self->upload_->write(self->piece_);
            self->piece_.clear();
            if (done.ok() && last) done = self->upload_->finish(*self->exchange_);
            if (!done.ok()) return self->back([error = std::move(done).error()](Connection& c) { c.refuse(error); });
            if (!last) return self->back([](Connection& c) { c.read_body(); });
            self->back([](Connection& c) { c.keep_alive_ = c.wants_keep_alive_; c.run(true); });
        });
    }

    // --- handling ----------------------------------------------------------------------------------

    /// Runs `act` on the pool as new work; 503 when too much is waiting.
    template <class Act>
    void hand_over(Act act) {
        state_ = State::handling;
        disarm();
        if (!shared_->host.pool.submit([self = shared_from_this(), act] { act(*self); })) refuse(errors::busy());
    }

    /// Continues on the strand.
    template <class Act>
    void back(Act act) {
        net::post(socket_.get_executor(), [self = shared_from_this(), act = std::move(act)]() mutable {
            if (self->state_ != State::closed) act(*self);
        });
    }

    void on_request() {
        keep_alive_ = wants_keep_alive_;
        if (exchange_->route != nullptr) return run(false);
        auto& dispatcher = shared_->host.dispatcher;  // a file, 404 or 405: nothing that takes time
        answer(dispatcher.finish(*exchange_, dispatcher.call(*exchange_)));
    }

    void run(bool admitted) {
        Running::Hooks hooks;
        hooks.send = [self = shared_from_this()](Response response) {
            self->back([response = std::move(response)](Connection& c) mutable { c.answer(std::move(response)); });
        };
        hooks.call_later = [self = shared_from_this()](Millis wait) {
            self->back([wait](Connection& c) { c.call_later(wait); });
        };
        hooks.waits = [self = shared_from_this()] { self->back([](Connection& c) { c.watch_client(); }); };
        running_ = std::make_shared<Running>(shared_->host.dispatcher, shared_->host.pool, exchange_, std::move(hooks));
        if (admitted) {
            state_ = State::handling;
            return shared_->host.pool.resume([running = running_] { running->run(true); });
        }
        hand_over([running = running_](Connection&) { running->run(false); });
    }

    void call_later(Millis wait) {
        if (state_ != State::handling && state_ != State::waiting) return;
        wait_timer_.expires_after(shared_->stopping ? Millis{0} : wait);
        wait_timer_.async_wait([running = running_](Failure failed) {
            if (!failed && running) running->time_out();
        });
    }

    /// Notices when the client of a waiting request goes away, so that nothing is done for nobody.
    void watch_client() {
        if (state_ != State::handling || buffer_.size() > 0) return;
        state_ = State::waiting;
        socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this(), turn = turn_](Failure failed) {
            if (failed || turn != self->turn_ || self->state_ != State::waiting) return;
            Failure ignored;
            if (self->socket_.available(ignored) > 0) return;  // the next request, sent ahead
            if (self->running_) self->running_->abandon();
            self->close();
        });
    }

    // --- live --------------------------------------------------------------------------------------

    bool is_live() const {
        return exchange_->route && exchange_->route->operation_id == "open_live" &&
               lower(exchange_->request.header("upgrade")) == "websocket";
    }

    void upgrade() {
        take_workspace_from_query(exchange_->request);
        hand_over([](Connection& self) {
            auto& host = self.shared_->host;
            auto admitted = host.dispatcher.admit(*self.exchange_);
            if (admitted.ok()) admitted = check_live_origin(self.exchange_->request, host.public_url);
            if (!admitted.ok()) return self.back([error = std::move(admitted).error()](Connection& c) { c.refuse(error); });
            self.back([](Connection& c) { c.hand_socket_over(); });
        });
    }

    void hand_socket_over() {
        disarm();
        if (shared_->host.metrics.live_connections >= shared_->host.limits.live_connections) return refuse(errors::busy());
        std::string read_ahead(static_cast<char const*>(buffer_.data().data()), buffer_.size());
        Failure failed;
        int socket = socket_.release(failed);
        state_ = State::closed;
        ++turn_;
        if (!failed) shared_->host.live.adopt(socket, std::move(exchange_->request), std::move(read_ahead));
    }

    // --- answering ---------------------------------------------------------------------------------

    /// Answers an error and ends the connection, because the rest of the request was not read.
    void refuse(Error error) {
        keep_alive_ = false;
        upload_.reset();  // what it wrote goes now, not when the client does
        if (exchange_->request.request_id.empty()) {
            // Not even a header: the id is still the server's to give.
            static_cast<void>(shared_->host.dispatcher.route(*exchange_, "/"));
            exchange_->route = nullptr;
        }
        answer(shared_->host.dispatcher.finish(*exchange_, std::move(error)));
    }

    void answer(Response response) {
        if (state_ == State::closed) return;
        if (state_ == State::waiting || state_ == State::header || state_ == State::body) {
            Failure ignored;
            ++turn_;
            socket_.cancel(ignored);
        }
        wait_timer_.cancel();
        running_.reset();
        state_ = State::answering;
        response_ = std::move(response);
        bool streams = response_.stream != nullptr && !head_only_;
        bool chunked = response_.stream && !response_.length && !old_protocol_;
        keep_alive_ = keep_alive_ && !shared_->stopping && (chunked || !streams || response_.length);
        head_ = response_head(response_, {keep_alive_, head_only_, chunked, old_protocol_}, shared_->host.clock.now());
        auto body = response_.borrowed.empty() ? std::string_view(response_.body) : response_.borrowed;
        rest_ = head_only_ || streams || response_.status == 304 || response_.status == 204 ? std::string_view{} : body;
        chunked_ = chunked;
        auto first = rest_.substr(0, written_at_once);
        rest_.remove_prefix(first.size());
        write(std::array<net::const_buffer, 2>{net::buffer(head_), net::buffer(first)},
              [streams](Connection& self) { streams ? self.pump() : self.write_rest(); });
    }

    template <class Buffers, class Then>
    void write(Buffers buffers, Then then) {
        arm(shared_->host.limits.idle_time);
        net::async_write(socket_, buffers, [self = shared_from_this(), then, turn = turn_](Failure failed, std::size_t) {
            if (turn != self->turn_) return;
            failed ? self->close() : then(*self);
        });
    }

    void write_rest() {
        if (rest_.empty()) return answered();
        auto next = rest_.substr(0, written_at_once);
        rest_.remove_prefix(next.size());
        write(net::buffer(next), [](Connection& self) { self.write_rest(); });
    }

    void pump() {
        disarm();
        shared_->host.pool.resume([self = shared_from_this()] {
            log::RequestScope scope(self->exchange_->request.request_id);
            self->piece_.clear();
            auto more = self->next_chunk();
            self->back([more = std::move(more)](Connection& c) { c.write_chunk(more); });
        });
    }

    Result<bool> next_chunk() {
        try {
            return response_.stream(piece_);
        } catch (std::exception const& impossible) {
            return roost::errors::internal(impossible.what());
        }
    }

    void write_chunk(Result<bool> const& more) {
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
        write(net::buffer(piece_), [goes_on = *more](Connection& self) { goes_on ? self.pump() : self.answered(); });
    }

    void answered() {
        response_ = {};
        piece_ = {};
        keep_alive_ ? next_request() : linger(parser_->is_done() ? goodbye_time : linger_time);
    }

    /// Ends the sending side and reads what still comes, so that the client sees the answer before a reset.
    void linger(Millis time) {
        state_ = State::lingering;
        Failure failed;
        socket_.shutdown(tcp::socket::shutdown_send, failed);
        if (failed) return close();
        buffer_.consume(buffer_.size());
        received_ = 0;
        arm(time);
        swallow();
    }

    void swallow() {
        piece_.resize(piece_bytes);
        socket_.async_read_some(net::buffer(piece_), [self = shared_from_this(), turn = turn_](Failure failed, std::size_t size) {
            if (turn != self->turn_) return;
            self->received_ += static_cast<std::int64_t>(size);
            if (failed || self->received_ > linger_bytes) return self->close();
            self->swallow();
        });
    }

    // --- time --------------------------------------------------------------------------------------

    void arm(Millis span) { arm_until(SteadyClock::now() + span); }
    void disarm() { deadline_ = SteadyClock::time_point::max(); }

    /// One timer per connection; it is moved only when the deadline comes closer, so that most
    /// requests do not touch it at all.
    void arm_until(SteadyClock::time_point deadline) {
        deadline_ = deadline;
        if (timer_runs_ && timer_.expiry() <= deadline) return;
        timer_.expires_at(deadline);
        timer_runs_ = true;
        timer_.async_wait([weak = weak_from_this()](Failure failed) {
            auto self = weak.lock();
            if (self && !failed) self->on_timer();
        });
    }

    void on_timer() {
        timer_runs_ = false;
        if (state_ == State::closed || deadline_ == SteadyClock::time_point::max()) return;
        if (SteadyClock::now() < deadline_) return arm_until(deadline_);
        if (state_ == State::header || state_ == State::body) return refuse(errors::too_slow());
        close();
    }

    void close() {
        if (state_ == State::closed) return;
        state_ = State::closed;
        ++turn_;
        timer_.cancel();
        wait_timer_.cancel();
        Failure ignored;
        socket_.close(ignored);
        if (running_) running_->abandon();
        running_.reset();
    }

    tcp::socket socket_;
    net::steady_timer timer_;
    net::steady_timer wait_timer_;
    std::shared_ptr<Shared> shared_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::shared_ptr<Exchange> exchange_;
    std::unique_ptr<Upload> upload_;
    std::shared_ptr<Running> running_;
    Response response_;
    std::string head_;
    std::string piece_;      // of a body on its way in or out
    std::string_view rest_;  // of the answer's body
    net::ip::address peer_;
    State state_ = State::idle;
    std::uint64_t turn_ = 0;  // completions of an earlier turn are ignored
    std::int64_t body_max_ = 0;
    std::int64_t received_ = 0;
    SteadyClock::time_point body_started_;
    SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
    bool timer_runs_ = false;
    bool wants_keep_alive_ = false;
    bool keep_alive_ = false;
    bool head_only_ = false;
    bool old_protocol_ = false;
    bool chunked_ = false;
};

/// The threads and what runs on them.
class AsioConnections final : public Connections {
public:
    AsioConnections(SocketHost host, int threads)
        : context_(threads), work_(net::make_work_guard(context_)), shared_(std::make_shared<Shared>(std::move(host))) {
        for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { context_.run(); });
    }
    ~AsioConnections() override { close(); }

    void add(int descriptor) override {
        tcp::socket socket(net::make_strand(context_));
        Failure failed;
        socket.assign(tcp::v4(), descriptor, failed);
        if (failed) return;
        std::make_shared<Connection>(std::move(socket), shared_)->start();
    }

    bool drain(Millis grace) override {
        shared_->stopping = true;
        for (auto const& connection : all()) connection->drain();
        return wait_until_empty(grace);
    }

    void close() override {
        if (threads_.empty()) return;
        shared_->stopping = true;
        for (auto const& connection : all()) connection->cut();
        wait_until_empty(Millis{2'000});
        context_.stop();
        for (auto& thread : threads_) thread.join();
        threads_.clear();
    }

private:
    bool wait_until_empty(Millis at_most) {
        std::unique_lock lock(shared_->mutex);
        return shared_->changed.wait_for(lock, at_most, [&] { return shared_->connections.empty(); });
    }

    std::vector<std::shared_ptr<Connection>> all() {
        std::vector<std::shared_ptr<Connection>> alive;
        std::lock_guard lock(shared_->mutex);
        for (auto* connection : shared_->connections) {
            if (auto one = connection->weak_from_this().lock()) alive.push_back(std::move(one));
        }
        return alive;
    }

    net::io_context context_;
    net::executor_work_guard<net::io_context::executor_type> work_;
    std::shared_ptr<Shared> shared_;
    std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<Connections> make_connections(SocketHost host, int threads) {
    return std::make_unique<AsioConnections>(std::move(host), threads);
}

}  // namespace roost::http
