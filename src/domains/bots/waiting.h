// waiting.h: bots that wait for work without holding a thread, woken one by one as work becomes due.
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "core/clock/clock.h"
#include "core/db/db.h"
#include "core/live/live.h"
#include "domains/accounts/api.h"

namespace roost::bots {

/// Looks at the due queue on one thread for all who wait: after every change of the workspace, and
/// when the queue itself says that something becomes due. It wakes one bot at a time, so that a
/// thousand waiting bots cost one look and not a thousand. Thread-safe.
class WaitingBots {
public:
    WaitingBots(db::Db& db, Clock& clock, accounts::WarmupDesk& desk, live::Feed& feed);
    ~WaitingBots();
    WaitingBots(WaitingBots const&) = delete;

    /// Calls `wake` when it is this bot's turn to ask; until the handle is destroyed.
    std::shared_ptr<void> wait(WorkspaceId workspace, std::function<void()> wake);
    /// A waiting bot asked: when it got a task, the next one's turn may have come.
    void asked(WorkspaceId workspace, bool got_task);

private:
    struct Waiter {
        std::function<void()> wake;
    };
    struct Queue {
        std::list<std::shared_ptr<Waiter>> waiters;  // the front's turn is next
        bool look = true;
        Millis look_at{0};  // monotonic
    };

    void run();
    /// The queue that is to be looked at, and until when to wait if there is none.
    std::optional<WorkspaceId> next_to_look(Millis& wait);
    void look(std::unique_lock<std::mutex>& lock, WorkspaceId workspace);
    void leave(WorkspaceId workspace, std::shared_ptr<Waiter> const& waiter);

    db::Db& db_;
    Clock& clock_;
    accounts::WarmupDesk& desk_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::unordered_map<WorkspaceId, Queue> queues_;
    bool stopping_ = false;
    std::shared_ptr<void> subscription_;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace roost::bots
