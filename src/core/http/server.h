// server.h: the HTTP server: routes in, sockets out.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/clock/clock.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "core/http/route.h"
#include "core/live/live.h"
#include "core/metrics/text.h"

namespace roost::http {

/// Finds out who is asking. Implemented by the identity domain (people, tokens) together with bots.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// The actor of the request's cookie or bearer token, with X-Workspace-Id and, for a cookie on a
    /// changing method, X-CSRF-Token checked. No credentials at all: nothing. Errors: 401
    /// auth.invalid_token, 400 workspace.required, 403 auth.csrf. Sets session_id through `request`.
    virtual Result<std::optional<Actor>> authenticate(Request& request) = 0;
};

/// A file of the web application, embedded in the program.
struct StaticFile {
    std::string_view path;  // `/assets/index-abc.js`
    std::string_view content_type;
    std::string_view plain;
    std::string_view gzip;
    std::string_view brotli;
    bool immutable = false;  // hashed name: cache for a year
};

/// What one client may cost. The times are real ones: a frozen test clock does not stop them.
struct Limits {
    std::size_t header_bytes = 16 << 10;  // 431 above
    Millis header_time{10'000};           // from the first byte to the end of the header; 408
    Millis body_time{30'000};             // a body may take this and one second per KiB; 408
    Millis idle_time{60'000};             // between requests, and for a client that does not read
    int connections = 8192;               // 503 above
    int live_connections = 20'000;        // WebSockets; 503 above
    int queued_requests = 1024;           // waiting for a handler thread; 503 above
};

struct ServerOptions {
    std::string listen = "127.0.0.1:8080";
    std::string metrics_listen;  // empty: /metrics is on `listen`, for near addresses only
    std::string public_url;
    int io_threads = 1;
    int handler_threads = 8;
    std::int64_t rate_limit_per_minute = 0;  // 0: off
    std::string upload_dir;                  // sealed spool of uploads
    std::vector<StaticFile> static_files;
    std::string openapi_json;
    Limits limits;
};

/// Serves routes, the live WebSocket, the web application and health. Thread-safe.
class Server {
public:
    virtual ~Server() = default;
    virtual void add(Routes routes) = 0;
    /// Binds and starts; the address really bound (port 0 picks one). Error http.cannot_listen.
    virtual Result<std::string> start() = 0;
    /// The address of the metrics' own listener after start(); empty without one.
    virtual std::string metrics_address() const = 0;
    /// Stops accepting, finishes what runs, closes; returns after at most `grace`.
    virtual void stop(Millis grace) = 0;
    /// Runs a request through routing, authentication and handler without a socket; for tests.
    virtual Result<Response> dispatch(Request request) = 0;
    /// Every route, for the completeness tests.
    virtual Routes const& routes() const = 0;
};

struct ServerParts {
    db::Db& db;
    Clock& clock;
    Random& random;
    crypto::Keyring& keys;
    Authenticator& authenticator;
    live::Feed& feed;
    std::function<Result<void>()> ready;          // for /readyz
    std::function<void(metrics::Text&)> measure;  // what else /metrics tells
};

std::unique_ptr<Server> make_server(ServerOptions options, ServerParts parts);

}  // namespace roost::http
