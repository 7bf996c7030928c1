// workspace_test.cpp: members, invitations, tokens, settings, audit log and preferences, on both engines.
#include "core/base/json.h"
#include "domains/identity/sql.h"
#include "domains/identity/tests/fixture.h"

namespace roost::identity::tests {
namespace {

class Workspaces : public IdentityTest {
protected:
    std::vector<std::string> audited(WorkspaceId workspace) {
        return db()
            .read([&](db::Reader& reader) {
                return reader.list(sql::audit_list, {{"workspace_id", workspace}},
                                   [](db::Row const& row) { return db::get<std::string>(row, "action"); });
            })
            .value();
    }
};
INSTANTIATE_ON_BOTH_ENGINES(Workspaces);

TEST_P(Workspaces, the_last_owner_can_neither_step_down_nor_go) {  // shows IDN-5
    auto owner = actor(sign_up("anna@example.org"));
    EXPECT_EQ(code(identity->change_role(owner, owner.user, Role::manager)), "members.last_owner");
    EXPECT_EQ(code(identity->remove_member(owner, owner.user)), "members.last_owner");
    auto ben = member(owner, "ben@example.org", Role::viewer);
    ASSERT_TRUE(identity->change_role(owner, ben.user, Role::owner).ok());
    EXPECT_TRUE(identity->remove_member(owner, owner.user).ok());
    EXPECT_EQ(code(identity->change_role(ben, ben.user, Role::va)), "members.last_owner");
}

TEST_P(Workspaces, of_two_owners_who_leave_at_once_one_stays) {  // shows IDN-5
    auto anna = actor(sign_up("anna@example.org"));
    auto ben = member(anna, "ben@example.org", Role::owner);
    std::atomic<int> left = 0;
    std::thread one([&] { left += identity->remove_member(anna, anna.user).ok(); });
    std::thread two([&] { left += identity->remove_member(ben, ben.user).ok(); });
    one.join();
    two.join();
    EXPECT_EQ(left, 1);
}

TEST_P(Workspaces, a_role_and_a_removal_hold_from_the_next_request_on) {  // shows IDN-5
    auto owner = actor(sign_up("anna@example.org"));
    auto ben = member(owner, "ben@example.org", Role::manager);
    auto session = identity->log_in({"ben@example.org", secret(password)}, client)->token.reveal();
    auto token = identity->create_token(ben, {.name = "ci"})->token.reveal();
    EXPECT_EQ(identity->actor_of_token(token)->role, Role::manager);
    ASSERT_TRUE(identity->change_role(owner, ben.user, Role::viewer).ok());
    EXPECT_EQ(identity->actor_of_token(token)->role, Role::viewer);
    EXPECT_EQ(identity->session_of(session)->workspaces.front().role, Role::viewer);
    ASSERT_TRUE(identity->put_preference(ben, "grid", 1).ok());
    ASSERT_TRUE(identity->remove_member(owner, ben.user).ok());
    EXPECT_EQ(code(identity->actor_of_token(token)), "auth.invalid_token");
    EXPECT_TRUE(identity->session_of(session)->workspaces.empty());
}

TEST_P(Workspaces, members_of_another_workspace_are_not_there) {  // shows IDN-5
    auto anna = actor(sign_up("anna@example.org"));
    auto eve = actor(sign_up("eve@example.org", "Other"));
    EXPECT_EQ(code(identity->change_role(eve, anna.user, Role::va)), "members.not_found");
    EXPECT_EQ(code(identity->remove_member(eve, anna.user)), "members.not_found");
    auto token = identity->create_token(anna, {.name = "ci"}).value();
    EXPECT_EQ(code(identity->revoke_token(eve, token.row.id)), "tokens.not_found");
    auto invitation = identity->invite(anna, {.role = Role::va}).value();
    EXPECT_EQ(code(identity->withdraw_invitation(eve, invitation.row.id)), "invitations.not_found");
    auto view = identity->create_view(anna, {.list = "accounts", .name = "Mine", .shared = true}).value();
    EXPECT_EQ(code(identity->delete_view(eve, view.id)), "views.not_found");
    EXPECT_TRUE(identity->views(eve, "")->empty());
}

TEST_P(Workspaces, an_invitation_makes_a_new_person_a_member_once) {  // shows IDN-5
    auto owner = actor(sign_up("anna@example.org"));
    auto link = identity->invite(owner, {.role = Role::va, .email = "Ben@example.org"}).value();
    EXPECT_EQ(identity->preview_invitation(link.token)->workspace, "Agency");
    NewPerson eve{"eve@example.org", secret(password), "Eve", ""};
    EXPECT_EQ(code(identity->accept_invitation(link.token, eve, client)), "auth.wrong_person");
    NewPerson nobody{std::string(255, 'x') + "@example.org", secret(password), "Nobody", ""};
    EXPECT_EQ(code(identity->accept_invitation(link.token, nobody, client)), "request.invalid");
    NewPerson ben{"ben@example.org", secret(password), "Ben", ""};
    auto joined = identity->accept_invitation(link.token, ben, client);
    ASSERT_TRUE(joined.ok());
    EXPECT_EQ(joined->workspaces.front().role, Role::va);
    EXPECT_EQ(code(identity->accept_invitation(link.token, ben, client)), "auth.link_invalid");
    EXPECT_EQ(code(identity->preview_invitation(secret("ri_1_0000"))), "auth.link_invalid");
    EXPECT_EQ(code(identity->preview_invitation(secret("rubbish"))), "auth.link_invalid");
}

TEST_P(Workspaces,
       an_invitation_takes_a_known_person_only_with_the_password_or_a_session) {  // shows IDN-2, IDN-5
    auto owner = actor(sign_up("anna@example.org"));
    auto eve = sign_up("eve@example.org", "Other");
    auto link = identity->invite(owner, {.role = Role::viewer}).value();
    NewPerson wrong{"eve@example.org", secret("wrong horse"), "", ""};
    EXPECT_EQ(code(identity->accept_invitation(link.token, wrong, client)), "auth.bad_credentials");
    NewPerson right{"eve@example.org", secret(password), "", ""};
    ASSERT_TRUE(identity->accept_invitation(link.token, right, client).ok());
    EXPECT_EQ(identity->workspaces(actor(eve))->size(), 2u);
    auto second = identity->invite(owner, {.role = Role::manager}).value();
    EXPECT_EQ(code(identity->join(actor(eve), second.token)), "members.exists");
    auto ben = sign_up("ben@example.org", "Third");
    EXPECT_EQ(identity->join(actor(ben), second.token)->role, Role::manager);
}

TEST_P(Workspaces, an_invitation_expires_and_can_be_withdrawn) {  // shows IDN-5
    auto owner = actor(sign_up("anna@example.org"));
    auto late = identity->invite(owner, {.role = Role::va, .days = 1}).value();
    auto withdrawn = identity->invite(owner, {.role = Role::va}).value();
    ASSERT_TRUE(identity->withdraw_invitation(owner, withdrawn.row.id).ok());
    EXPECT_EQ(code(identity->preview_invitation(withdrawn.token)), "auth.link_invalid");
    EXPECT_TRUE(identity->preview_invitation(late.token).ok());
    clock.advance(std::chrono::hours{25});
    EXPECT_EQ(code(identity->preview_invitation(late.token)), "auth.link_invalid");
    EXPECT_EQ(code(identity->invite(owner, {.role = Role::va, .days = 31})), "request.invalid");
}

TEST_P(Workspaces, a_token_carries_its_scopes_and_expires) {  // shows IDN-6
    auto owner = actor(sign_up("anna@example.org"));
    NewToken wanted{"ci", {"accounts:read", "bots:write"}, clock.now() + std::chrono::hours{1}};
    auto made = identity->create_token(owner, wanted).value();
    auto acting = identity->actor_of_token(made.token.reveal()).value();
    EXPECT_EQ(acting.kind, ActorKind::token);
    EXPECT_FALSE(acting.all_scopes);
    ASSERT_EQ(acting.scopes.size(), 2u);
    EXPECT_TRUE(acting.scopes[1].write);
    EXPECT_EQ(code(identity->create_token(acting, {.name = "wider"})), "auth.session_required");
    EXPECT_EQ(code(identity->invite(acting, {.role = Role::owner})), "auth.session_required");
    clock.advance(std::chrono::hours{1});
    EXPECT_EQ(code(identity->actor_of_token(made.token.reveal())), "auth.invalid_token");
    EXPECT_EQ(code(identity->create_token(owner, {.name = "late", .expires_at = clock.now()})),
              "request.invalid");
    EXPECT_EQ(code(identity->create_token(owner, {.name = "odd", .scopes = {"moon:read"}})),
              "request.invalid");
}

TEST_P(Workspaces, a_revoked_token_is_gone_at_once) {  // shows IDN-6
    auto owner = actor(sign_up("anna@example.org"));
    auto va = member(owner, "va@example.org", Role::va);
    auto made = identity->create_token(va, {.name = "ci"}).value();
    auto plain = made.token.reveal();
    EXPECT_TRUE(identity->actor_of_token(plain)->all_scopes);
    auto viewer = member(owner, "viewer@example.org", Role::viewer);
    EXPECT_EQ(code(identity->revoke_token(viewer, made.row.id)), "tokens.not_found");
    ASSERT_TRUE(identity->revoke_token(owner, made.row.id).ok());
    EXPECT_EQ(code(identity->actor_of_token(plain)), "auth.invalid_token");
    for (auto text : {"rt_", "rt_x_1", "rt_1_1", "rt_999_1", "", "rs_1"}) {
        EXPECT_EQ(code(identity->actor_of_token(text)), "auth.invalid_token") << text;
    }
}

TEST_P(Workspaces, settings_merge_and_a_lost_race_is_told) {
    auto owner = actor(sign_up("anna@example.org"));
    auto before = identity->shown_settings(owner).value();
    auto sent =
        boost::json::parse(R"({"warmup": {"gap_s": 7}, "airtable": {"token": "pat-secret"}})").as_object();
    auto after = identity->change_settings(owner, sent, etag(before));
    ASSERT_TRUE(after.ok());
    EXPECT_EQ(after->settings.warmup.gap_s, 7);
    EXPECT_TRUE(after->airtable_token_set);
    EXPECT_EQ(code(identity->change_settings(owner, sent, etag(before))), "settings.changed");
    EXPECT_EQ(db().read([&](db::Reader& reader) { return settings(reader, owner.workspace); })->warmup.gap_s,
              7);
    EXPECT_EQ(code(db().read([&](db::Reader& reader) { return settings(reader, WorkspaceId{99}); })),
              "workspace.not_found");
    auto forgotten = identity->change_settings(
        owner, boost::json::parse(R"({"airtable": {"token": null}})").as_object(), "");
    EXPECT_FALSE(forgotten->airtable_token_set);
}

TEST_P(Workspaces, what_was_done_is_in_the_audit_log_without_secrets) {  // shows IDN-7
    auto owner = actor(sign_up("anna@example.org"));
    auto ben = member(owner, "ben@example.org", Role::va);
    identity->change_role(owner, ben.user, Role::viewer).value();
    identity->create_token(owner, {.name = "ci"}).value();
    identity
        ->change_settings(owner, boost::json::parse(R"({"airtable": {"token": "pat-secret"}})").as_object(),
                          "")
        .value();
    auto actions = audited(owner.workspace);
    std::ranges::sort(actions);
    EXPECT_EQ(actions, (std::vector<std::string>{"members.change_role", "members.create", "settings.change",
                                                 "tokens.create", "workspace.create"}));
    auto details =
        db().read([&](db::Reader& reader) {
                return reader.list(sql::audit_list, {{"workspace_id", owner.workspace}},
                                   [](db::Row const& row) { return db::get<std::string>(row, "detail"); });
            })
            .value();
    for (auto const& detail : details) EXPECT_EQ(detail.find("pat-secret"), std::string::npos) << detail;
}

TEST_P(Workspaces, preferences_are_a_persons_own_and_bounded) {  // shows WEB-1
    auto owner = actor(sign_up("anna@example.org"));
    auto ben = member(owner, "ben@example.org", Role::va);
    EXPECT_TRUE(identity->preference(owner, "grid.accounts")->value.is_null());
    ASSERT_TRUE(identity->put_preference(owner, "grid.accounts", {{"width", 3}}).ok());
    ASSERT_TRUE(identity->put_preference(owner, "grid.accounts", {{"width", 4}}).ok());
    EXPECT_EQ(identity->preference(owner, "grid.accounts")->value, (boost::json::value{{"width", 4}}));
    EXPECT_TRUE(identity->preferences(ben)->empty());
    EXPECT_EQ(code(identity->put_preference(owner, "big", boost::json::string(65 * 1024, 'x'))),
              "field.too_long");
    for (int i = 0; i < 199; ++i)
        ASSERT_TRUE(identity->put_preference(owner, "k" + std::to_string(i), i).ok());
    EXPECT_EQ(code(identity->put_preference(owner, "one-more", 1)), "preferences.too_many");
    EXPECT_TRUE(identity->put_preference(owner, "k0", 2).ok());
    ASSERT_TRUE(identity->delete_preference(owner, "k0").ok());
    EXPECT_TRUE(identity->put_preference(owner, "one-more", 1).ok());
}

TEST_P(Workspaces, a_view_is_shared_by_those_who_may) {  // shows ACC-10
    auto owner = actor(sign_up("anna@example.org"));
    auto viewer = member(owner, "viewer@example.org", Role::viewer);
    EXPECT_EQ(code(identity->create_view(viewer, {.list = "accounts", .name = "x", .shared = true})),
              "views.may_not_share");
    auto own = identity->create_view(viewer, {.list = "accounts", .name = "Mine"}).value();
    auto shared =
        identity
            ->create_view(owner,
                          {.list = "accounts", .name = "Failing", .shared = true, .definition = {{"q", "x"}}})
            .value();
    EXPECT_EQ(identity->views(owner, "accounts")->size(), 1u);
    auto seen = identity->views(viewer, "accounts").value();
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_FALSE(seen[0].own);
    EXPECT_TRUE(identity->views(viewer, "proxies")->empty());
    EXPECT_EQ(code(identity->update_view(viewer, shared.id, {.name = "Taken"})), "views.not_found");
    EXPECT_EQ(identity->update_view(viewer, own.id, {.name = "Renamed"})->name, "Renamed");
    EXPECT_EQ(code(identity->update_view(viewer, own.id, {.shared = true})), "views.may_not_share");
    EXPECT_TRUE(identity->delete_view(viewer, own.id).ok());
}

TEST_P(Workspaces, the_command_line_makes_workspace_and_person_or_adds_them) {  // shows IDN-5, RUN-3
    auto create = [&](std::string email, std::string plain, std::string workspace, Role role = Role::owner) {
        return identity->create_user({{email, secret(plain)}, workspace, role});
    };
    auto first = create("anna@example.org", password, "Agency").value();
    EXPECT_TRUE(first.user_made && first.workspace_made);
    auto second = create("va@example.org", password, "Agency", Role::va).value();
    EXPECT_TRUE(second.user_made && !second.workspace_made);
    EXPECT_EQ(second.workspace.id, first.workspace.id);
    auto again = create("va@example.org", password, "Agency", Role::va).value();
    EXPECT_FALSE(again.user_made || again.workspace_made);
    EXPECT_EQ(code(create("va@example.org", password, "Agency", Role::manager)), "members.exists");
    EXPECT_EQ(code(create("va@example.org", "another one", "Other")), "users.password_differs");
    EXPECT_TRUE(create("va@example.org", password, "Other")->workspace_made);
    EXPECT_EQ(code(create("x", "short", "")), "request.invalid");
    EXPECT_EQ(code(create("new@example.org", password, "#99")), "workspace.not_found");
    auto token = identity->create_token_for("va@example.org", "Agency", {.name = "ci"}).value();
    EXPECT_EQ(identity->actor_of_token(token.token.reveal())->role, Role::va);
    EXPECT_EQ(code(identity->create_token_for("nobody@example.org", "Agency", {.name = "ci"})),
              "users.not_found");
    EXPECT_EQ(code(identity->create_token_for("anna@example.org", "Other", {.name = "ci"})),
              "members.not_found");
    sign_up("eve@example.org", "Agency");
    EXPECT_EQ(code(identity->find_workspace("Agency")), "workspace.ambiguous");
    EXPECT_EQ(identity->find_workspace("#" + std::to_string(first.workspace.id.value))->id,
              first.workspace.id);
}

TEST_P(Workspaces, find_member_knows_members_only) {
    auto owner = actor(sign_up("anna@example.org"));
    auto eve = actor(sign_up("eve@example.org", "Other"));
    auto look = [&](UserId user) {
        return db()
            .read([&](db::Reader& reader) { return find_member(reader, owner.workspace, user); })
            .value();
    };
    EXPECT_EQ(look(owner.user)->email, "anna@example.org");
    EXPECT_FALSE(look(eve.user));
}

}  // namespace
}  // namespace roost::identity::tests
