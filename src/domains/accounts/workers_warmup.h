// workers_warmup.h: the background work of the warm-up engine.
#pragma once

#include "core/jobs/jobs.h"
#include "domains/accounts/service_warmup.h"

namespace roost::accounts {

/// Registers: return tasks of silent bots every ten seconds; reopen the queue after settings changed.
void register_warmup_jobs(jobs::Runner& runner, db::Db& db, Warmup& warmup);

}  // namespace roost::accounts
