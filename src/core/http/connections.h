// connections.h: HTTP/1 framing and timing of accepted sockets; Asio and Beast stay in its .cpp.
#pragma once

#include <memory>
#include <string>

#include "core/http/dispatcher.h"
#include "core/http/handler_pool.h"
#include "core/http/live_socket.h"
#include "core/http/upload.h"

namespace roost::http {

/// What connections work with; everything outlives them.
struct SocketHost {
    Limits limits;
    std::string public_url;
    Clock& clock;
    Dispatcher& dispatcher;
    HandlerPool& pool;
    RequestMetrics& metrics;
    UploadSpool& spool;
    LiveHub& live;
};

/// All connections, on threads of their own. Thread-safe.
class Connections {
public:
    virtual ~Connections() = default;
    /// Serves an accepted socket, which it owns from here on.
    virtual void add(int descriptor) = 0;
    /// Ends idle connections and lets busy ones finish for at most `grace`; whether all were done.
    virtual bool drain(Millis grace) = 0;
    /// Cuts everything off and ends the threads; nothing of the host is used afterwards.
    virtual void close() = 0;
};

std::unique_ptr<Connections> make_connections(SocketHost host, int threads);

}  // namespace roost::http
