// services.h: the domains' services in the order they need each other; the wiring in one place.
#pragma once

#include <memory>

#include "app/program.h"
#include "core/net/http.h"
#include "domains/accounts/service.h"
#include "domains/accounts/service_warmup.h"
#include "domains/bots/service.h"
#include "domains/content/service.h"
#include "domains/identity/service.h"
#include "domains/models/service.h"
#include "domains/proxies/service.h"

namespace roost::app {

/// Built from the parts; a domain that needs another gets it here and nowhere else.
struct Services {
    explicit Services(ProgramParts const& parts);

    std::unique_ptr<net::Http> http;
    identity::Identity identity;
    content::Content content;
    accounts::Warmup warmup;
    accounts::Accounts accounts;
    models::Models models;
    proxies::Proxies proxies;
    bots::Bots bots;
};

/// The part of the configuration that identity decides by.
identity::Options identity_options(ProgramParts const& parts);

}  // namespace roost::app
