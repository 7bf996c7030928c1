// metrics.h: what /metrics tells beside requests: every part that counts, and the process itself.
#pragma once

#include "core/metrics/text.h"

namespace roost::app {

class Program;

/// Asks database, jobs and outside requests of `program` for their counts. Thread-safe.
void measure(Program& program, metrics::Text& out);

}  // namespace roost::app
