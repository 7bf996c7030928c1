// route.h: one row per route: operation, who may call it, its rate class, its handler.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/http/message.h"

namespace roost::http {

/// The right a route needs, of the person's role and, for tokens with scopes, of the scope `area`.
enum class Permission {
    anyone,  // no authentication at all
    self,    // any logged-in person (VA included): own profile, own jobs
    read,    // owner, manager, viewer
    manage,  // owner, manager: changes, exports, secrets
    own,     // owner only: members, billing, deletion of the workspace
    bot,     // a bot's token
};

/// Requests per minute are counted per class; see docs of the server.rate_limit key.
enum class Rate { read, write, login, heavy };

/// How the body is taken. Larger ones are answered 413 before they are read.
struct Body {
    enum class Kind { none, json, upload } kind = Kind::json;
    std::int64_t bytes_max = 1 << 20;

    static Body none() { return {Kind::none, 0}; }
    static Body json(std::int64_t bytes_max = 1 << 20) { return {Kind::json, bytes_max}; }
    /// multipart/form-data, text/csv, text/plain or a picture, spooled sealed to disk.
    static Body upload(std::int64_t bytes_max) { return {Kind::upload, bytes_max}; }
};

/// What a repeat under the same Idempotency-Key gets.
enum class Repeat {
    answer,       // the first answer, for 24 hours
    short_lived,  // it holds a secret that is shown once: for ten minutes, then 409
    afresh,       // the key does not count: what shows a secret is done and audited each time
};

using Handler = std::function<Result<Response>(Request const&)>;

/// One route. `path` is written in full with `:name` parameters (`/api/accounts/:id`); what starts
/// with /api/ is served under /api/v1/ too.
struct Route {
    Method method;
    std::string path;
    std::string operation_id;  // the same word as in the domain's openapi.yaml
    Area area;                 // for token scopes; write is needed unless the permission is read
    Permission permission;
    Rate rate;
    Handler handler;
    Body body = {};
    Repeat repeat = Repeat::answer;  // of a POST
};

using Routes = std::vector<Route>;

}  // namespace roost::http
