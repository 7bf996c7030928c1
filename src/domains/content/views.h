// views.h: pictures and texts as the API shows them.
#pragma once

#include <boost/json/object.hpp>

#include "domains/content/types.h"

namespace roost::content {

boost::json::object to_json(Item const& item);
boost::json::object to_json(Text const& text);

}  // namespace roost::content
