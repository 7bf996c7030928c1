// end_signals.h: SIGTERM and SIGINT as something to wait for.
#pragma once

#include <csignal>

namespace roost::app {

/// Made before any thread starts, so that no thread but the one that waits gets the signals; a
/// connection that breaks is an error of its write, not a signal.
class EndSignals {
public:
    EndSignals();
    /// Returns when the program is told to end. After that a second signal ends it at once.
    void wait() const;

private:
    sigset_t signals_;
};

}  // namespace roost::app
