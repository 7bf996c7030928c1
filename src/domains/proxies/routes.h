// routes.h: the HTTP routes of proxies.
#pragma once

#include "core/http/route.h"
#include "core/live/live.h"
#include "domains/proxies/service.h"

namespace roost::proxies {

/// Both outlive the routes; `feed` wakes requests that wait for their job.
http::Routes routes(Proxies& proxies, live::Feed& feed);

}  // namespace roost::proxies
