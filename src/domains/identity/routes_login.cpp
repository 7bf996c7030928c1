// routes_login.cpp: handlers of getting in and out.
#include "core/base/json.h"
#include "core/base/text.h"
#include "domains/identity/routes.h"
#include "domains/identity/routes_authenticator.h"
#include "domains/identity/routes_present.h"

namespace roost::identity::handlers {
namespace {

namespace bj = boost::json;

struct SetupBody {
    Secret<std::string> token;
    std::string email;
    Secret<std::string> password;
    std::string name;
    std::string workspace;
};
BOOST_DESCRIBE_STRUCT(SetupBody, (), (token, email, password, name, workspace))

struct RegisterBody {
    std::string email;
    Secret<std::string> password;
    std::string name;
    std::string workspace;
};
BOOST_DESCRIBE_STRUCT(RegisterBody, (), (email, password, name, workspace))

struct LoginBody {
    std::string email;
    Secret<std::string> password;
    std::optional<std::string> otp;  // of the second factor, once there is one
};
BOOST_DESCRIBE_STRUCT(LoginBody, (), (email, password, otp))

struct LinkBody {
    Secret<std::string> token;
};
BOOST_DESCRIBE_STRUCT(LinkBody, (), (token))

struct AcceptBody {
    Secret<std::string> token;
    std::string email;
    Secret<std::string> password;
    std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(AcceptBody, (), (token, email, password, name))

Response let_in(Identity& identity, int status, bj::object body, LoggedIn const& logged_in) {
    body["user"] = json::write(logged_in.user);
    body["access_token"] = logged_in.token.reveal();
    body["expires_at"] = json::write(logged_in.expires_at);
    auto life = logged_in.expires_at - identity.clock().now();
    return Response::json(status, body)
        .with_header("Set-Cookie", session_cookie(identity, logged_in.token.reveal(), life));
}

Response registered(Identity& identity, LoggedIn const& logged_in) {
    return let_in(identity, 201, {{"workspace", json::write(logged_in.workspaces.front())}}, logged_in);
}

/// Pages for everyone ask this, so that they need not be refused to learn that nobody is logged in.
Result<bool> has_session(Identity& identity, Request const& request) {
    auto const token = session_cookie(request);
    if (token.empty()) return false;
    auto const principal = identity.session_of(token);
    if (!principal.ok() && principal.error().kind != ErrorKind::unauthenticated) return principal.error();
    return principal.ok();
}

}  // namespace

Result<Response> auth_options(Identity& identity, Request const& request) {
    auto const& options = identity.options();
    return Response::ok(bj::object{{"registration", to_text(options.registration)},
                                   {"setup_required", TRY(identity.setup_required())},
                                   {"mode", to_text(options.mode)},
                                   {"logged_in", TRY(has_session(identity, request))},
                                   {"demo", options.demo}});
}

Result<Response> setup(Identity& identity, Request const& request) {
    auto body = TRY(json::read<SetupBody>(TRY(request.json_object())));
    NewPerson person{body.email, body.password, body.name, body.workspace};
    return registered(identity, TRY(identity.setup(body.token, person, client_of(request))));
}

Result<Response> register_person(Identity& identity, Request const& request) {
    auto body = TRY(json::read<RegisterBody>(TRY(request.json_object())));
    NewPerson person{body.email, body.password, body.name, body.workspace};
    return registered(identity, TRY(identity.register_person(person, client_of(request))));
}

Result<Response> login(Identity& identity, Request const& request) {
    auto body = TRY(json::read<LoginBody>(TRY(request.json_object())));
    auto logged_in = TRY(identity.log_in({body.email, body.password}, client_of(request)));
    return let_in(identity, 200, {{"workspaces", json::write(logged_in.workspaces)}}, logged_in);
}

Result<Response> read_invitation(Identity& identity, Request const& request) {
    auto body = TRY(json::read<LinkBody>(TRY(request.json_object())));
    return Response::ok(json::write(TRY(identity.preview_invitation(body.token))));
}

Result<Response> accept_invitation(Identity& identity, Request const& request) {
    auto body = TRY(json::read<AcceptBody>(TRY(request.json_object())));
    NewPerson person{body.email, body.password, body.name.value_or(""), ""};
    return registered(identity, TRY(identity.accept_invitation(body.token, person, client_of(request))));
}

Result<Response> join_workspace(Identity& identity, Request const& request) {
    auto body = TRY(json::read<LinkBody>(TRY(request.json_object())));
    return Response::ok(json::write(TRY(identity.join(request.actor(), body.token))));
}

Result<Response> logout(Identity& identity, Request const& request) {
    auto ended = identity.end_session(request.actor(), session_of(request));
    bool gone = !ended.ok() && ended.error().code == "sessions.not_found";  // ended elsewhere just now
    if (!ended.ok() && !gone) return std::move(ended).error();
    return Response::no_content().with_header("Set-Cookie", session_cookie(identity, "", Millis{0}));
}

}  // namespace roost::identity::handlers
