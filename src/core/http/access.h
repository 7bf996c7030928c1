// access.h: whether an actor may call a route: role, kind of caller and token scopes.
#pragma once

#include "core/http/route.h"

namespace roost::http {

/// Denies unless a rule allows. 401 auth.required without an actor; 403 auth.forbidden (role) or
/// auth.scope (token).
Result<void> check_access(Route const& route, Actor const* actor);

}  // namespace roost::http
