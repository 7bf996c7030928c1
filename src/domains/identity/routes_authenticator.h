// routes_authenticator.h: finds out who makes a request: cookie, bearer session, API token, bot.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/http/server.h"
#include "domains/identity/api.h"
#include "domains/identity/service.h"

namespace roost::identity {

/// `bots` may be null (no bots known). Both must outlive the result, which is thread-safe.
std::unique_ptr<http::Authenticator> make_authenticator(Identity& identity, BotTokens* bots);

/// The session token of the cookie, empty when there is none.
std::string session_cookie(http::Request const& request);

/// The Set-Cookie that keeps `token` in a browser for `life`, which is the session's; an empty token takes it
/// away.
std::string session_cookie(Identity const& identity, std::string const& token, Millis life);

/// What X-CSRF-Token must be for that session token. Derived, so that it needs no storage, and
/// one-way, so that it does not give the token away.
std::string csrf_token(std::string_view session_token);

}  // namespace roost::identity
