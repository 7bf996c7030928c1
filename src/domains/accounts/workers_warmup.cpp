// workers_warmup.cpp: the background work of the warm-up engine.
#include "domains/accounts/workers_warmup.h"

#include "domains/accounts/jobs_warmup.h"

namespace roost::accounts {

namespace {

Result<boost::json::value> return_leases(Warmup& warmup) {
    return boost::json::object{{"returned", TRY(warmup.sweep())}};
}

Result<boost::json::value> reopen_queue(db::Db& db, Warmup& warmup, jobs::JobContext& context) {
    auto workspace = context.job().workspace;
    for (std::int64_t rounds = 1;; ++rounds) {
        if (context.cancelled() || context.stopping()) return jobs::errors::interrupted();
        bool more = TRY(db.write(workspace, [&](db::Tx& tx) -> Result<bool> {
            return warmup.reopen_queue(tx, workspace, TRY(warmup.pacing(tx, workspace)));
        }));
        if (!more) return boost::json::object{{"rounds", rounds}};
    }
}

}  // namespace

void register_warmup_jobs(jobs::Runner& runner, db::Db& db, Warmup& warmup) {
    runner.handle(std::string(return_leases_kind), [&](jobs::JobContext&) { return return_leases(warmup); });
    runner.schedule({std::string(return_leases_kind), Seconds{10}});
    runner.handle(std::string(reopen_queue_kind),
                  [&](jobs::JobContext& context) { return reopen_queue(db, warmup, context); });
}

}  // namespace roost::accounts
