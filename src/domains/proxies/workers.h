// workers.h: the background work of proxies.
#pragma once

#include "core/jobs/jobs.h"
#include "domains/proxies/service.h"

namespace roost::proxies {

/// `proxies.import`, `proxies.bulk`, and `proxies.test_all` every 30 minutes.
void register_jobs(jobs::Runner& runner, Proxies& proxies);

}  // namespace roost::proxies
