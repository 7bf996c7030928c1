// end_signals.cpp: blocks the signals that end the program and waits for one.
#include "app/end_signals.h"

#include <pthread.h>

namespace roost::app {

EndSignals::EndSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

void EndSignals::wait() const {
    int received = 0;
    sigwait(&signals_, &received);
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace roost::app
