// tiny_server.h: a server on a free local port that does with each connection what a test says.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace roost::net::testing {

inline std::string receive(int fd, std::size_t most = 65'536) {
    std::string data(most, '\0');
    auto got = ::recv(fd, data.data(), data.size(), 0);
    data.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return data;
}
inline void transmit(int fd, std::string_view data) {
    while (!data.empty()) {
        auto sent = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        data.remove_prefix(static_cast<std::size_t>(sent));
    }
}
/// Exactly `size` bytes, or fewer when the other side closed.
inline std::string receive_exactly(int fd, std::size_t size) {
    std::string data;
    while (data.size() < size) {
        auto more = receive(fd, size - data.size());
        if (more.empty()) break;
        data += more;
    }
    return data;
}
/// The head of a request and its body by Content-Length.
inline std::string receive_request(int fd) {
    std::string data;
    while (data.find("\r\n\r\n") == data.npos) {
        auto more = receive(fd);
        if (more.empty()) return data;
        data += more;
    }
    auto at = data.find("Content-Length: ");
    auto wanted = data.find("\r\n\r\n") + 4 + (at == data.npos ? 0 : std::stoul(data.substr(at + 16)));
    while (data.size() < wanted) {
        auto more = receive(fd);
        if (more.empty()) break;
        data += more;
    }
    return data;
}
inline std::string answer(int status, std::string const& body, std::string const& headers = "") {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}
inline int connect_local(int port) {
    int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{.sin_family = AF_INET,
                   .sin_port = htons(static_cast<std::uint16_t>(port)),
                   .sin_addr = {htonl(INADDR_LOOPBACK)},
                   .sin_zero = {}};
    if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("connect");
    return fd;
}
/// Passes bytes both ways until one side closes.
inline void relay(int a, int b) {
    pollfd both[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
    while (::poll(both, 2, 20'000) > 0) {
        for (int from = 0; from < 2; ++from) {
            if (!(both[from].revents & (POLLIN | POLLHUP))) continue;
            auto data = receive(both[from].fd);
            if (data.empty()) return;
            transmit(both[1 - from].fd, data);
        }
    }
}

/// Calls `serve(fd)` on a thread per connection and closes it afterwards.
class TinyServer {
public:
    explicit TinyServer(std::function<void(int)> serve) : serve_(std::move(serve)) {
        fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in at{
            .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        socklen_t size = sizeof at;
        if (::bind(fd_, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(fd_, 64) != 0 ||
            ::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
            throw std::runtime_error("no server");
        }
        port_ = ntohs(at.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    ~TinyServer() {
        ::shutdown(fd_, SHUT_RDWR);
        acceptor_.join();
        for (int fd : open_) ::shutdown(fd, SHUT_RDWR);
        for (auto& thread : threads_) thread.join();
        ::close(fd_);
        for (int fd : open_) ::close(fd);
    }
    int port() const { return port_; }
    std::string url(std::string const& path = "/") const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }
    int connections() {
        std::lock_guard lock(mutex_);
        return static_cast<int>(open_.size());
    }

private:
    void accept_all() {
        while (true) {
            int fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) return;
            std::lock_guard lock(mutex_);
            open_.push_back(fd);
            threads_.emplace_back([this, fd] {
                serve_(fd);
                ::shutdown(fd, SHUT_RDWR);
            });
        }
    }

    std::function<void(int)> serve_;
    int fd_ = -1;
    int port_ = 0;
    std::mutex mutex_;
    std::vector<int> open_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

}  // namespace roost::net::testing
