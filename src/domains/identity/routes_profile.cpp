// routes_profile.cpp: handlers of what is a person's own: profile, sessions, preferences, views.
#include "domains/identity/errors.h"
#include "domains/identity/routes.h"
#include "domains/identity/routes_authenticator.h"
#include "domains/identity/routes_present.h"

namespace roost::identity::handlers {
namespace {

namespace bj = boost::json;

struct ProfileBody {
    std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(ProfileBody, (), (name))

struct PasswordBody {
    Secret<std::string> current_password;
    Secret<std::string> new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordBody, (), (current_password, new_password))

struct ValueBody {
    bj::value value;
};
BOOST_DESCRIBE_STRUCT(ValueBody, (), (value))

struct ViewBody {
    std::string list;
    std::string name;
    std::optional<bool> shared;
    bj::object definition;
};
BOOST_DESCRIBE_STRUCT(ViewBody, (), (list, name, shared, definition))

std::string key_of(Request const& request) { return request.path_params.find("key")->second; }

}  // namespace

Result<Response> me(Identity& identity, Request const& request) {
    auto const& actor = request.actor();
    auto user = TRY(identity.profile(actor));
    auto all = TRY(identity.workspaces(actor));
    bj::value current = nullptr;
    for (auto const& ref : all) {
        if (ref.id == actor.workspace) current = json::write(ref);
    }
    bool by_cookie = request.header("authorization").empty();
    bj::value csrf = nullptr;
    if (by_cookie) csrf = bj::string(csrf_token(session_cookie(request)));
    return Response::ok(bj::object{
        {"user", json::write(user)},
        {"workspaces", json::write(all)},
        {"workspace", current},
        {"csrf_token", csrf},
        {"server", {{"mode", to_text(identity.options().mode)}, {"demo", identity.options().demo}}}});
}

Result<Response> update_profile(Identity& identity, Request const& request) {
    auto body = TRY(json::read<ProfileBody>(TRY(request.json_object())));
    if (!body.name) return Response::ok(json::write(TRY(identity.profile(request.actor()))));
    return Response::ok(json::write(TRY(identity.rename(request.actor(), *body.name))));
}

Result<Response> change_password(Identity& identity, Request const& request) {
    auto body = TRY(json::read<PasswordBody>(TRY(request.json_object())));
    PasswordChange change{session_of(request), body.current_password, body.new_password};
    TRY(identity.change_password(request.actor(), change, client_of(request)));
    return Response::no_content();
}

Result<Response> list_sessions(Identity& identity, Request const& request) {
    return whole_list(request, TRY(identity.sessions(request.actor(), session_of(request))));
}

Result<Response> revoke_session(Identity& identity, Request const& request) {
    TRY(identity.end_session(request.actor(), TRY(request.path_id<SessionId>("id"))));
    return Response::no_content();
}

Result<Response> revoke_other_sessions(Identity& identity, Request const& request) {
    TRY(identity.end_other_sessions(request.actor(), session_of(request)));
    return Response::no_content();
}

Result<Response> list_preferences(Identity& identity, Request const& request) {
    return whole_list(request, TRY(identity.preferences(request.actor())));
}

Result<Response> get_preference(Identity& identity, Request const& request) {
    return Response::ok(json::write(TRY(identity.preference(request.actor(), key_of(request)))));
}

Result<Response> put_preference(Identity& identity, Request const& request) {
    auto body = TRY(json::read<ValueBody>(TRY(request.json_object())));
    return Response::ok(
        json::write(TRY(identity.put_preference(request.actor(), key_of(request), std::move(body.value)))));
}

Result<Response> delete_preference(Identity& identity, Request const& request) {
    TRY(identity.delete_preference(request.actor(), key_of(request)));
    return Response::no_content();
}

Result<Response> list_views(Identity& identity, Request const& request) {
    auto list = std::string(request.query_param("list").value_or(""));
    return whole_list(request, TRY(identity.views(request.actor(), list)), "list");
}

Result<Response> create_view(Identity& identity, Request const& request) {
    auto body = TRY(json::read<ViewBody>(TRY(request.json_object())));
    SavedView view{.list = body.list,
                   .name = body.name,
                   .shared = body.shared.value_or(false),
                   .definition = body.definition};
    return Response::created(json::write(TRY(identity.create_view(request.actor(), std::move(view)))));
}

Result<Response> update_view(Identity& identity, Request const& request) {
    auto body = TRY(json::read<ViewChange>(TRY(request.json_object())));
    return Response::ok(
        json::write(TRY(identity.update_view(request.actor(), TRY(request.path_id<ViewId>("id")), body))));
}

Result<Response> delete_view(Identity& identity, Request const& request) {
    TRY(identity.delete_view(request.actor(), TRY(request.path_id<ViewId>("id"))));
    return Response::no_content();
}

}  // namespace roost::identity::handlers
