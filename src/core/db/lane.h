// lane.h: group commit: one queue of write closures and the thread that commits them together.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/clock/stopwatch.h"
#include "core/db/db.h"
#include "core/db/driver.h"
#include "core/db/meters.h"

namespace roost::db {

using WriteFunction = std::function<Result<void>(Tx&)>;

/// A batch ends at whichever bound comes first; what is left goes into the next one.
struct BatchLimits {
    std::size_t closures = 64;  // PostgreSQL keeps 64 savepoints per transaction cheap
    std::chrono::milliseconds time{20};
    /// How long a batch waits for as many closures as the last one had: callers that were just
    /// answered come back at once, and without them every second commit would be for one closure.
    std::chrono::microseconds gather{200};
};

/// The writer of its connection. write() is thread-safe and blocks until the closure's fate is
/// known. Invariant: a caller is answered after the commit (or rollback) of its closure, never
/// before, and a closure whose commit is in doubt is never repeated.
class Lane {
public:
    /// `first` may be empty; the lane connects when it needs to.
    Lane(Driver& driver, std::unique_ptr<Connection> first, Meters& meters, BatchLimits limits = {});
    /// Finishes what is queued.
    ~Lane();
    Lane(Lane const&) = delete;

    Result<void> write(WorkspaceId scope, WriteFunction const& fn);

private:
    struct Request {
        WorkspaceId scope;
        WriteFunction const* fn;
        Stopwatch waiting = {};
        Result<void> result;
        std::exception_ptr thrown;
        std::vector<std::function<void()>> wake_ups;
        bool settled = false;   // its result is final once the batch is over
        bool answered = false;  // guarded by mutex_
        std::condition_variable changed;
    };
    using Batch = std::vector<Request*>;
    enum class Ran { settled, repeat_alone, repeat_with_savepoints, transaction_lost };

    void run();
    Batch take();
    void answer(Batch const& batch);

    void commit_together(Batch& batch);
    void commit_each(std::span<Request* const> requests);
    void commit_alone(Request& request);
    bool try_alone(Request& request);

    Result<void> begin(std::span<Request* const> requests);
    Result<void> commit();
    Ran run_in_savepoint(Request& request);
    Ran run_bare(Request& request);
    void run_closure(Request& request);
    void put_back(Batch& batch, std::size_t first);
    static void settle(Request& request, Result<void> result);

    Driver& driver_;
    Meters& meters_;
    BatchLimits limits_;
    std::unique_ptr<Connection> connection_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Request*> queue_;
    std::size_t wake_at_ = 1;          // how many queued closures the lane waits for
    std::size_t last_batch_ = 1;       // used by the lane's thread only
    int batches_with_savepoints_ = 0;  // how many more; likewise
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace roost::db
