// meters.h: what a database counts of its own work.
#pragma once

#include "core/metrics/text.h"

namespace roost::db {

/// Shared by the lanes and the readers of one Db. Thread-safe.
struct Meters {
    metrics::Histogram batch_size{metrics::size_bounds};  // closures per transaction
    metrics::Histogram queue_wait;                        // from the call until its batch begins
    metrics::Histogram commit;                            // the commit itself: mostly the disk
    metrics::Histogram reader_wait;                       // for a free reading connection
    metrics::Gauge readers_busy{0};
    metrics::Counter commits_failed{0};

    void write(metrics::Text& out) const {
        using metrics::Kind;
        auto histogram = [&](auto name, auto help, metrics::Histogram const& values) {
            out.family(name, Kind::histogram, help);
            out.sample({}, values);
        };
        histogram("roost_db_batch_closures", "Write closures that shared a transaction.", batch_size);
        histogram("roost_db_queue_wait_seconds", "How long a write waited for its transaction to begin.",
                  queue_wait);
        histogram("roost_db_commit_duration_seconds", "Commits, one per batch.", commit);
        histogram("roost_db_reader_wait_seconds", "How long a read waited for a connection.", reader_wait);
        out.single("roost_db_readers_busy", Kind::gauge, "Reading connections in use.",
                   static_cast<double>(readers_busy.load()));
        out.single("roost_db_commits_failed_total", Kind::counter, "Commits that were refused or lost.",
                   static_cast<double>(commits_failed.load()));
    }
};

}  // namespace roost::db
