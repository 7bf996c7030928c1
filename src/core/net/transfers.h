// transfers.h: single tries over libcurl's multi interface, all on one thread.
#pragma once

#include <memory>

#include "core/net/http.h"

namespace roost::net {

/// Runs transfers. Thread-safe; run() blocks its caller until the try is over.
class Transfers {
public:
    explicit Transfers(bool allow_private);
    /// Breaks off what runs.
    ~Transfers();
    Transfers(Transfers const&) = delete;

    Result<Response> run(Request const& request);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace roost::net
