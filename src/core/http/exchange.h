// exchange.h: one request on its way through the server, with what was found out about it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/clock/stopwatch.h"
#include "core/http/route.h"

namespace roost::http {

/// A request that holds an Idempotency-Key while its handler runs.
struct IdempotencyTicket {
    WorkspaceId workspace;
    std::string actor;
    std::string operation;
    std::string key;
    Repeat repeat = Repeat::answer;
};

struct Exchange {
    Request request;
    Route const* route = nullptr;  // nothing: no such path, a static file, or a method it hasn't
    std::string allow;             // methods of the path when only the method is wrong
    std::vector<std::pair<std::string, std::string>> headers;  // for the answer, whatever it is
    std::string upload_hash;                                   // of an upload's fields and files
    std::optional<IdempotencyTicket> ticket;
    Stopwatch took;
    int local_port = 0;  // where the request arrived; 0: not over a socket
};

}  // namespace roost::http
