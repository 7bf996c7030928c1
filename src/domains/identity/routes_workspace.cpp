// routes_workspace.cpp: handlers of the workspace, its settings, members, invitations and tokens.
#include "domains/identity/routes.h"
#include "domains/identity/routes_present.h"

namespace roost::identity::handlers {
namespace {

namespace bj = boost::json;

struct NameBody {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NameBody, (), (name))

struct MemberBody {
    std::string email;
    std::string name;
    Secret<std::string> password;
    Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(MemberBody, (), (email, name, password, role))

struct RoleBody {
    Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(RoleBody, (), (role))

/// Where people reach this server: as configured, else as this caller did.
std::string base_url(Identity const& identity, Request const& request) {
    auto const& configured = identity.options().public_url;
    return configured.empty() ? "http://" + std::string(request.header("host")) : configured;
}

Response settings_response(ShownSettings const& shown) {
    auto body = json::write(shown.settings).as_object();
    body["airtable"].as_object()["token_set"] = shown.airtable_token_set;
    return Response::ok(body).with_header("ETag", etag(shown));
}

}  // namespace

Result<Response> get_workspace(Identity& identity, Request const& request) {
    return Response::ok(json::write(TRY(identity.workspace(request.actor()))));
}

Result<Response> rename_workspace(Identity& identity, Request const& request) {
    auto body = TRY(json::read<NameBody>(TRY(request.json_object())));
    return Response::ok(json::write(TRY(identity.rename_workspace(request.actor(), body.name))));
}

Result<Response> get_settings(Identity& identity, Request const& request) {
    return settings_response(TRY(identity.shown_settings(request.actor())));
}

Result<Response> put_settings(Identity& identity, Request const& request) {
    auto sent = TRY(request.json_object());
    std::string expected(request.header("if-match"));
    if (expected == "*") expected.clear();
    return settings_response(TRY(identity.change_settings(request.actor(), sent, expected)));
}

Result<Response> create_member(Identity& identity, Request const& request) {
    auto body = TRY(json::read<MemberBody>(TRY(request.json_object())));
    NewPerson person{body.email, body.password, body.name, ""};
    return Response::created(json::write(TRY(identity.create_member(request.actor(), person, body.role))));
}

Result<Response> change_member_role(Identity& identity, Request const& request) {
    auto body = TRY(json::read<RoleBody>(TRY(request.json_object())));
    auto user = TRY(request.path_id<UserId>("id"));
    return Response::ok(json::write(TRY(identity.change_role(request.actor(), user, body.role))));
}

Result<Response> remove_member(Identity& identity, Request const& request) {
    TRY(identity.remove_member(request.actor(), TRY(request.path_id<UserId>("id"))));
    return Response::no_content();
}

Result<Response> create_invitation(Identity& identity, Request const& request) {
    auto body = TRY(json::read<NewInvitation>(TRY(request.json_object())));
    auto made = TRY(identity.invite(request.actor(), body));
    auto url = base_url(identity, request) + "/invite?token=" + made.token.reveal();
    return Response::created(
        bj::object{{"invitation", json::write(made.row)}, {"token", made.token.reveal()}, {"url", url}});
}

Result<Response> revoke_invitation(Identity& identity, Request const& request) {
    TRY(identity.withdraw_invitation(request.actor(), TRY(request.path_id<InvitationId>("id"))));
    return Response::no_content();
}

Result<Response> create_token(Identity& identity, Request const& request) {
    auto body = TRY(json::read<NewToken>(TRY(request.json_object())));
    auto made = TRY(identity.create_token(request.actor(), body));
    return Response::created(
        bj::object{{"api_token", json::write(made.row)}, {"token", made.token.reveal()}});
}

Result<Response> revoke_token(Identity& identity, Request const& request) {
    TRY(identity.revoke_token(request.actor(), TRY(request.path_id<TokenId>("id"))));
    return Response::no_content();
}

}  // namespace roost::identity::handlers
