// routes.cpp: the table of identity's routes.
#include "domains/identity/routes.h"

namespace roost::identity {

http::Routes routes(Identity& identity) {
    using enum http::Method;
    using enum http::Permission;
    using http::Body;
    using http::Rate;
    auto brief = http::Repeat::short_lived;
    auto none = Body::none();
    auto small = Body::json(16 * 1024);
    auto medium = Body::json(256 * 1024);
    auto area = Area::admin;
    auto bind = [&identity](Result<Response> (*handler)(Identity&, Request const&)) {
        return [&identity, handler](Request const& request) { return handler(identity, request); };
    };
    namespace h = handlers;
    return {
        {get, "/api/auth/options", "auth_options", area, anyone, Rate::read, bind(h::auth_options), none},
        {post, "/api/auth/setup", "setup", area, anyone, Rate::login, bind(h::setup), small, brief},
        {post, "/api/auth/register", "register", area, anyone, Rate::login, bind(h::register_person), small,
         brief},
        {post, "/api/auth/login", "login", area, anyone, Rate::login, bind(h::login), small, brief},
        {post, "/api/auth/invitation", "read_invitation", area, anyone, Rate::login, bind(h::read_invitation),
         small},
        {post, "/api/auth/accept-invitation", "accept_invitation", area, anyone, Rate::login,
         bind(h::accept_invitation), small, brief},
        {post, "/api/auth/join", "join_workspace", area, self, Rate::login, bind(h::join_workspace), small},
        {post, "/api/auth/logout", "logout", area, self, Rate::write, bind(h::logout), none},
        {get, "/api/auth/me", "me", area, self, Rate::read, bind(h::me), none},
        {patch, "/api/auth/me", "update_profile", area, self, Rate::write, bind(h::update_profile), small},
        {post, "/api/auth/password", "change_password", area, self, Rate::login, bind(h::change_password),
         small},
        {get, "/api/auth/sessions", "list_sessions", area, self, Rate::read, bind(h::list_sessions), none},
        {del, "/api/auth/sessions", "revoke_other_sessions", area, self, Rate::write,
         bind(h::revoke_other_sessions), none},
        {del, "/api/auth/sessions/:id", "revoke_session", area, self, Rate::write, bind(h::revoke_session),
         none},
        {get, "/api/workspace", "get_workspace", area, self, Rate::read, bind(h::get_workspace), none},
        {patch, "/api/workspace", "rename_workspace", area, own, Rate::write, bind(h::rename_workspace),
         small},
        {get, "/api/workspace/settings", "get_settings", area, read, Rate::read, bind(h::get_settings), none},
        {put, "/api/workspace/settings", "put_settings", area, manage, Rate::write, bind(h::put_settings),
         small},
        {get, "/api/members", "list_members", area, read, Rate::read, bind(h::list_members), none},
        {post, "/api/members", "create_member", area, own, Rate::login, bind(h::create_member), small},
        {patch, "/api/members/:id", "change_member_role", area, own, Rate::write, bind(h::change_member_role),
         small},
        {del, "/api/members/:id", "remove_member", area, own, Rate::write, bind(h::remove_member), none},
        {get, "/api/invitations", "list_invitations", area, own, Rate::read, bind(h::list_invitations), none},
        {post, "/api/invitations", "create_invitation", area, own, Rate::write, bind(h::create_invitation),
         small, brief},
        {del, "/api/invitations/:id", "revoke_invitation", area, own, Rate::write, bind(h::revoke_invitation),
         none},
        {get, "/api/tokens", "list_tokens", area, self, Rate::read, bind(h::list_tokens), none},
        {post, "/api/tokens", "create_token", area, self, Rate::write, bind(h::create_token), small, brief},
        {del, "/api/tokens/:id", "revoke_token", area, self, Rate::write, bind(h::revoke_token), none},
        {get, "/api/audit-log", "list_audit_log", area, manage, Rate::read, bind(h::list_audit_log), none},
        {get, "/api/preferences", "list_preferences", area, self, Rate::read, bind(h::list_preferences),
         none},
        {get, "/api/preferences/:key", "get_preference", area, self, Rate::read, bind(h::get_preference),
         none},
        {put, "/api/preferences/:key", "put_preference", area, self, Rate::write, bind(h::put_preference),
         medium},
        {del, "/api/preferences/:key", "delete_preference", area, self, Rate::write,
         bind(h::delete_preference), none},
        {get, "/api/views", "list_views", area, self, Rate::read, bind(h::list_views), none},
        {post, "/api/views", "create_view", area, self, Rate::write, bind(h::create_view), medium},
        {put, "/api/views/:id", "update_view", area, self, Rate::write, bind(h::update_view), medium},
        {del, "/api/views/:id", "delete_view", area, self, Rate::write, bind(h::delete_view), none},
    };
}

}  // namespace roost::identity
