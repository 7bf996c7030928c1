// wake_up.h: how a commit wakes the feeds of this process.
#pragma once

#include "core/base/bell.h"

namespace roost::live {

/// Rung after a commit that published something. One for the process, because whoever publishes
/// knows no feed; feeds of other databases find nothing new.
Bell& wake_up();

}  // namespace roost::live
