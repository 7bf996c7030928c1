// service_bulk.h: one action on a selection of proxies, or on everything that matches a filter.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <variant>

#include "domains/proxies/service.h"

namespace roost::proxies {

/// A bulk request as the API takes it: enable, disable, test, delete {accounts}, update {fields}.
struct BulkRequest {
    std::string action;
    std::optional<std::vector<std::int64_t>> ids;
    std::optional<boost::json::object> filter;
    std::optional<boost::json::object> params;
};
BOOST_DESCRIBE_STRUCT(BulkRequest, (), (action, ids, filter, params))

/// The result for up to 100 ids (never for tests, which wait for the network), else the job that
/// makes it. Errors: unknown action, bad params or filter, ids and filter together (invalid).
Result<std::variant<boost::json::object, JobId>> start_bulk(Proxies& proxies, Actor const& actor,
                                                            BulkRequest const& request);

/// Job `proxies.bulk`.
Result<boost::json::value> run_bulk(Proxies& proxies, jobs::JobContext& context);

}  // namespace roost::proxies
