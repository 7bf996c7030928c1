// roles_test.cpp: what a node does by its roles: serve, work, keep the schedules.
#include "core/db/tests/adhoc.h"
#include "support/server.h"

namespace roost::testing {
namespace {

using config::ServerRole;
using db::tests::number;

class Roles : public OnBothEngines {
protected:
    /// Starts a node of those roles and stops it; a runner has looked after its books once by then.
    void run_node(std::vector<ServerRole> roles) {
        TestServer node(database(), [&](config::Config& config) { config.server.roles = roles; });
        served = !node.address().empty();
    }
    bool served = false;
};
INSTANTIATE_ON_BOTH_ENGINES(Roles);

TEST_P(Roles, a_node_serves_works_or_ticks_only_as_its_roles_say) {  // shows RUN-3
    run_node({ServerRole::web});
    EXPECT_TRUE(served);
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM job_ticks"), 0);

    run_node({ServerRole::worker});
    EXPECT_FALSE(served);
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM job_ticks"), 0);

    run_node({ServerRole::scheduler});
    EXPECT_FALSE(served);
    EXPECT_GT(*number(db(), "SELECT COUNT(*) FROM job_ticks"), 3);
    EXPECT_GT(*number(db(), "SELECT COUNT(*) FROM jobs WHERE state = 'queued'"), 3);
    EXPECT_EQ(*number(db(), "SELECT COUNT(*) FROM jobs WHERE attempt > 0 OR state <> 'queued'"), 0);
}

}  // namespace
}  // namespace roost::testing
