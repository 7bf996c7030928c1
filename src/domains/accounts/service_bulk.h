// service_bulk.h: one gesture on a selection, or on everything that matches a filter.
#pragma once

#include <boost/json.hpp>
#include <variant>

#include "core/jobs/jobs.h"
#include "domains/accounts/service.h"

namespace roost::accounts {

/// A bulk request as the API takes it.
struct BulkRequest {
    std::string action;
    std::optional<std::vector<std::int64_t>> ids;
    std::optional<boost::json::object> filter;
    std::optional<boost::json::object> params;
};
BOOST_DESCRIBE_STRUCT(BulkRequest, (), (action, ids, filter, params))

/// Its result, or the job that makes it when there are more than a thousand accounts. Errors: 422
/// for an unknown action, bad params, a bad filter, or ids and filter together.
Result<std::variant<Applied, JobId>> start_bulk(Accounts& accounts, Actor const& actor,
                                                BulkRequest const& request);
Result<boost::json::value> run_bulk(Accounts& accounts, jobs::JobContext& job);

boost::json::object applied_json(Applied const& applied);
boost::json::object undo_json(Undo const& undo);

/// Payload members that say who asked, and the actor made of them when the job runs.
void put_actor(boost::json::object& payload, Actor const& actor);
Actor actor_of(jobs::Job const& job);

}  // namespace roost::accounts
