// reader_pool.h: the reading connections, handed out one per running read closure.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "core/db/db.h"
#include "core/db/driver.h"
#include "core/db/meters.h"

namespace roost::db {

using ReadFunction = std::function<Result<void>(Reader&)>;

/// Thread-safe. Connections are opened when first needed; the one used last is used next, so that a
/// quiet program keeps one warm cache instead of many.
class ReaderPool {
public:
    ReaderPool(Driver& driver, int size, Meters& meters) : driver_(driver), meters_(meters), free_(size) {}

    /// Runs `fn` on a snapshot. When the connection dies under it, once more on a fresh one.
    /// Errors: db.busy when no connection came free for 30 s, db.unreachable, and those of `fn`.
    Result<void> read(ReadFunction const& fn);

private:
    class Lease;
    Result<std::unique_ptr<Connection>> acquire();
    void release(std::unique_ptr<Connection> connection);
    Result<void> read_on(Connection& connection, ReadFunction const& fn);

    Driver& driver_;
    Meters& meters_;
    std::mutex mutex_;
    std::condition_variable returned_;
    int free_;  // how many may still be handed out
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace roost::db
