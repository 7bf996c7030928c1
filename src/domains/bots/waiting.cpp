// waiting.cpp: one look at the due queue for all bots that wait.
#include "domains/bots/waiting.h"

#include <algorithm>

namespace roost::bots {

namespace {

constexpr Millis patience{250};        // longest wait of the thread: the injected clock may be moved
constexpr Millis pause_after_look{5};  // many changes in a row are worth one look
constexpr Millis second_wake{100};     // when the bot that was woken did not ask
constexpr Millis look_anyway{30'000};

}  // namespace

WaitingBots::WaitingBots(db::Db& db, Clock& clock, accounts::WarmupDesk& desk, live::Feed& feed)
    : db_(db), clock_(clock), desk_(desk) {
    subscription_ = feed.listen([this](WorkspaceId workspace, live::Event const& event) {
        if (event.topic == "bots" || event.topic.starts_with("jobs")) return;
        std::lock_guard lock(mutex_);
        auto queue = queues_.find(workspace);
        if (queue == queues_.end()) return;
        queue->second.look = true;
        changed_.notify_one();
    });
    thread_ = std::thread([this] { run(); });
}

WaitingBots::~WaitingBots() {
    subscription_.reset();
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

std::shared_ptr<void> WaitingBots::wait(WorkspaceId workspace, std::function<void()> wake) {
    auto waiter = std::make_shared<Waiter>(std::move(wake));
    {
        std::lock_guard lock(mutex_);
        auto& queue = queues_[workspace];
        queue.waiters.push_back(waiter);
        queue.look = true;
    }
    changed_.notify_one();
    return std::shared_ptr<void>(nullptr, [this, workspace, waiter](void*) { leave(workspace, waiter); });
}

void WaitingBots::leave(WorkspaceId workspace, std::shared_ptr<Waiter> const& waiter) {
    std::lock_guard lock(mutex_);
    auto queue = queues_.find(workspace);
    if (queue == queues_.end()) return;
    queue->second.waiters.remove(waiter);
    if (queue->second.waiters.empty()) queues_.erase(queue);
}

void WaitingBots::asked(WorkspaceId workspace, bool got_task) {
    if (!got_task) return;
    std::lock_guard lock(mutex_);
    auto queue = queues_.find(workspace);
    if (queue == queues_.end()) return;
    queue->second.look = true;
    changed_.notify_one();
}

std::optional<WorkspaceId> WaitingBots::next_to_look(Millis& wait) {
    auto now = clock_.monotonic();
    wait = queues_.empty() ? look_anyway : patience;
    for (auto const& [workspace, queue] : queues_) {
        if (queue.look || queue.look_at <= now) return workspace;
        wait = std::min(wait, std::max(Millis{1}, queue.look_at - now));
    }
    return std::nullopt;
}

void WaitingBots::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        Millis wait{0};
        if (auto workspace = next_to_look(wait)) look(lock, *workspace);
        else changed_.wait_for(lock, wait);
    }
}

void WaitingBots::look(std::unique_lock<std::mutex>& lock, WorkspaceId workspace) {
    queues_[workspace].look = false;
    lock.unlock();
    auto due = db_.read([&](db::Reader& reader) { return desk_.next_due(reader, workspace); });
    lock.lock();
    auto found = queues_.find(workspace);
    if (found == queues_.end()) return;
    auto& queue = found->second;
    auto now = clock_.now();
    // A database that does not answer is asked again soon; who asks for a task sees the error.
    auto later = !due.ok() ? second_wake
                 : !*due   ? look_anyway
                           : std::clamp(**due - now, Millis{0}, look_anyway);
    queue.look_at = clock_.monotonic() + later;
    if (due.ok() && *due && **due <= now) {
        queue.look_at = clock_.monotonic() + second_wake;
        auto waiter = queue.waiters.front();
        queue.waiters.splice(queue.waiters.end(), queue.waiters, queue.waiters.begin());
        lock.unlock();
        waiter->wake();
        lock.lock();
        return;
    }
    changed_.wait_for(lock, pause_after_look, [&] { return stopping_; });
}

}  // namespace roost::bots
