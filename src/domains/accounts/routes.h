// routes.h: the HTTP routes of accounts; those of the warm-up engine are in routes_warmup.h.
#pragma once

#include "core/http/route.h"
#include "core/live/live.h"
#include "domains/accounts/service.h"

namespace roost::accounts {

/// The references must outlive the server.
http::Routes routes(Accounts& accounts, live::Feed& feed);

/// The part of them about imports.
http::Routes import_routes(Accounts& accounts, live::Feed& feed);

}  // namespace roost::accounts
