// wake_up.h: how a commit wakes the runners of this process.
#pragma once

#include "core/base/bell.h"

namespace roost::jobs {

/// Rung after a commit that enqueued, cancelled or retried something. One for the process, because
/// whoever enqueues knows no runner; runners of other databases find nothing and go back to sleep.
Bell& wake_up();

}  // namespace roost::jobs
