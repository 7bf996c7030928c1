// connection_read.cpp: a connection's requests: head, body, upload, and the way to their handlers.
#include "core/base/text.h"
#include "core/http/connection.h"

namespace roost::http {
namespace {

/// The client's address; behind a proxy on this machine the last one it forwarded for.
std::string client_address(net::ip::address peer, std::string_view forwarded_for) {
    if (peer.is_v6() && peer.to_v6().is_v4_mapped()) {
        peer = net::ip::make_address_v4(net::ip::v4_mapped, peer.to_v6());
    }
    if (!peer.is_loopback() || forwarded_for.empty()) return peer.to_string();
    Connection::Failure failed;
    auto last = text::trim(forwarded_for.substr(forwarded_for.rfind(',') + 1));
    auto address = net::ip::make_address(std::string(last), failed);
    return failed ? peer.to_string() : address.to_string();
}

}  // namespace

Connection::Connection(Socket socket, std::shared_ptr<ConnectionsShared> shared)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      wait_timer_(socket_.get_executor()),
      shared_(std::move(shared)),
      buffer_(limits().header_bytes + 2 * piece_bytes) {
    ++shared_->host.metrics.connections;
    std::lock_guard lock(shared_->mutex);
    shared_->connections.insert(this);
}

Connection::~Connection() {
    --shared_->host.metrics.connections;
    std::lock_guard lock(shared_->mutex);
    shared_->connections.erase(this);
    shared_->changed.notify_all();
}

void Connection::start() {
    net::dispatch(socket_.get_executor(), [self = shared_from_this()] {
        Failure failed;
        self->socket_.set_option(net::ip::tcp::no_delay(true), failed);
        auto peer = self->socket_.remote_endpoint(failed);
        if (!failed) self->peer_ = peer.address();
        auto here = self->socket_.local_endpoint(failed);
        if (!failed) self->local_port_ = here.port();
        self->next_request();
    });
}

void Connection::drain() {
    net::post(socket_.get_executor(), [self = shared_from_this()] {
        if (self->state_ == State::idle) self->close();
        if (self->running_) self->running_->time_out();
    });
}

void Connection::cut() {
    net::post(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
}

void Connection::next_request() {
    if (shared_->stopping) return linger(Millis{1'000});
    exchange_ = std::make_shared<Exchange>();
    exchange_->local_port = local_port_;
    upload_.reset();
    running_.reset();
    reader_.emplace(limits().header_bytes);
    request_head_ = {};
    received_ = 0;
    keep_alive_ = head_only_ = false;
    state_ = State::idle;
    if (buffer_.size() == 0) buffer_.shrink_to_fit();
    arm(limits().idle_time);
    read_header();
}

void Connection::read_header() {
    if (buffer_.size() > 0) {
        auto step = reader_->read_head(input());
        if (!step.ok()) return refuse(std::move(step).error());
        buffer_.consume(step->taken);
        if (reader_->has_head()) return on_header();
        if (state_ == State::idle) {
            state_ = State::header;
            arm(limits().header_time);
        }
    }
    read_some([](Connection& self) { self.read_header(); });
}

void Connection::on_header() {
    auto& request = exchange_->request;
    auto& dispatcher = shared_->host.dispatcher;
    auto head = reader_->head(request);
    head_only_ = request.method == Method::head;
    request.remote_address = client_address(peer_, request.header("x-forwarded-for"));
    if (!head.ok()) return refuse(std::move(head).error());
    request_head_ = std::move(*head);
    auto routed = dispatcher.route(*exchange_, request_head_.target);
    if (!request_head_.method) {
        exchange_->route = nullptr;
        exchange_->allow = "GET, HEAD, POST, PUT, PATCH, DELETE";
        return refuse({.kind = ErrorKind::method_not_allowed,
                       .code = "request.method_not_allowed",
                       .detail = "Methods are " + exchange_->allow + "."});
    }
    if (!routed.ok()) return refuse(std::move(routed).error());
    body_max_ = dispatcher.body_limit(*exchange_);
    auto announced = request_head_.content_length.value_or(0);
    if (announced > static_cast<std::uint64_t>(body_max_)) return refuse(errors::too_large(body_max_));
    if (is_live()) return upgrade();
    if (!reader_->is_done() && is_upload()) return admit_upload();
    begin_body();
}

bool Connection::is_upload() const {
    return exchange_->route && exchange_->route->body.kind == Body::Kind::upload;
}

void Connection::begin_body() {
    if (reader_->is_done()) return on_request();
    state_ = State::body;
    body_started_ = SteadyClock::now();
    bool asks = text::lower_ascii(exchange_->request.header("expect")) == "100-continue";
    if (!asks || buffer_.size() > 0) return read_body();
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    write(net::buffer(go_on), [](Connection& self) { self.read_body(); });
}

void Connection::read_body() {
    state_ = State::body;
    auto& out = upload_ ? piece_ : exchange_->request.body;
    while (!reader_->is_done()) {
        auto const before = out.size();
        auto step = reader_->read_body(input(), out);
        if (!step.ok()) return refuse(std::move(step).error());
        buffer_.consume(step->taken);
        received_ += static_cast<std::int64_t>(out.size() - before);
        if (received_ > body_max_) return refuse(errors::too_large(body_max_));
        if (upload_ && piece_.size() >= piece_bytes) return write_piece();
        if (step->needs_more) return read_more_body();
    }
    upload_ ? write_piece() : on_request();
}

void Connection::read_more_body() {
    arm_until(body_started_ + limits().body_time + Millis{received_ / 1024 * 1000});
    read_some([](Connection& self) { self.read_body(); }, piece_bytes);
}

/// An upload is admitted before any of it is read or kept.
void Connection::admit_upload() {
    hand_over([](Connection& self) {
        auto& exchange = *self.exchange_;
        auto admitted = self.shared_->host.dispatcher.admit(exchange);
        if (!admitted.ok()) return self.refuse_back(std::move(admitted).error());
        auto upload = start_upload(exchange, self.shared_->host.spool);
        if (!upload.ok()) return self.refuse_back(std::move(upload).error());
        self.upload_ = std::move(*upload);
        self.back([](Connection& c) { c.begin_body(); });
    });
}

/// Writes what has arrived to the disk on the pool; nothing more is read meanwhile.
void Connection::write_piece() {
    state_ = State::handling;
    disarm();
    shared_->host.pool.resume([self = shared_from_this(), last = reader_->is_done()] {
        auto done = self->upload_->write(self->piece_);
        self->piece_.clear();
        if (done.ok() && last) done = self->upload_->finish(*self->exchange_);
        if (!done.ok()) return self->refuse_back(std::move(done).error());
        if (!last) return self->back([](Connection& c) { c.read_body(); });
        self->back([](Connection& c) {
            c.keep_alive_ = c.request_head_.keep_alive;
            c.run(true);
        });
    });
}

void Connection::on_request() {
    keep_alive_ = request_head_.keep_alive;
    if (exchange_->route != nullptr) return run(false);
    auto& dispatcher = shared_->host.dispatcher;  // a file, 404 or 405: nothing that takes time
    answer(dispatcher.finish(*exchange_, dispatcher.call(*exchange_)));
}

void Connection::run(bool admitted) {
    Running::Hooks hooks;
    hooks.send = [self = shared_from_this()](Response response) {
        self->back(
            [response = std::move(response)](Connection& c) mutable { c.answer(std::move(response)); });
    };
    hooks.call_later = [self = shared_from_this()](Millis wait) {
        self->back([wait](Connection& c) { c.call_later(wait); });
    };
    hooks.waits = [self = shared_from_this()] { self->back([](Connection& c) { c.watch_client(); }); };
    auto& host = shared_->host;
    running_ = std::make_shared<Running>(host.dispatcher, host.pool, exchange_, std::move(hooks));
    if (!admitted) return hand_over([running = running_](Connection&) { running->run(false); });
    state_ = State::handling;
    host.pool.resume([running = running_] { running->run(true); });
}

void Connection::call_later(Millis wait) {
    if (state_ != State::handling && state_ != State::waiting) return;
    wait_timer_.expires_after(shared_->stopping ? Millis{0} : wait);
    wait_timer_.async_wait([running = running_](Failure failed) {
        if (!failed && running) running->time_out();
    });
}

/// Notices when the client of a waiting request goes away, so that nothing is done for nobody.
void Connection::watch_client() {
    if (state_ != State::handling || buffer_.size() > 0) return;
    state_ = State::waiting;
    socket_.async_wait(Socket::wait_read, [self = shared_from_this(), turn = turn_](Failure failed) {
        if (failed || turn != self->turn_ || self->state_ != State::waiting) return;
        if (self->socket_.available(failed) > 0) return;  // the next request, sent ahead
        self->close();
    });
}

bool Connection::is_live() const {
    return exchange_->route && exchange_->route->operation_id == "open_live" &&
           text::lower_ascii(exchange_->request.header("upgrade")) == "websocket";
}

void Connection::upgrade() {
    take_workspace_from_query(exchange_->request);
    hand_over([](Connection& self) {
        auto& host = self.shared_->host;
        auto admitted = host.dispatcher.admit(*self.exchange_);
        if (admitted.ok()) admitted = check_live_origin(self.exchange_->request, host.public_url);
        if (!admitted.ok()) return self.refuse_back(std::move(admitted).error());
        self.back([](Connection& c) { c.hand_socket_over(); });
    });
}

void Connection::hand_socket_over() {
    auto& host = shared_->host;
    if (host.metrics.live_connections >= host.limits.live_connections) return refuse(errors::busy());
    std::string read_ahead(input());
    timer_.cancel();
    Failure failed;
    int socket = socket_.release(failed);
    state_ = State::closed;
    ++turn_;
    if (!failed) host.live.adopt(socket, std::move(exchange_->request), std::move(read_ahead));
}

}  // namespace roost::http
