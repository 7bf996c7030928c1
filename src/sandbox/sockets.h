// sockets.h: blocking sockets and a small HTTP/1.1 server for stand-ins; one thread per connection.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/enums.h"
#include "core/base/result.h"

namespace roost::sandbox {

/// A connected socket with a read buffer. Reads and writes give up after ten seconds of silence.
class Socket {
public:
    explicit Socket(int handle);
    ~Socket();
    Socket(Socket const&) = delete;

    /// Connects to 127.0.0.1:`port`; nothing when nobody listens.
    static std::unique_ptr<Socket> connect_local(int port);

    bool write(std::string_view data);
    /// Exactly `size` bytes, or less at the end of the stream.
    std::string read(std::size_t size);
    /// Up to and without CRLF; nothing at the end, or when the line is too long.
    bool read_line(std::string& line);
    /// What was read ahead, then whatever comes next; empty at the end.
    std::string read_some();
    /// The first byte without taking it; -1 at the end.
    int peek();
    void shut();
    int handle() const { return handle_; }
    int peer_port() const;
    int local_port() const;

private:
    bool fill();
    int handle_;
    std::string buffer_;
};

/// Accepts on 127.0.0.1 and runs `serve` on a thread per connection; stops and joins at the end.
class Listener {
public:
    using Serve = std::function<void(Socket&)>;
    /// Port 0 picks one. Error sandbox.cannot_listen.
    static Result<std::unique_ptr<Listener>> start(int port, Serve serve);
    ~Listener();
    int port() const { return port_; }

private:
    Listener(int handle, int port, Serve serve);
    void accept_all();
    void serve_one(int handle);

    int handle_;
    int port_;
    Serve serve_;
    std::mutex mutex_;
    std::condition_variable idle_;
    std::set<Socket*> open_;
    int running_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

struct HttpRequest {
    std::string method;
    std::string target;
    std::map<std::string, std::string, std::less<>> headers;  // names in lower case
    std::string body;
    int peer_port = 0;
    std::string header(std::string_view name) const;
};

/// How much of an answer reaches the client before the connection is closed.
enum class Delivery { whole, half, nothing };
BOOST_DESCRIBE_ENUM(Delivery, whole, half, nothing)

struct HttpResponse {
    int status = 200;
    std::string body = {};
    std::string content_type = "application/json";
    std::map<std::string, std::string, std::less<>> headers = {};  // further ones
    Delivery delivery = Delivery::whole;
};

/// Reads a request's head; nothing at the end of the stream or when it is none.
bool read_head(Socket& socket, HttpRequest& request);
/// Reads the body by its Content-Length (at most 16 MB).
bool read_body(Socket& socket, HttpRequest& request);

/// Serves HTTP/1.1 with keep-alive until the client goes.
void serve_http(Socket& socket, std::function<HttpResponse(HttpRequest const&)> const& handle);

}  // namespace roost::sandbox
