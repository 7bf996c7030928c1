// reader_pool.cpp: the reading connections, handed out one per running read closure.
#include "core/db/reader_pool.h"

#include "core/clock/stopwatch.h"
#include "core/db/closure.h"
#include "core/db/failures.h"

namespace roost::db {

/// Gives the connection back however the closure ends.
class ReaderPool::Lease {
public:
    Lease(ReaderPool& pool, std::unique_ptr<Connection> c) : connection(std::move(c)), pool_(pool) {}
    ~Lease() { pool_.release(std::move(connection)); }
    Lease(Lease const&) = delete;
    std::unique_ptr<Connection> connection;

private:
    ReaderPool& pool_;
};

Result<void> ReaderPool::read(ReadFunction const& fn) {
    Lease lease(*this, TRY(acquire()));
    if (lease.connection) {
        auto done = read_on(*lease.connection, fn);
        if (lease.connection->alive()) return done;
        lease.connection.reset();
    }
    lease.connection = TRY(driver_.connect(Access::read));
    return read_on(*lease.connection, fn);
}

Result<void> ReaderPool::read_on(Connection& connection, ReadFunction const& fn) {
    TRY(connection.begin_read());
    struct End {
        Connection& connection;
        ~End() { connection.end_read(); }
    } end{connection};
    ClosureReader reader(driver_.engine(), connection);
    return fn(reader);
}

/// An empty pointer means: connect yourself.
Result<std::unique_ptr<Connection>> ReaderPool::acquire() {
    Stopwatch watch;
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, std::chrono::seconds(30), [&] { return free_ > 0; })) {
        return failures::busy("All reading connections were in use for 30 seconds.");
    }
    --free_;
    meters_.reader_wait.observe(watch.seconds());
    ++meters_.readers_busy;
    std::unique_ptr<Connection> connection;
    if (!idle_.empty()) {
        connection = std::move(idle_.back());
        idle_.pop_back();
    }
    return connection;
}

void ReaderPool::release(std::unique_ptr<Connection> connection) {
    {
        std::lock_guard lock(mutex_);
        ++free_;
        --meters_.readers_busy;
        if (connection && connection->alive()) idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
}

}  // namespace roost::db
