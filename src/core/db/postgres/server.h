// server.h: the PostgreSQL behind an address: new sessions, and whether it answers at all.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/instant.h"
#include "core/base/result.h"
#include "core/clock/clock.h"
#include "core/db/db.h"
#include "core/db/postgres/pipeline.h"

namespace roost::db::postgres {

/// A server that stands still keeps its connections open and takes new ones without a word, so silence alone
/// says nothing: a long statement is silent too. Who has waited for a while asks here. One opinion for all
/// connections, so that a hundred requests find out together. Thread-safe.
class Server final : public Liveness {
public:
    Server(std::string url, Durability durability) : url_(std::move(url)), durability_(durability) {}

    /// A session in pipeline mode. Error db.unreachable, at once while the server was found silent a moment
    /// ago.
    Result<Pipeline::Handle> connect();

    /// What every session begins with.
    std::vector<char const*> settings() const;

    bool answers() override;

private:
    Result<Pipeline::Handle> try_to_connect() const;

    std::string const url_;
    Durability const durability_;
    SystemClock clock_;  // how long something takes is real time, whatever a test's clock says
    std::mutex asking_;
    bool answered_ = true;                        // guarded by asking_
    Millis asked_at_{-1'000'000};                 // guarded by asking_
    std::atomic<std::int64_t> silent_until_ = 0;  // of the monotonic clock; before it nobody tries to connect
};

}  // namespace roost::db::postgres
