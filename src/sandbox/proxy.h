// proxy.h: a stand-in for the proxies accounts go through: HTTP CONNECT and SOCKS5 with a password.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "sandbox/sockets.h"

namespace roost::sandbox {

/// Which connections came out of the proxy, so that the stand-in behind it can refuse all others.
/// Thread-safe.
class Trail {
public:
    void enter(int port, std::string username);
    void leave(int port);
    /// Who came through the proxy from that local port; empty when nobody did.
    std::string who(int port) const;

private:
    mutable std::mutex mutex_;
    std::map<int, std::string> users_;
};

/// Who may use the proxy and which names it resolves (to ports of this machine; nothing else exists).
struct ProxyOptions {
    int port = 0;
    std::string username = "proxy";  // empty: any name, as gateways take one per session
    std::string password = "secret";
    std::map<std::string, int> hosts;  // `instagram.sandbox` → port
};

/// Speaks HTTP (CONNECT, and absolute addresses) and SOCKS5 on one port. Refuses everybody without
/// the password: 407, or SOCKS5 authentication failure. Unknown hosts are 502 or "unreachable".
class Proxy {
public:
    static Result<std::unique_ptr<Proxy>> start(ProxyOptions options, Trail& trail);
    int port() const { return listener_->port(); }

private:
    Proxy(ProxyOptions options, Trail& trail) : options_(std::move(options)), trail_(trail) {}
    void serve(Socket& client);
    void serve_http_proxy(Socket& client);
    void serve_socks(Socket& client);
    /// Who logged in with the right password; nothing for anybody else.
    std::optional<std::string> user_of(HttpRequest const& request) const;
    bool may_pass(std::string const& username, std::string const& password) const;
    bool socks_log_in(Socket& client, std::string& username);
    std::unique_ptr<Socket> reach(std::string const& host);
    void relay(Socket& client, Socket& target, std::string const& username);

    ProxyOptions options_;
    Trail& trail_;
    std::unique_ptr<Listener> listener_;  // last: its threads use all of the above
};

}  // namespace roost::sandbox
