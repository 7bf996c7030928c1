// handler_pool.cpp: a plain thread pool with two queues.
#include "core/http/handler_pool.h"

namespace roost::http {

HandlerPool::HandlerPool(int threads, std::size_t queue_max) : queue_max_(queue_max) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

HandlerPool::~HandlerPool() { stop(); }

bool HandlerPool::submit(Task task) {
    {
        std::lock_guard lock(mutex_);
        if (stopping_ || fresh_.size() >= queue_max_) return false;
        fresh_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
}

void HandlerPool::resume(Task task) {
    {
        std::lock_guard lock(mutex_);
        if (stopping_) return;
        continued_.push_back(std::move(task));
    }
    wake_.notify_one();
}

void HandlerPool::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void HandlerPool::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [&] { return stopping_ || !continued_.empty() || !fresh_.empty(); });
        auto& queue = continued_.empty() ? fresh_ : continued_;
        if (queue.empty()) return;
        auto task = std::move(queue.front());
        queue.pop_front();
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
    }
}

}  // namespace roost::http
