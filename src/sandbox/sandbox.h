// sandbox.h: every stand-in together, as `roost sandbox` and `roost demo` run them.
#pragma once

#include <memory>

#include "sandbox/control.h"
#include "sandbox/instagram.h"
#include "sandbox/proxy.h"

namespace roost::sandbox {

/// The names that the proxy knows.
inline constexpr std::string_view instagram_host = "instagram.sandbox";
inline constexpr std::string_view exit_host = "exit.sandbox";  // tells which address it was asked from

/// Ports of 0 pick free ones.
struct SandboxOptions {
    int control_port = 0;
    int proxy_port = 0;
    std::string proxy_username = "proxy";  // empty: any name
    std::string proxy_password = "secret";
    Failures failures;
};

/// Runs from start() until its end. Thread-safe.
class Sandbox {
public:
    /// `random` outlives it. Error sandbox.cannot_listen.
    static Result<std::unique_ptr<Sandbox>> start(SandboxOptions const& options, Random& random);

    Instagram& instagram() { return *instagram_; }
    int instagram_port() const { return instagram_->port(); }
    int proxy_port() const { return proxy_->port(); }
    int control_port() const { return control_->port(); }

private:
    Sandbox() = default;
    HttpResponse tell_exit(HttpRequest const& request) const;

    Trail trail_;
    std::unique_ptr<Instagram> instagram_;
    std::unique_ptr<Listener> exit_;
    std::unique_ptr<Proxy> proxy_;
    std::unique_ptr<Control> control_;
};

/// The address that somebody who came through the proxy under that name seems to have: one of those
/// set aside for documentation, always the same for the same name.
std::string exit_address(std::string const& username);

}  // namespace roost::sandbox
