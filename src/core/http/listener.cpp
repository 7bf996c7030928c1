// listener.cpp: the listening socket.
#include "core/http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "core/base/text.h"
#include "core/log/log.h"

namespace roost::http {
namespace {

Error cannot_listen(std::string const& address, std::string const& why) {
    return roost::errors::unavailable("http.cannot_listen", "Cannot listen on " + address + ": " + why + ".");
}

union SocketAddress {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

/// Reads host and port; nothing when they are malformed. The size is that of the family's struct.
std::optional<std::pair<SocketAddress, socklen_t>> parse(std::string const& address) {
    auto colon = address.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    auto host = address.substr(0, colon);
    auto port = text::parse_int(address.substr(colon + 1));
    if (!port || *port < 0 || *port > 65'535) return std::nullopt;
    if (host == "localhost") host = "127.0.0.1";
    if (host.empty() || host == "*") host = "0.0.0.0";
    SocketAddress parsed;
    std::memset(&parsed, 0, sizeof parsed);
    if (inet_pton(AF_INET, host.c_str(), &parsed.v4.sin_addr) == 1) {
        parsed.v4.sin_family = AF_INET;
        parsed.v4.sin_port = htons(static_cast<std::uint16_t>(*port));
        return std::pair{parsed, socklen_t{sizeof parsed.v4}};
    }
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (inet_pton(AF_INET6, host.c_str(), &parsed.v6.sin6_addr) != 1) return std::nullopt;
    parsed.v6.sin6_family = AF_INET6;
    parsed.v6.sin6_port = htons(static_cast<std::uint16_t>(*port));
    return std::pair{parsed, socklen_t{sizeof parsed.v6}};
}

std::string bound_address(int socket) {
    SocketAddress bound;
    socklen_t size = sizeof bound;
    getsockname(socket, &bound.any, &size);
    char text[INET6_ADDRSTRLEN] = "";
    if (bound.any.sa_family == AF_INET) {
        inet_ntop(AF_INET, &bound.v4.sin_addr, text, sizeof text);
        return std::string(text) + ":" + std::to_string(ntohs(bound.v4.sin_port));
    }
    inet_ntop(AF_INET6, &bound.v6.sin6_addr, text, sizeof text);
    return "[" + std::string(text) + "]:" + std::to_string(ntohs(bound.v6.sin6_port));
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::bind(std::string const& address) {
    auto parsed = parse(address);
    if (!parsed) return cannot_listen(address, "it is not an address such as 127.0.0.1:8080");
    int socket = ::socket(parsed->first.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) return cannot_listen(address, std::strerror(errno));
    int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(socket, &parsed->first.any, parsed->second) != 0 || ::listen(socket, 4096) != 0) {
        auto why = std::string(std::strerror(errno));
        ::close(socket);
        return cannot_listen(address, why);
    }
    return std::unique_ptr<Listener>(new Listener(socket, eventfd(0, EFD_CLOEXEC), bound_address(socket)));
}

Listener::~Listener() {
    stop();
    ::close(wake_);
}

void Listener::start(std::function<void(int)> on_socket) {
    thread_ = std::thread([this, on_socket = std::move(on_socket)] { run(on_socket); });
}

void Listener::stop() {
    if (socket_ < 0) return;
    eventfd_write(wake_, 1);
    if (thread_.joinable()) thread_.join();
    ::close(std::exchange(socket_, -1));
}

void Listener::run(std::function<void(int)> const& on_socket) {
    while (true) {
        pollfd waits[] = {{socket_, POLLIN, 0}, {wake_, POLLIN, 0}};
        if (poll(waits, 2, -1) < 0 && errno != EINTR) return;
        if (waits[1].revents != 0) return;
        int accepted = accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (accepted >= 0) {
            on_socket(accepted);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
            // Out of descriptors, mostly: wait for some to be closed instead of spinning.
            log::warning("cannot accept a connection", {{"reason", std::strerror(errno)}});
            if (poll(&waits[1], 1, 100) > 0) return;
        }
    }
}

}  // namespace roost::http
