// pause.h: waiting that whoever stops the program can cut short.
#pragma once

#include <condition_variable>
#include <mutex>

#include "core/base/instant.h"

namespace roost::sandbox {

/// Thread-safe. Once ended it never waits again.
class Pause {
public:
    /// Waits that long; false when it was ended before or meanwhile.
    bool wait(Millis span) {
        std::unique_lock lock(mutex_);
        return !ended_.wait_for(lock, span, [&] { return over_; });
    }
    void end() {
        std::lock_guard lock(mutex_);
        over_ = true;
        ended_.notify_all();
    }
    bool over() const {
        std::lock_guard lock(mutex_);
        return over_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    bool over_ = false;
};

}  // namespace roost::sandbox
