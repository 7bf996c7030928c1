// routes.h: the HTTP routes of models.
#pragma once

#include "core/http/route.h"
#include "domains/models/service.h"

namespace roost::models {

/// `models` outlives the routes.
http::Routes routes(Models& models);

}  // namespace roost::models
