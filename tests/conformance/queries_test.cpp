// queries_test.cpp: every named query of the program is right on both engines.
#include "core/db/closure.h"
#include "core/db/registry.h"
#include "support/database.h"

namespace roost::db {
namespace {

class Queries : public roost::testing::OnBothEngines {};
INSTANTIATE_ON_BOTH_ENGINES(Queries);

TEST_P(Queries, are_all_prepared) {
    for (auto const* query : all_queries()) {
        auto done = db().write(WorkspaceId{0},
                               [&](Tx& tx) { return dynamic_cast<Maintenance&>(tx).prepare(*query); });
        EXPECT_TRUE(done.ok()) << done.error().detail << "\n" << query->text(GetParam());
    }
}

}  // namespace
}  // namespace roost::db
