// wire.h: the head of an answer as it goes over the wire.
#pragma once

#include <string>

#include "core/http/message.h"

namespace roost::http {

/// How an answer is framed.
struct Framing {
    bool keep_alive = true;
    bool head_only = false;     // HEAD: the headers of the body, without it
    bool chunked = false;       // length unknown, HTTP/1.1
    bool old_protocol = false;  // HTTP/1.0
};

/// Status line and headers up to the empty line.
std::string response_head(Response const& response, Framing const& framing, Instant now);

/// Reason phrase of a status this program sends.
std::string_view reason_phrase(int status);

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string http_date(Instant at);

}  // namespace roost::http
