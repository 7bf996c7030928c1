// proxy.cpp: HTTP CONNECT and SOCKS5 with a password, relayed to stand-ins on this machine.
#include "sandbox/proxy.h"

#include "core/base/base64.h"

namespace roost::sandbox {

namespace {

constexpr std::string_view need_password =
    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"sandbox\"\r\n"
    "Content-Length: 0\r\n\r\n";
constexpr std::string_view bad_gateway = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
constexpr std::string_view established = "HTTP/1.1 200 Connection established\r\n\r\n";

std::string host_of(std::string_view authority) {
    return std::string(authority.substr(0, authority.rfind(':')));
}

/// SOCKS5 reply (RFC 1928): version, code, reserved, IPv4 0.0.0.0:0.
std::string socks_reply(char code) { return {5, code, 0, 1, 0, 0, 0, 0, 0, 0}; }

}  // namespace

void Trail::enter(int port, std::string username) {
    std::lock_guard lock(mutex_);
    users_[port] = std::move(username);
}

void Trail::leave(int port) {
    std::lock_guard lock(mutex_);
    users_.erase(port);
}

std::string Trail::who(int port) const {
    std::lock_guard lock(mutex_);
    auto found = users_.find(port);
    return found == users_.end() ? std::string() : found->second;
}

Result<std::unique_ptr<Proxy>> Proxy::start(ProxyOptions options, Trail& trail) {
    auto port = options.port;
    std::unique_ptr<Proxy> proxy(new Proxy(std::move(options), trail));
    proxy->listener_ =
        TRY(Listener::start(port, [self = proxy.get()](Socket& client) { self->serve(client); }));
    return proxy;
}

void Proxy::serve(Socket& client) {
    if (client.peek() == 5) serve_socks(client);
    else serve_http_proxy(client);
}

std::unique_ptr<Socket> Proxy::reach(std::string const& host) {
    auto found = options_.hosts.find(host);
    return found == options_.hosts.end() ? nullptr : Socket::connect_local(found->second);
}

bool Proxy::may_pass(std::string const& username, std::string const& password) const {
    bool known = options_.username.empty() ? !username.empty() : username == options_.username;
    return known && password == options_.password;
}

std::optional<std::string> Proxy::user_of(HttpRequest const& request) const {
    constexpr std::string_view scheme = "Basic ";
    auto header = request.header("proxy-authorization");
    if (!header.starts_with(scheme)) return std::nullopt;
    auto both = text::base64_decode(std::string_view(header).substr(scheme.size()));
    if (!both) return std::nullopt;
    auto colon = both->find(':');
    if (colon == std::string::npos) return std::nullopt;
    auto username = both->substr(0, colon);
    return may_pass(username, both->substr(colon + 1)) ? std::optional(username) : std::nullopt;
}

void Proxy::serve_http_proxy(Socket& client) {
    HttpRequest request;
    while (read_head(client, request) && read_body(client, request)) {
        auto username = user_of(request);
        if (!username) {
            if (!client.write(need_password)) return;
            request = {};
            continue;
        }
        bool tunnel = request.method == "CONNECT";
        std::string_view rest = request.target;
        if (!tunnel && rest.starts_with("http://")) rest.remove_prefix(7);
        auto slash = std::min(rest.find('/'), rest.size());
        auto authority = std::string(rest.substr(0, slash));
        auto target = reach(authority.find(':') == std::string::npos ? authority : host_of(authority));
        if (!target) {
            client.write(bad_gateway);
            return;
        }
        if (tunnel) {
            client.write(established);
        } else {
            auto path = slash < rest.size() ? std::string(rest.substr(slash)) : std::string("/");
            std::string head = request.method + " " + path + " HTTP/1.1\r\n";
            for (auto const& [name, value] : request.headers) {
                if (name != "proxy-authorization") head += name + ": " + value + "\r\n";
            }
            trail_.enter(target->local_port(), *username);
            target->write(head + "\r\n" + request.body);
        }
        return relay(client, *target, *username);
    }
}

bool Proxy::socks_log_in(Socket& client, std::string& username) {
    auto hello = client.read(2);
    if (hello.size() < 2) return false;
    auto methods = client.read(static_cast<unsigned char>(hello[1]));
    if (methods.find('\x02') == std::string::npos) {
        client.write(std::string_view("\x05\xff", 2));
        return false;
    }
    client.write(std::string_view("\x05\x02", 2));
    auto field = [&] {
        auto size = client.read(1);
        return size.empty() ? std::string() : client.read(static_cast<unsigned char>(size[0]));
    };
    (void)client.read(1);
    username = field();
    auto password = field();
    bool good = may_pass(username, password);
    client.write(std::string_view(good ? "\x01\x00" : "\x01\x01", 2));
    return good;
}

void Proxy::serve_socks(Socket& client) {
    std::string username;
    if (!socks_log_in(client, username)) return;
    auto request = client.read(4);
    if (request.size() < 4 || request[1] != 1) return;
    std::string host;
    if (request[3] == 3) {
        auto size = client.read(1);
        if (!size.empty()) host = client.read(static_cast<unsigned char>(size[0]));
    } else {
        (void)client.read(request[3] == 1 ? 4 : 16);  // addresses lead nowhere here: only names are known
    }
    (void)client.read(2);
    auto target = reach(host);
    client.write(socks_reply(target ? 0 : 4));
    if (target) relay(client, *target, username);
}

void Proxy::relay(Socket& client, Socket& target, std::string const& username) {
    auto port = target.local_port();
    trail_.enter(port, username);
    std::thread back([&] {
        for (auto data = target.read_some(); !data.empty() && client.write(data); data = target.read_some()) {
        }
        client.shut();
    });
    for (auto data = client.read_some(); !data.empty() && target.write(data); data = client.read_some()) {
    }
    target.shut();
    back.join();
    trail_.leave(port);
}

}  // namespace roost::sandbox
