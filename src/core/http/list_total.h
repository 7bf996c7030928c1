// list_total.h: how many rows match, remembered while nothing changes.
#pragma once

#include "core/db/db.h"
#include "core/http/list.h"

namespace roost::http {

struct Total {
    std::int64_t rows = 0;
    bool is_estimate = false;
};

/// The workspace among the parameters of a list.
WorkspaceId workspace_of(std::vector<db::Param> const& fixed);

/// The number of rows of the list. It is remembered for a second (or ten times what counting took), and
/// only as long as this process wrote nothing to the workspace: what a client did itself it always
/// sees counted. Where 100,000 rows or more take over 20 ms to count and writes never stop, a count no
/// older than that is given as an estimate.
Result<Total> list_total(db::Db& db, ListSpec const& spec, ListQuery const& query,
                         std::vector<db::Param> const& fixed);

}  // namespace roost::http
