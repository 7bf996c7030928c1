// handler_pool.h: the threads on which handlers run, with a bounded queue in front.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace roost::http {

/// Thread-safe. Work that was accepted is always finished; new work is refused when the queue is full.
class HandlerPool {
public:
    using Task = std::function<void()>;

    HandlerPool(int threads, std::size_t queue_max);
    ~HandlerPool();

    /// Takes new work; false when too much is waiting already.
    bool submit(Task task);
    /// Continues work that was accepted before: never refused, and done before new work.
    void resume(Task task);
    /// Finishes what is queued and joins; later work is dropped.
    void stop();

private:
    void run();

    std::size_t const queue_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> fresh_;
    std::deque<Task> continued_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace roost::http
