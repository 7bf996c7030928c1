// rules.h: what a model may be called. Pure.
#pragma once

#include <boost/describe.hpp>

#include "core/base/json.h"
#include "core/base/result.h"
#include "domains/models/types.h"

namespace roost::models::rules {

/// The fields of POST and PUT; what is absent stays.
struct Fields {
    json::Patch<std::string> name;
    json::Patch<std::string> description;
};
BOOST_DESCRIBE_STRUCT(Fields, (), (name, description))

/// `before` with the fields that were sent. A new one starts from Model{} and must have a name of
/// 1–100 characters; a description has at most 2,000.
Result<Model> apply(Model before, Fields const& fields);

}  // namespace roost::models::rules
