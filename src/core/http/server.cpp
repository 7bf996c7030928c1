// server.cpp: the server put together: routes of its own, the pool, the sockets, the live hub.
#include "core/http/server.h"

#include <sys/socket.h>
#include <unistd.h>

#include "core/http/connections.h"
#include "core/http/dispatcher.h"
#include "core/http/handler_pool.h"
#include "core/http/job_response.h"
#include "core/http/listener.h"
#include "core/http/live_socket.h"
#include "core/http/problem.h"
#include "core/http/running.h"
#include "core/http/upload.h"
#include "core/http/wire.h"
#include "core/log/log.h"

namespace roost::http {
namespace {

/// Metrics name operations and counts, not data; still only for this machine and private networks.
bool is_near(std::string_view address) {
    for (std::string_view prefix : {"127.", "10.", "192.168.", "fd", "fc", "fe80:"}) {
        if (address.starts_with(prefix)) return true;
    }
    if (address.starts_with("172.")) {
        int second = std::atoi(std::string(address.substr(4, 3)).c_str());
        return second >= 16 && second <= 31;
    }
    return address == "::1" || address.empty();
}

class HttpServer final : public Server {
public:
    HttpServer(ServerOptions options, ServerParts parts)
        : options_(std::move(options)),
          parts_(std::move(parts)),
          dispatcher_(options_, parts_, router_, metrics_),
          spool_(options_.upload_dir, parts_.keys, parts_.random),
          pool_(options_.handler_threads, static_cast<std::size_t>(options_.limits.queued_requests)),
          live_(make_live_hub(parts_, pool_, metrics_)) {
        add(own_routes());
        add(job_routes(parts_.db, parts_.clock));
    }
    ~HttpServer() override { stop(Millis{0}); }

    void add(Routes routes) override {
        for (auto& route : routes) router_.add(std::move(route));
    }

    Result<std::string> start() override {
        if (!options_.upload_dir.empty()) TRY(spool_.prepare());
        listener_ = TRY(Listener::bind(options_.listen));
        if (!options_.metrics_listen.empty()) TRY(bind_metrics());
        live_->start();
        connections_ = make_connections({options_.limits, options_.public_url, parts_.clock, dispatcher_,
                                         pool_, metrics_, spool_, *live_},
                                        options_.io_threads);
        listener_->start([this](int socket) { take_socket(socket); });
        if (metrics_listener_) metrics_listener_->start([this](int socket) { take_socket(socket); });
        return listener_->address();
    }

    std::string metrics_address() const override {
        return metrics_listener_ ? metrics_listener_->address() : std::string();
    }

    void stop(Millis grace) override {
        if (stopped_) return;
        stopped_ = true;
        if (listener_) listener_->stop();
        if (metrics_listener_) metrics_listener_->stop();
        if (connections_ && !connections_->drain(grace)) log::warning("requests were cut off by the stop");
        live_->stop();
        pool_.stop();
        if (connections_) connections_->close();
    }

    Result<Response> dispatch(Request request) override;

    Routes const& routes() const override { return router_.routes(); }

private:
    Routes own_routes();
    void take_socket(int socket);

    Response health() const { return Response::ok({{"status", "ok"}, {"version", ROOST_VERSION}}); }

    Result<Response> ready() const {
        TRY(parts_.ready ? parts_.ready() : parts_.db.ping());
        return Response::ok({{"status", "ready"}});
    }

    Result<void> bind_metrics() {
        metrics_listener_ = TRY(Listener::bind(options_.metrics_listen));
        auto const& address = metrics_listener_->address();
        dispatcher_.metrics_port = std::atoi(address.c_str() + address.rfind(':') + 1);
        return {};
    }

    Result<Response> metrics_answer(Request const& request) const {
        if (!metrics_listener_ && !is_near(request.remote_address)) return errors::not_found();
        metrics::Text text;
        metrics_.write(text);
        if (parts_.measure) parts_.measure(text);
        auto response = Response::json_text(text.take());
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        return response;
    }

    Response openapi() const {
        Response response;
        response.borrowed = options_.openapi_json;
        return response;
    }

    ServerOptions options_;
    ServerParts parts_;
    Router router_;
    RequestMetrics metrics_;
    Dispatcher dispatcher_;
    UploadSpool spool_;
    HandlerPool pool_;
    std::unique_ptr<LiveHub> live_;
    std::unique_ptr<Connections> connections_;
    std::unique_ptr<Listener> listener_;
    std::unique_ptr<Listener> metrics_listener_;
    bool stopped_ = false;
};

Routes HttpServer::own_routes() {
    auto area = Area::admin;
    auto open = Permission::anyone;
    return {
        {Method::get, "/healthz", "get_health", area, open, Rate::read, [this](auto&) { return health(); },
         Body::none()},
        {Method::get, "/readyz", "get_ready", area, open, Rate::read, [this](auto&) { return ready(); },
         Body::none()},
        {Method::get, "/metrics", "get_metrics", area, open, Rate::read,
         [this](auto& request) { return metrics_answer(request); }, Body::none()},
        {Method::get, "/api/openapi.json", "get_openapi", area, open, Rate::read,
         [this](auto&) { return openapi(); }, Body::none()},
        // An upgrade never gets here: the connection hands its socket to the live hub.
        {Method::get, "/api/live", "open_live", area, Permission::self, Rate::read,
         [](auto&) -> Result<Response> {
             auto response = Response::json(426, {{"detail", "Open this address as a WebSocket."}});
             return std::move(response).with_header("Upgrade", "websocket");
         },
         Body::none()},
    };
}

/// Above the cap a client is told so at once and without waiting for it.
void HttpServer::take_socket(int socket) {
    if (metrics_.connections < options_.limits.connections) return connections_->add(socket);
    auto response = problem_response(errors::busy(), "");
    auto text = response_head(response, {.keep_alive = false}, parts_.clock.now()) + response.body;
    if (::send(socket, text.data(), text.size(), MSG_NOSIGNAL) > 0) ::shutdown(socket, SHUT_WR);
    ::close(socket);
}

/// The address of a request that was put together by hand.
std::string target_of(Request const& request) {
    std::string target;
    auto append = [&](std::string_view text, std::string_view kept) {
        for (char c : text) {
            bool plain =
                std::isalnum(static_cast<unsigned char>(c)) || kept.find(c) != std::string_view::npos;
            plain ? target += c : target += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    };
    append(request.path, "/-_.~:");
    char separator = '?';
    for (auto const& [name, value] : request.query) {
        target += std::exchange(separator, '&');
        append(name, "-_.~");
        target += '=';
        append(value, "-_.~");
    }
    return target;
}

/// A request without a socket: waits for the answer on the calling thread.
Result<Response> HttpServer::dispatch(Request request) {
    auto exchange = std::make_shared<Exchange>();
    auto target = target_of(request);
    exchange->request = std::move(request);
    auto routed = dispatcher_.route(*exchange, target);
    if (!routed.ok()) return dispatcher_.finish(*exchange, std::move(routed).error());

    struct Outcome {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<Response> response;
        std::optional<Millis> until;
    };
    auto outcome = std::make_shared<Outcome>();
    auto change = [outcome](auto act) {
        std::lock_guard lock(outcome->mutex);
        act(*outcome);
        outcome->changed.notify_all();
    };
    Running::Hooks hooks;
    hooks.send = [change](Response response) {
        change([&](Outcome& o) { o.response = std::move(response); });
    };
    hooks.call_later = [change](Millis wait) { change([&](Outcome& o) { o.until = wait; }); };
    auto running = std::make_shared<Running>(dispatcher_, pool_, exchange, std::move(hooks));
    pool_.resume([running] { running->run(false); });
    std::unique_lock lock(outcome->mutex);
    while (!outcome->response) {
        if (!outcome->until) {
            outcome->changed.wait(lock);
        } else if (auto wait = *std::exchange(outcome->until, std::nullopt); !outcome->changed.wait_for(
                       lock, wait, [&] { return outcome->response || outcome->until; })) {
            lock.unlock();
            running->time_out();
            lock.lock();
        }
    }
    return std::move(*outcome->response);
}

}  // namespace

std::unique_ptr<Server> make_server(ServerOptions options, ServerParts parts) {
    return std::make_unique<HttpServer>(std::move(options), std::move(parts));
}

}  // namespace roost::http
