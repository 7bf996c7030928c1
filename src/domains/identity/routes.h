// routes.h: the routes of identity.
#pragma once

#include "core/http/route.h"
#include "domains/identity/service.h"

namespace roost::identity {

/// Every route of this domain; `identity` must outlive them.
http::Routes routes(Identity& identity);

using http::Request;
using http::Response;

// Handlers by topic; each one service call.
namespace handlers {

// routes_login.cpp
Result<Response> auth_options(Identity& identity, Request const& request);
Result<Response> setup(Identity& identity, Request const& request);
Result<Response> register_person(Identity& identity, Request const& request);
Result<Response> login(Identity& identity, Request const& request);
Result<Response> read_invitation(Identity& identity, Request const& request);
Result<Response> accept_invitation(Identity& identity, Request const& request);
Result<Response> join_workspace(Identity& identity, Request const& request);
Result<Response> logout(Identity& identity, Request const& request);

// routes_profile.cpp
Result<Response> me(Identity& identity, Request const& request);
Result<Response> update_profile(Identity& identity, Request const& request);
Result<Response> change_password(Identity& identity, Request const& request);
Result<Response> list_sessions(Identity& identity, Request const& request);
Result<Response> revoke_session(Identity& identity, Request const& request);
Result<Response> revoke_other_sessions(Identity& identity, Request const& request);
Result<Response> list_preferences(Identity& identity, Request const& request);
Result<Response> get_preference(Identity& identity, Request const& request);
Result<Response> put_preference(Identity& identity, Request const& request);
Result<Response> delete_preference(Identity& identity, Request const& request);
Result<Response> list_views(Identity& identity, Request const& request);
Result<Response> create_view(Identity& identity, Request const& request);
Result<Response> update_view(Identity& identity, Request const& request);
Result<Response> delete_view(Identity& identity, Request const& request);

// routes_workspace.cpp
Result<Response> get_workspace(Identity& identity, Request const& request);
Result<Response> rename_workspace(Identity& identity, Request const& request);
Result<Response> get_settings(Identity& identity, Request const& request);
Result<Response> put_settings(Identity& identity, Request const& request);
Result<Response> create_member(Identity& identity, Request const& request);
Result<Response> change_member_role(Identity& identity, Request const& request);
Result<Response> remove_member(Identity& identity, Request const& request);
Result<Response> create_invitation(Identity& identity, Request const& request);
Result<Response> revoke_invitation(Identity& identity, Request const& request);
Result<Response> create_token(Identity& identity, Request const& request);
Result<Response> revoke_token(Identity& identity, Request const& request);

// routes_lists.cpp
Result<Response> list_members(Identity& identity, Request const& request);
Result<Response> list_invitations(Identity& identity, Request const& request);
Result<Response> list_tokens(Identity& identity, Request const& request);
Result<Response> list_audit_log(Identity& identity, Request const& request);

}  // namespace handlers
}  // namespace roost::identity
