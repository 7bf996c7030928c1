// routes_warmup.h: the HTTP routes of the warm-up engine for people.
#pragma once

#include "core/db/db.h"
#include "core/http/route.h"
#include "domains/accounts/service_warmup.h"

namespace roost::accounts {

/// Due queue, attempts, review. The references must outlive the server.
http::Routes warmup_routes(Warmup& warmup, db::Db& db, Clock& clock);

}  // namespace roost::accounts
