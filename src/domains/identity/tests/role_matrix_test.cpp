// role_matrix_test.cpp: every route of identity against every role; a route that is not listed fails.
#include "domains/identity/tests/served.h"

namespace roost::identity::tests {
namespace {

/// Who of a workspace may call a route, from most to fewest.
enum class Least { anyone, member, reader, manager, owner };

std::map<std::string, Least, std::less<>> const& expected() {
    using enum Least;
    static std::map<std::string, Least, std::less<>> const table{
        {"auth_options", anyone}, {"setup", anyone}, {"register", anyone}, {"login", anyone},
        {"read_invitation", anyone}, {"accept_invitation", anyone}, {"join_workspace", member},
        {"logout", member}, {"me", member}, {"update_profile", member}, {"change_password", member},
        {"list_sessions", member}, {"revoke_other_sessions", member}, {"revoke_session", member},
        {"get_workspace", member}, {"rename_workspace", owner}, {"get_settings", reader},
        {"put_settings", manager}, {"list_members", reader}, {"create_member", owner},
        {"change_member_role", owner}, {"remove_member", owner}, {"list_invitations", owner},
        {"create_invitation", owner}, {"revoke_invitation", owner}, {"list_tokens", member},
        {"create_token", member}, {"revoke_token", member}, {"list_audit_log", manager},
        {"list_preferences", member}, {"get_preference", member}, {"put_preference", member},
        {"delete_preference", member}, {"list_views", member}, {"create_view", member},
        {"update_view", member}, {"delete_view", member}};
    return table;
}

bool allowed(Least least, std::optional<Role> role) {
    if (least == Least::anyone) return true;
    if (!role) return false;
    switch (*role) {
        case Role::owner: return true;
        case Role::manager: return least <= Least::manager;
        case Role::viewer: return least <= Least::reader;
        case Role::va: return least <= Least::member;
    }
    return false;
}

std::string concrete(std::string path) {
    if (auto at = path.find(":id"); at != path.npos) path.replace(at, 3, "4711");
    if (auto at = path.find(":key"); at != path.npos) path.replace(at, 4, "grid");
    return path;
}

class RoleMatrix : public ServedTest {};
INSTANTIATE_ON_BOTH_ENGINES(RoleMatrix);

TEST_P(RoleMatrix, every_route_lets_in_whom_it_should_and_nobody_else) {  // shows IDN-5
    auto owner = actor(sign_up("anna@example.org"));
    std::map<Role, UserId> people{{Role::owner, owner.user}};
    for (auto role : {Role::manager, Role::va, Role::viewer}) {
        people[role] = member(owner, std::string(to_text(role)) + "@example.org", role).user;
    }
    auto all = routes(*identity);
    EXPECT_EQ(all.size(), expected().size());
    for (auto const& route : all) {
        auto found = expected().find(route.operation_id);
        ASSERT_NE(found, expected().end()) << route.operation_id << " is in no list of who may call it";
        auto body = route.method == http::Method::get || route.method == http::Method::del ? "" : "{}";
        auto try_as = [&](std::optional<Role> role) {
            Caller caller;
            if (role) caller.bearer = session_of(people[*role]);
            return call(route.method, concrete(route.path), caller, body);
        };
        auto nobody = try_as({});
        EXPECT_EQ(nobody.status != 401, allowed(found->second, {})) << route.operation_id << ": " << nobody.text;
        for (auto const& [role, user] : people) {
            auto answer = try_as(role);
            bool let_in = answer.status != 403 && answer.status != 401;
            EXPECT_EQ(let_in, allowed(found->second, role)) 
                << route.operation_id << " as " << to_text(role) << ": " << answer.text;
            EXPECT_LT(answer.status, 500) << answer.text;
        }
    }
}

}  // namespace
}  // namespace roost::identity::tests
