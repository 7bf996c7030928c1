// views.h: a model as the API shows it.
#pragma once

#include <boost/json/object.hpp>

#include "domains/models/types.h"

namespace roost::models {

boost::json::object to_json(Card const& card);

}  // namespace roost::models
