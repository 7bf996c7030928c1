// access.cpp: the rules of check_access.
#include "core/http/access.h"

namespace roost::http {
namespace {

Error forbidden(std::string code, std::string detail) {
    return {.kind = ErrorKind::forbidden, .code = std::move(code), .detail = std::move(detail)};
}

bool role_allows(Permission permission, Role role) {
    switch (permission) {
        case Permission::self:
            return true;
        case Permission::read:
            return role != Role::va;
        case Permission::manage:
            return role == Role::owner || role == Role::manager;
        case Permission::own:
            return role == Role::owner;
        case Permission::anyone:
        case Permission::bot:
            break;
    }
    return false;
}

/// What is about the caller itself may be read with any scope (a token must see the jobs it
/// started); everything else needs the area.
bool scope_allows(Route const& route, Actor const& actor) {
    if (actor.kind != ActorKind::token || actor.all_scopes) return true;
    bool reads = route.permission == Permission::read || route.permission == Permission::self;
    reads = reads && (route.method == Method::get || route.method == Method::head);
    if (reads && route.permission == Permission::self) return true;
    for (auto const& scope : actor.scopes) {
        if (scope.area == route.area && (scope.write || reads)) return true;
    }
    return false;
}

}  // namespace

Result<void> check_access(Route const& route, Actor const* actor) {
    if (route.permission == Permission::anyone) return {};
    if (actor == nullptr) {
        return Error{.kind = ErrorKind::unauthenticated,
                     .code = "auth.required",
                     .detail = "Log in, or send a token as 'Authorization: Bearer …'."};
    }
    bool is_bot = actor->kind == ActorKind::bot;
    if (is_bot != (route.permission == Permission::bot)) {
        return forbidden("auth.forbidden", is_bot ? "A bot's token may only use the bot routes."
                                                  : "Only a bot's own token may do this.");
    }
    if (is_bot) return {};
    if (!role_allows(route.permission, actor->role)) {
        return forbidden("auth.forbidden", "Your role in this workspace does not allow this.");
    }
    if (!scope_allows(route, *actor)) {
        return forbidden("auth.scope", "The token's scopes do not include this.");
    }
    return {};
}

}  // namespace roost::http
