// live_socket.h: /api/live: the change feed over WebSockets (API.md "Live").
#pragma once

#include <memory>
#include <string>

#include "core/http/handler_pool.h"
#include "core/http/metrics.h"
#include "core/http/server.h"

namespace roost::http {

/// Lets the WebSocket name its workspace as ?workspace=, because browsers can set no header on it.
void take_workspace_from_query(Request& request);

/// Refuses a cookie from a foreign page: its Origin must be the server's own. 403 live.bad_origin.
Result<void> check_live_origin(Request const& request, std::string_view public_url);

/// All live sockets, on a thread of their own. Thread-safe.
class LiveHub {
public:
    virtual ~LiveHub() = default;
    virtual void start() = 0;
    /// Closes every socket and ends the thread.
    virtual void stop() = 0;
    /// Takes over an admitted upgrade request: its socket (owned from here on) and what was read
    /// beyond the request.
    virtual void adopt(int socket, Request request, std::string read_ahead) = 0;
};

std::unique_ptr<LiveHub> make_live_hub(ServerParts const& parts, HandlerPool& pool, RequestMetrics& metrics);

}  // namespace roost::http
