// workers.cpp: jobs of accounts: call the service, hand back its result.
#include "domains/accounts/workers.h"

#include "domains/accounts/service_bulk.h"
#include "domains/accounts/service_import_run.h"

namespace roost::accounts {

namespace {

using JobValue = Result<boost::json::value>;

JobValue run_assign(Accounts& accounts, jobs::JobContext& job) {
    auto const placed = TRY(accounts.assign_proxies(Actor::system(job.job().workspace), false));
    return boost::json::value{{"assigned", placed.assigned}, {"without_proxy", placed.without_proxy}};
}

JobValue run_undo(Accounts& accounts, jobs::JobContext& job) {
    auto const& payload = job.job().payload;
    auto const actor = actor_of(job.job());
    auto const undo = TRY(
        accounts.undo(actor, UndoId{payload.at("undo_id").as_int64()}, payload.at("redo").as_bool(), &job));
    return undo_json(undo);
}

}  // namespace

void register_jobs(jobs::Runner& runner, Accounts& accounts) {
    runner.handle("accounts.import",
                  [&](jobs::JobContext& job) { return ImportRun(accounts, accounts.parts(), job).run(); });
    runner.handle("accounts.assign_proxies",
                  [&](jobs::JobContext& job) { return run_assign(accounts, job); });
    runner.handle("accounts.bulk", [&](jobs::JobContext& job) { return run_bulk(accounts, job); });
    runner.handle("accounts.undo", [&](jobs::JobContext& job) { return run_undo(accounts, job); });
    runner.handle("accounts.tidy_up", [&](jobs::JobContext&) -> JobValue {
        TRY(accounts.tidy_up());
        return boost::json::value(nullptr);
    });
    runner.schedule({.kind = "accounts.tidy_up", .every = Millis{3'600'000}});
}

}  // namespace roost::accounts
