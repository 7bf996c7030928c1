// workers.cpp: the background work of proxies.
#include "domains/proxies/workers.h"

#include "domains/proxies/service_bulk.h"
#include "domains/proxies/service_import.h"

namespace roost::proxies {

void register_jobs(jobs::Runner& runner, Proxies& proxies) {
    runner.handle("proxies.import",
                  [&proxies](jobs::JobContext& context) { return ImportRun(proxies, context).run(); });
    runner.handle("proxies.bulk",
                  [&proxies](jobs::JobContext& context) { return run_bulk(proxies, context); });
    runner.handle("proxies.test_all", [&proxies](jobs::JobContext& context) -> Result<boost::json::value> {
        TRY(proxies.test_all(context));
        return boost::json::value(nullptr);
    });
    runner.schedule({.kind = "proxies.test_all", .every = Millis{30 * 60'000}});
}

}  // namespace roost::proxies
