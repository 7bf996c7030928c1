// http_client.h: a small blocking HTTP/1.1 client over a real socket, which can also misbehave.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roost::testing {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// An answer as it came over the wire.
struct Answer {
    int status = 0;
    std::map<std::string, std::string, std::less<>> headers;  // names in lower case; the last one wins
    Headers all_headers;
    std::string body;
    std::string header(std::string_view name) const {
        auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

/// One connection. Throws std::runtime_error when the machine does not do as told.
class HttpClient {
public:
    /// `address` as the server gave it: `127.0.0.1:4711`.
    explicit HttpClient(std::string const& address);
    ~HttpClient();
    HttpClient(HttpClient&& other) noexcept;
    HttpClient(HttpClient const&) = delete;

    /// Bytes as they are; whether all could be sent.
    bool send(std::string_view bytes);
    /// No more will be sent.
    void finish_sending();
    /// The next answer; nothing when the connection ended before one. `head_only` after HEAD.
    std::optional<Answer> receive(bool head_only = false);
    /// Whether the server ended the connection (waits for it up to 20 s).
    bool is_closed_by_server();
    /// Raw bytes for protocols above; throws when the connection ends before.
    std::string receive_bytes(std::size_t size) { return take(size); }

    /// send() and receive() of a whole request.
    Answer request(std::string_view method, std::string_view target, Headers const& headers = {},
                   std::string_view body = {});

private:
    bool read_more();
    std::string take_line();
    std::string take(std::size_t size);

    int socket_ = -1;
    std::string buffer_;
};

}  // namespace roost::testing
