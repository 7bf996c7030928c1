// bell.h: lets one part of the process tell others that there may be something to do.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace roost {

/// Rings everybody who listens. It carries nothing, so a ring too many is harmless and one may stand
/// for many. Thread-safe; a listener must be quick and must not touch the bell.
class Bell {
public:
    void ring() {
        std::lock_guard lock(mutex_);
        for (auto const& [id, listener] : listeners_) listener();
    }
    /// `listener` is called from ringing threads until the handle is gone.
    std::shared_ptr<void> listen(std::function<void()> listener) {
        std::lock_guard lock(mutex_);
        auto id = ++last_id_;
        listeners_.emplace(id, std::move(listener));
        return std::shared_ptr<void>(nullptr, [this, id](void*) {
            std::lock_guard inner(mutex_);
            listeners_.erase(id);
        });
    }

private:
    std::mutex mutex_;
    std::map<int, std::function<void()>> listeners_;
    int last_id_ = 0;
};

}  // namespace roost
