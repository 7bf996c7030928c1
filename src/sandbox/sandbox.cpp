// sandbox.cpp: starts the stand-ins in the order in which they need each other.
#include "sandbox/sandbox.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "core/crypto/password.h"

namespace roost::sandbox {

std::string exit_address(std::string const& username) {
    constexpr std::string_view networks[] = {"192.0.2", "198.51.100", "203.0.113"};
    auto digest = crypto::sha256(username);
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(digest[i]); };
    return fmt::format("{}.{}", networks[byte(0) % 3], 1 + byte(1) % 254);
}

HttpResponse Sandbox::tell_exit(HttpRequest const& request) const {
    auto who = trail_.who(request.peer_port);
    if (who.empty()) return {403, R"({"error":"direct_connection"})"};
    return {200, boost::json::serialize(boost::json::object{{"ip", exit_address(who)}})};
}

Result<std::unique_ptr<Sandbox>> Sandbox::start(SandboxOptions const& options, Random& random) {
    std::unique_ptr<Sandbox> sandbox(new Sandbox());
    auto* self = sandbox.get();
    self->instagram_ = TRY(Instagram::start(0, self->trail_, random));
    self->instagram_->set_failures(options.failures);
    self->exit_ = TRY(Listener::start(0, [self](Socket& client) {
        serve_http(client, [&](HttpRequest const& request) { return self->tell_exit(request); });
    }));
    self->proxy_ = TRY(Proxy::start({.port = options.proxy_port,
                                     .username = options.proxy_username,
                                     .password = options.proxy_password,
                                     .hosts = {{std::string(instagram_host), self->instagram_->port()},
                                               {std::string(exit_host), self->exit_->port()}}},
                                    self->trail_));
    self->control_ = TRY(Control::start(options.control_port, *self->instagram_));
    return sandbox;
}

}  // namespace roost::sandbox
