// sockets.cpp: blocking sockets and a small HTTP/1.1 server for stand-ins.
#include "sandbox/sockets.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace roost::sandbox {

namespace {

constexpr std::size_t line_max = 16 << 10;
constexpr std::size_t headers_max = 100;
constexpr std::size_t body_max = 16 << 20;

sockaddr_in local_address(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

std::string lower(std::string text) {
    for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

}  // namespace

Socket::Socket(int handle) : handle_(handle) {
    timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(handle_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    int on = 1;
    setsockopt(handle_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Socket::~Socket() { ::close(handle_); }

std::unique_ptr<Socket> Socket::connect_local(int port) {
    int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (handle < 0) return nullptr;
    auto address = local_address(port);
    if (::connect(handle, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(handle);
        return nullptr;
    }
    return std::make_unique<Socket>(handle);
}

bool Socket::write(std::string_view data) {
    while (!data.empty()) {
        auto sent = ::send(handle_, data.data(), data.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        data.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Socket::fill() {
    char piece[16384];
    auto got = ::recv(handle_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(got));
    return true;
}

std::string Socket::read(std::size_t size) {
    while (buffer_.size() < size && fill()) {
    }
    auto taken = buffer_.substr(0, size);
    buffer_.erase(0, taken.size());
    return taken;
}

bool Socket::read_line(std::string& line) {
    for (;;) {
        auto end = buffer_.find("\r\n");
        if (end != std::string::npos) {
            line = buffer_.substr(0, end);
            buffer_.erase(0, end + 2);
            return true;
        }
        if (buffer_.size() > line_max || !fill()) return false;
    }
}

std::string Socket::read_some() {
    if (buffer_.empty()) fill();
    return std::exchange(buffer_, {});
}

int Socket::peek() {
    if (buffer_.empty() && !fill()) return -1;
    return static_cast<unsigned char>(buffer_.front());
}

void Socket::shut() { ::shutdown(handle_, SHUT_RDWR); }

int Socket::peer_port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getpeername(handle_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

int Socket::local_port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(handle_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

Result<std::unique_ptr<Listener>> Listener::start(int port, Serve serve) {
    int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    if (handle >= 0) setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    auto address = local_address(port);
    socklen_t size = sizeof address;
    if (handle < 0 || ::bind(handle, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(handle, 256) != 0) {
        if (handle >= 0) ::close(handle);
        return errors::unavailable("sandbox.cannot_listen", "Port " + std::to_string(port) + " is taken.");
    }
    getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size);
    return std::unique_ptr<Listener>(new Listener(handle, ntohs(address.sin_port), std::move(serve)));
}

Listener::Listener(int handle, int port, Serve serve)
    : handle_(handle), port_(port), serve_(std::move(serve)), thread_([this] { accept_all(); }) {}

Listener::~Listener() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        for (auto* socket : open_) socket->shut();
    }
    ::shutdown(handle_, SHUT_RDWR);
    thread_.join();
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [&] { return running_ == 0; });
    ::close(handle_);
}

void Listener::accept_all() {
    for (;;) {
        int handle = ::accept4(handle_, nullptr, nullptr, SOCK_CLOEXEC);
        std::lock_guard lock(mutex_);
        if (handle < 0 || stopping_) {
            if (handle >= 0) ::close(handle);
            return;
        }
        ++running_;
        std::thread([this, handle] { serve_one(handle); }).detach();  // the destructor waits for running_
    }
}

void Listener::serve_one(int handle) {
    {
        Socket socket(handle);
        {
            std::lock_guard lock(mutex_);
            if (stopping_) socket.shut();
            open_.insert(&socket);
        }
        serve_(socket);
        std::lock_guard lock(mutex_);
        open_.erase(&socket);
    }
    std::lock_guard lock(mutex_);
    --running_;
    idle_.notify_all();
}

std::string HttpRequest::header(std::string_view name) const {
    auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

bool read_head(Socket& socket, HttpRequest& request) {
    std::string line;
    if (!socket.read_line(line)) return false;
    auto first = line.find(' ');
    auto second = line.rfind(' ');
    if (first == std::string::npos || second <= first) return false;
    request.method = line.substr(0, first);
    request.target = line.substr(first + 1, second - first - 1);
    request.peer_port = socket.peer_port();
    for (std::size_t n = 0; n < headers_max; ++n) {
        if (!socket.read_line(line)) return false;
        if (line.empty()) return true;
        auto colon = line.find(':');
        if (colon == std::string::npos) return false;
        auto value = line.substr(colon + 1);
        value.erase(0, value.find_first_not_of(' '));
        request.headers[lower(line.substr(0, colon))] = value;
    }
    return false;
}

bool read_body(Socket& socket, HttpRequest& request) {
    auto text = request.header("content-length");
    if (text.empty()) return true;
    std::size_t size = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (failed != std::errc{} || *end != '\0' || size > body_max) return false;
    request.body = socket.read(size);
    return request.body.size() == size;
}

namespace {

std::string head_of(HttpResponse const& response) {
    auto head = fmt::format("HTTP/1.1 {} Sandbox\r\n", response.status);
    if (response.status != 204)
        head += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", response.content_type,
                            response.body.size());
    for (auto const& [name, value] : response.headers) head += name + ": " + value + "\r\n";
    return head + "\r\n";
}

}  // namespace

void serve_http(Socket& socket, std::function<HttpResponse(HttpRequest const&)> const& handle) {
    for (;;) {
        HttpRequest request;
        if (!read_head(socket, request) || !read_body(socket, request)) return;
        auto response = handle(request);
        if (response.delivery == Delivery::nothing) return;
        bool whole = response.delivery == Delivery::whole;
        auto sent = std::string_view(response.body).substr(0, response.body.size() / (whole ? 1 : 2));
        if (!socket.write(head_of(response) + std::string(sent)) || !whole) return;
    }
}

}  // namespace roost::sandbox
