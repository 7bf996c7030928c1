// workers.h: the kinds of background work of accounts.
#pragma once

#include "core/jobs/jobs.h"
#include "domains/accounts/service.h"

namespace roost::accounts {

/// Registers every kind of this domain but the warm-up engine's own, and the hourly tidying.
void register_jobs(jobs::Runner& runner, Accounts& accounts);

}  // namespace roost::accounts
