// routes_test.cpp: identity over its routes: cookies, CSRF, tokens, workspaces, roles.
#include "domains/identity/tests/served.h"

namespace roost::identity::tests {
namespace {

using enum http::Method;

std::string credentials(std::string const& email, std::string const& plain) {
    return R"({"email": ")" + email + R"(", "password": ")" + plain + R"("})";
}

class IdentityRoutes : public ServedTest {};
INSTANTIATE_ON_BOTH_ENGINES(IdentityRoutes);

TEST_P(IdentityRoutes, the_setup_link_makes_the_owner_and_lets_them_in) {  // shows RUN-1, IDN-1
    auto options = call(get, "/api/auth/options");
    EXPECT_EQ(options.body.at("setup_required"), true);
    auto link = identity->setup_token().value()->reveal();
    auto made = call(post, "/api/auth/setup", {}, R"({"token": ")" + link + R"(", "email": "olga@example.org",
        "password": "correct horse", "name": "Olga", "workspace": "Agency"})");
    ASSERT_EQ(made.status, 201) << made.text;
    EXPECT_EQ(made.body.at("workspace").at("role"), "owner");
    EXPECT_EQ(call(get, "/api/auth/options").body.at("setup_required"), false);
    auto me = call(get, "/api/auth/me", {.bearer = std::string(made.body.at("access_token").as_string())});
    EXPECT_EQ(me.body.at("user").at("email"), "olga@example.org");
    EXPECT_EQ(me.body.at("workspace").at("name"), "Agency");
    EXPECT_TRUE(me.body.at("csrf_token").is_null());
}

TEST_P(IdentityRoutes, a_log_in_sets_a_cookie_that_no_script_reads) {  // shows IDN-1
    sign_up("anna@example.org");
    auto answer = call(post, "/api/auth/login", {}, credentials("anna@example.org", password));
    ASSERT_EQ(answer.status, 200) << answer.text;
    auto cookie = answer.header("Set-Cookie");
    EXPECT_NE(cookie.find("HttpOnly"), cookie.npos);
    EXPECT_NE(cookie.find("SameSite=Lax"), cookie.npos);
    EXPECT_EQ(cookie.find("Secure"), cookie.npos);
    EXPECT_EQ(answer.body.at("workspaces").as_array().size(), 1u);
    identity = another({.public_url = "https://roost.example"});
    serve();
    answer = call(post, "/api/auth/login", {}, credentials("anna@example.org", password));
    EXPECT_NE(answer.header("Set-Cookie").find("; Secure"), std::string::npos);
}

TEST_P(IdentityRoutes, a_page_for_everyone_learns_whether_somebody_is_logged_in) {  // shows IDN-2, IDN-4
    auto is_logged_in = [&](Caller const& caller) {
        auto answer = call(get, "/api/auth/options", caller);
        EXPECT_EQ(answer.status, 200) << answer.text;
        return answer.body.at("logged_in").as_bool();
    };
    EXPECT_FALSE(is_logged_in({}));
    EXPECT_FALSE(is_logged_in({.cookie = "rs_made_up"}));
    auto session = sign_up("anna@example.org");
    EXPECT_TRUE(is_logged_in({.cookie = session.token.reveal()}));
    ASSERT_EQ(call(post, "/api/auth/logout", {.bearer = session.token.reveal()}).status, 204);
    EXPECT_FALSE(is_logged_in({.cookie = session.token.reveal()})) << "an ended session is none";
}

TEST_P(IdentityRoutes, unknown_and_wrong_are_one_answer) {  // shows IDN-2
    sign_up("anna@example.org");
    auto unknown = call(post, "/api/auth/login", {}, credentials("nobody@example.org", password));
    auto wrong = call(post, "/api/auth/login", {}, credentials("anna@example.org", "wrong horse"));
    auto comparable = [](Answer answer) {
        answer.body.as_object().erase("request_id");
        return boost::json::serialize(answer.body);
    };
    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(comparable(unknown), comparable(wrong));
}

TEST_P(IdentityRoutes, a_throttled_log_in_says_how_long_to_wait) {  // shows IDN-2
    db().write(WorkspaceId{0},
               [&](db::Tx& tx) {
                   return store::put_throttle(tx, "account/" + token_hash("anna@example.org"),
                                              {30, clock.now(), clock.now() + Seconds{17}});
               })
        .value();
    auto answer = call(post, "/api/auth/login", {}, credentials("anna@example.org", password));
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.code, "auth.throttled");
    EXPECT_EQ(answer.header("Retry-After"), "17");
}

TEST_P(IdentityRoutes, a_change_with_the_cookie_needs_the_csrf_token) {  // shows IDN-1, REL-4
    auto anna = sign_up("anna@example.org");
    Caller caller{.cookie = anna.token.reveal()};
    auto me = call(get, "/api/auth/me", caller);
    ASSERT_EQ(me.status, 200) << me.text;
    EXPECT_EQ(call(put, "/api/preferences/a", caller, R"({"value": 1})").code, "auth.csrf");
    caller.csrf = "wrong";
    EXPECT_EQ(call(put, "/api/preferences/a", caller, R"({"value": 1})").status, 403);
    EXPECT_EQ(call(post, "/api/auth/logout", caller).code, "auth.csrf");
    caller.csrf = std::string(me.body.at("csrf_token").as_string());
    EXPECT_EQ(call(put, "/api/preferences/a", caller, R"({"value": 1})").status, 200);
    EXPECT_NE(caller.csrf, caller.cookie);
    auto other = session_of(anna.user.id);
    EXPECT_EQ(call(put, "/api/preferences/a", {.cookie = other, .csrf = caller.csrf}, R"({"value": 1})").code,
              "auth.csrf");
}

TEST_P(IdentityRoutes, log_out_ends_the_session_and_takes_the_cookie) {  // shows IDN-1
    auto anna = sign_up("anna@example.org");
    Caller caller{.bearer = anna.token.reveal()};
    auto out = call(post, "/api/auth/logout", caller);
    EXPECT_EQ(out.status, 204);
    EXPECT_NE(out.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(call(get, "/api/auth/me", caller).code, "auth.invalid_token");
    EXPECT_EQ(call(get, "/api/auth/me").status, 401);
}

TEST_P(IdentityRoutes, the_cookie_lives_as_long_as_its_session_and_goes_on_with_it) {  // shows IDN-2
    sign_up("anna@example.org");
    auto in = call(post, "/api/auth/login", {}, credentials("anna@example.org", password));
    ASSERT_EQ(in.status, 200);
    auto fortnight = "Max-Age=" + std::to_string(14 * 24 * 3600);
    EXPECT_NE(in.header("Set-Cookie").find(fortnight), std::string::npos) << in.header("Set-Cookie");
    EXPECT_EQ(in.body.at("expires_at").as_string(), to_rfc3339(clock.now() + std::chrono::hours{14 * 24}));
    Caller browser{.cookie = std::string(in.body.at("access_token").as_string())};
    EXPECT_EQ(call(get, "/api/auth/me", browser).header("Set-Cookie"), "") << "its end was not moved";
    clock.advance(std::chrono::hours{13 * 24});
    auto later = call(get, "/api/auth/me", browser);
    EXPECT_NE(later.header("Set-Cookie").find(browser.cookie), std::string::npos);
    EXPECT_NE(later.header("Set-Cookie").find(fortnight), std::string::npos) << later.header("Set-Cookie");
    EXPECT_EQ(call(get, "/api/auth/me", browser).header("Set-Cookie"), "") << "once is enough";
    clock.advance(std::chrono::hours{13 * 24});
    EXPECT_EQ(call(get, "/api/auth/me", {.bearer = browser.cookie}).header("Set-Cookie"), "")
        << "a program keeps its token itself";
}

TEST_P(IdentityRoutes, a_person_with_two_workspaces_names_one) {  // shows IDN-5
    auto anna = sign_up("anna@example.org");
    auto eve = sign_up("eve@example.org", "Other");
    auto link = identity->invite(actor(eve), {.role = Role::viewer})->token;
    ASSERT_TRUE(identity->join(actor(anna), link).ok());
    Caller caller{.bearer = anna.token.reveal()};
    auto none = call(get, "/api/members", caller);
    EXPECT_EQ(none.status, 400);
    EXPECT_EQ(none.code, "workspace.required");
    EXPECT_TRUE(call(get, "/api/auth/me", caller).body.at("workspace").is_null());
    caller.workspace = std::to_string(eve.workspaces.front().id.value);
    EXPECT_EQ(call(get, "/api/workspace", caller).body.at("name"), "Other");
    EXPECT_EQ(call(get, "/api/audit-log", caller).status, 403);  // viewer there, owner elsewhere
    caller.workspace = "999";
    EXPECT_EQ(call(get, "/api/workspace", caller).status, 404);
    EXPECT_EQ(call(get, "/api/auth/me", caller).status, 200);
}

TEST_P(IdentityRoutes, a_token_is_bound_to_its_workspace_and_scopes) {  // shows IDN-6
    auto anna = sign_up("anna@example.org");
    auto made = call(post, "/api/tokens", {.bearer = anna.token.reveal()},
                     R"({"name": "ci", "scopes": ["admin:read"]})");
    ASSERT_EQ(made.status, 201) << made.text;
    Caller caller{.bearer = std::string(made.body.at("token").as_string())};
    EXPECT_EQ(call(get, "/api/workspace/settings", caller).status, 200);
    EXPECT_EQ(call(put, "/api/workspace/settings", caller, R"({"time_zone": "UTC"})").code, "auth.scope");
    EXPECT_EQ(call(post, "/api/tokens", caller, R"({"name": "wider"})").status, 403);
    EXPECT_EQ(call(get, "/api/auth/me", caller).body.at("workspaces").as_array().size(), 1u);
    caller.workspace = "999";
    EXPECT_EQ(call(get, "/api/workspace/settings", caller).code, "workspace.not_found");
    auto listed = call(get, "/api/tokens", {.bearer = anna.token.reveal()});
    EXPECT_EQ(listed.body.at("total"), 1) << listed.text;
    EXPECT_EQ(listed.text.find(caller.bearer), std::string::npos);
}

TEST_P(IdentityRoutes, a_bot_reaches_nothing_here_and_unknown_tokens_nobody) {  // shows BOT-1
    sign_up("anna@example.org");
    EXPECT_EQ(call(get, "/api/members", {.bearer = "bot-token"}).status, 403);
    EXPECT_EQ(call(get, "/api/auth/me", {.bearer = "bot-token"}).status, 403);
    for (auto token : {"rs_0000", "rt_1_0000", "rt_x", "anything"}) {
        EXPECT_EQ(call(get, "/api/auth/me", {.bearer = token}).code, "auth.invalid_token") << token;
    }
}

TEST_P(IdentityRoutes, settings_are_read_sent_back_and_guarded_by_an_etag) {
    auto anna = sign_up("anna@example.org");
    Caller caller{.bearer = anna.token.reveal()};
    auto before = call(get, "/api/workspace/settings", caller);
    EXPECT_FALSE(before.header("ETag").empty());
    EXPECT_EQ(call(put, "/api/workspace/settings", caller, before.text).code, "field.unknown");
    auto sent = before.body;
    sent.at("airtable").as_object().erase("token_set");  // it is only read
    EXPECT_EQ(call(put, "/api/workspace/settings", caller, boost::json::serialize(sent)).text, before.text);
    auto wrong = call(put, "/api/workspace/settings", caller,
                      R"({"time_zone": "Mars/Olympus", "warmup": {"gap_s": -1}})");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(wrong.body.at("errors").as_array().size(), 2u);
    EXPECT_EQ(call(put, "/api/workspace/settings", caller, R"({"colour": 1})").code, "field.unknown");
}

TEST_P(IdentityRoutes, the_audit_log_filters_sorts_and_exports) {  // shows IDN-7
    auto anna = sign_up("anna@example.org");
    Caller caller{.bearer = anna.token.reveal()};
    call(post, "/api/tokens", caller, R"({"name": "ci"})");
    auto all = call(get, "/api/audit-log", caller);
    ASSERT_EQ(all.status, 200) << all.text;
    EXPECT_EQ(all.body.at("total"), 2);
    auto some = call(get, "/api/audit-log?filter[action]=tokens.create", caller);
    ASSERT_EQ(some.body.at("items").as_array().size(), 1u) << some.text;
    auto const& entry = some.body.at("items").at(0);
    EXPECT_EQ(entry.at("actor"), "anna@example.org");
    EXPECT_EQ(entry.at("object_type"), "token");
    EXPECT_EQ(entry.at("detail").at("name"), "ci");
    EXPECT_EQ(call(get, "/api/audit-log?filter[colour]=red", caller).status, 422);
}

TEST_P(IdentityRoutes, an_invitation_is_a_link_to_copy) {  // shows IDN-5
    auto anna = sign_up("anna@example.org");
    Caller caller{.bearer = anna.token.reveal()};
    auto made = call(post, "/api/invitations", caller, R"({"role": "va"})");
    ASSERT_EQ(made.status, 201) << made.text;
    auto token = std::string(made.body.at("token").as_string());
    EXPECT_EQ(made.body.at("url"), boost::json::value("http://roost.example/invite?token=" + token));
    auto preview = call(post, "/api/auth/invitation", {}, R"({"token": ")" + token + R"("})");
    EXPECT_EQ(preview.body.at("workspace"), "Agency");
    auto joined = call(post, "/api/auth/accept-invitation", {},
                       R"({"token": ")" + token + R"(", "email": "ben@example.org",
        "password": "correct horse", "name": "Ben"})");
    ASSERT_EQ(joined.status, 201) << joined.text;
    EXPECT_EQ(joined.body.at("workspace").at("role"), "va");
    auto listed = call(get, "/api/invitations", caller);
    EXPECT_FALSE(listed.body.at("items").at(0).at("accepted_at").is_null()) << listed.text;
    EXPECT_EQ(call(get, "/api/members", caller).body.at("total"), 2);
}

}  // namespace
}  // namespace roost::identity::tests
