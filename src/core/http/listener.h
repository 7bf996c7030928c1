// listener.h: binds an address and accepts connections on a thread of its own.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "core/base/result.h"

namespace roost::http {

/// Plain sockets: accepting is one blocking call, and what accepted sockets do is not its business.
class Listener {
public:
    /// Binds `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, `*:8080` or `:8080`. Error
    /// http.cannot_listen says why.
    static Result<std::unique_ptr<Listener>> bind(std::string const& address);
    ~Listener();

    /// The address really bound; port 0 picked one.
    std::string const& address() const { return address_; }
    /// Calls `on_socket` with every accepted descriptor, which it then owns.
    void start(std::function<void(int)> on_socket);
    /// Closes the listening socket and joins.
    void stop();

private:
    Listener(int socket, int wake, std::string address)
        : socket_(socket), wake_(wake), address_(std::move(address)) {}
    void run(std::function<void(int)> const& on_socket);

    int socket_;
    int wake_;  // an eventfd that ends the wait
    std::string address_;
    std::thread thread_;
};

}  // namespace roost::http
