// routes.h: the HTTP routes of bots, for people and for bots.
#pragma once

#include "core/http/route.h"
#include "domains/bots/service.h"
#include "domains/bots/waiting.h"

namespace roost::bots {

/// Every route of the domain. Both must outlive the server.
http::Routes routes(Bots& bots, WaitingBots& waiting);

/// The part for bots with their own token (routes_work.cpp).
http::Routes work_routes(Bots& bots, WaitingBots& waiting);

}  // namespace roost::bots
