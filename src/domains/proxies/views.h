// views.h: a proxy as the API shows it.
#pragma once

#include <boost/json/object.hpp>

#include "domains/proxies/types.h"

namespace roost::proxies {

/// Without its password.
boost::json::object to_json(Proxy const& proxy);

}  // namespace roost::proxies
