// store.h: rows of the table jobs as Job values.
#pragma once

#include "core/jobs/jobs.h"

namespace roost::jobs::store {

/// The columns of the query job_by_id, in its order.
Job job_of(db::Row const& row);

/// The job, or nothing.
Result<std::optional<Job>> find(db::Reader& reader, WorkspaceId workspace, JobId id);

/// What is stored of an error, so that error_of() gives it back. The detail of an internal one is
/// left to the log: it may speak of things a client must not see.
boost::json::object problem_of(Error const& error);

/// Tells the watchers of a person's job how it stands; jobs of the program itself have none.
Result<void> publish(db::Tx& tx, Clock const& clock, Job const& job, bool created = false);

}  // namespace roost::jobs::store
