// request_reader.h: one HTTP/1 request out of bytes, without sockets; Beast's parser stays in its .cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/http/message.h"

namespace roost::http {

/// What the head of a request says besides its headers.
struct RequestHead {
    std::optional<Method> method;  // nothing: one this server does not know
    std::string target;
    bool old_protocol = false;  // HTTP/1.0
    bool keep_alive = false;
    std::optional<std::uint64_t> content_length;
};

/// Reads exactly one request; framing that could be read in two ways is refused. Not thread-safe.
class RequestReader {
public:
    explicit RequestReader(std::size_t header_bytes_max);
    ~RequestReader();

    /// What a step did: how many bytes it took, and whether it needs more of them.
    struct Step {
        std::size_t taken = 0;
        bool needs_more = false;
    };
    /// Reads on in the head, which must stand in `input` from its first byte. Errors:
    /// request.headers_too_large, request.unreadable.
    Result<Step> read_head(std::string_view input);
    /// Reads on in the body and appends at most 16 KiB of it to `out`. Error request.unreadable.
    Result<Step> read_body(std::string_view input, std::string& out);

    bool has_head() const;
    bool is_done() const;
    /// Fills the headers (names in lower case, repeated ones joined) and says the rest. Error
    /// request.unreadable for a missing or repeated Host.
    Result<RequestHead> head(Request& into) const;

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace roost::http
