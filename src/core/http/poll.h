// poll.h: an answer that waits for something to happen, without holding a thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/http/message.h"

namespace roost::http {

/// A long poll. `attempt` is called on handler threads, never twice at the same time: first after
/// `subscribe`, then after every wake-up, until it returns an answer; when `wait` is over or the
/// server stops, `give_up` is the answer.
struct Poll {
    Millis wait{0};
    /// Calls `wake` (cheap, from any thread) whenever another attempt may be worth it, until the
    /// returned handle is destroyed.
    std::function<std::shared_ptr<void>(std::function<void()> wake)> subscribe;
    std::function<Result<std::optional<Response>>()> attempt;
    std::function<Result<Response>()> give_up;
};

/// The response of a handler that waits. Nothing is lost between the first attempt and the
/// subscription, because the subscription comes first.
Response poll(Poll how);

}  // namespace roost::http
