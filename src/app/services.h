// services.h: the domains' services in the order they need each other; the wiring in one place.
#pragma once

#include "app/program.h"
#include "domains/identity/service.h"

namespace roost::app {

/// Built from the parts; a domain that needs another gets it here and nowhere else.
struct Services {
    explicit Services(ProgramParts const& parts);

    identity::Identity identity;
};

/// The part of the configuration that identity decides by.
identity::Options identity_options(ProgramParts const& parts);

}  // namespace roost::app
