// control.h: the sandbox's own page and API: look at profiles, say how often Instagram fails.
#pragma once

#include <memory>

#include "sandbox/instagram.h"
#include "sandbox/sockets.h"

namespace roost::sandbox {

/// `GET /` a page; `GET /profiles`, `GET /profiles/NAME`, `GET /failures`, `PUT /failures`
/// {"checkpoint", "rate_limited", "broken_off"} (each from 0 to 1; those left out stay).
/// Thread-safe.
class Control {
public:
    /// Error sandbox.cannot_listen.
    static Result<std::unique_ptr<Control>> start(int port, Instagram& instagram);
    int port() const { return listener_->port(); }

private:
    explicit Control(Instagram& instagram) : instagram_(instagram) {}
    HttpResponse handle(HttpRequest const& request);
    HttpResponse show_profile(std::string const& username) const;
    HttpResponse set_failures(HttpRequest const& request);
    HttpResponse page() const;

    Instagram& instagram_;
    std::unique_ptr<Listener> listener_;  // last: its threads use all of the above
};

}  // namespace roost::sandbox
