// login_test.cpp: getting in, staying in and being kept out, on both engines.
#include <algorithm>

#include "domains/identity/service_links.h"
#include "domains/identity/sql.h"
#include "domains/identity/store.h"
#include "domains/identity/tests/fixture.h"

namespace roost::identity::tests {
namespace {

class Login : public IdentityTest {
protected:
    std::string attempt(std::string const& email, std::string const& plain, Client const& from) {
        return code(identity->log_in({email, secret(plain)}, from));
    }
    /// As if that many log-ins had failed: hashing is slow on purpose.
    void failed_before(std::string const& throttle, int failures) {
        db().write(WorkspaceId{0},
                   [&](db::Tx& tx) {
                       return store::put_throttle(tx, throttle, {failures, clock.now(), Instant{}});
                   })
            .value();
    }
    /// What the audit log says of people's access, as sorted "action actor".
    std::vector<std::string> access_entries(WorkspaceId workspace) {
        auto entries = db().read([&](db::Reader& reader) {
                               return reader.list(sql::audit_list, {{"workspace_id", workspace}},
                                                  [](db::Row const& row) {
                                                      return db::get<std::string>(row, "action") + " " +
                                                             db::get<std::string>(row, "actor");
                                                  });
                           })
                           .value();
        std::erase_if(entries, [](auto const& entry) { return !entry.starts_with("auth."); });
        std::ranges::sort(entries);
        return entries;
    }
};
INSTANTIATE_ON_BOTH_ENGINES(Login);

TEST_P(Login, the_owner_link_works_once_and_only_while_nobody_exists) {  // shows RUN-1, ADM-1
    auto link = identity->setup_token().value();
    auto second = identity->setup_token().value();
    ASSERT_TRUE(link && second);
    NewPerson person{"Owner@Example.org", secret(password), "Olga", "Agency"};
    EXPECT_EQ(code(identity->setup(secret("rs_wrong"), person, client)), "auth.link_invalid");
    auto owner = identity->setup(*link, person, client);
    ASSERT_TRUE(owner.ok());
    EXPECT_EQ(owner->user.email, "owner@example.org");
    EXPECT_EQ(owner->workspaces.front().role, Role::owner);
    EXPECT_EQ(identity->session_of(owner->token.reveal())->user.id, owner->user.id);
    person.email = "second@example.org";
    EXPECT_EQ(code(identity->setup(*second, person, client)), "auth.link_invalid");
    EXPECT_FALSE(identity->setup_token().value());
    EXPECT_FALSE(identity->setup_required().value());
}

TEST_P(Login, two_who_use_the_owner_link_at_once_make_one_owner) {  // shows IDN-5
    auto link = identity->setup_token().value();
    std::atomic<int> made = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            NewPerson person{"owner" + std::to_string(i) + "@example.org", secret(password), "Olga",
                             "Agency"};
            made += identity->setup(*link, person, client).ok() ? 1 : 0;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(made, 1);
}

TEST_P(Login, signing_up_is_closed_unless_it_is_opened) {  // shows IDN-1
    auto closed = another({});
    NewPerson person{"anna@example.org", secret(password), "Anna", "Agency"};
    EXPECT_EQ(code(closed->register_person(person, client)), "auth.registration_closed");
    EXPECT_TRUE(identity->register_person(person, client).ok());
    EXPECT_EQ(code(identity->register_person(person, client)), "auth.email_taken");
}

TEST_P(Login, every_wrong_field_of_a_sign_up_is_named_at_once) {  // shows REL-3
    auto refused = identity->register_person({"nobody", secret("short"), " ", std::string(101, 'x')}, client);
    ASSERT_FALSE(refused.ok());
    std::vector<std::string> names;
    for (auto const& field : refused.error().fields) names.push_back(field.field);
    EXPECT_EQ(names, (std::vector<std::string>{"email", "password", "name", "workspace"}));
}

TEST_P(Login, unknown_person_and_wrong_password_answer_the_same) {  // shows IDN-2
    sign_up("anna@example.org");
    auto unknown = identity->log_in({"nobody@example.org", secret(password)}, client);
    auto wrong = identity->log_in({"anna@example.org", secret("wrong horse")}, client);
    ASSERT_FALSE(unknown.ok() || wrong.ok());
    EXPECT_EQ(unknown.error().code, wrong.error().code);
    EXPECT_EQ(unknown.error().detail, wrong.error().detail);
    EXPECT_EQ(unknown.error().kind, wrong.error().kind);
    EXPECT_TRUE(identity->log_in({" ANNA@example.org ", secret(password)}, client).ok());
}

TEST_P(Login, an_account_is_throttled_for_known_and_unknown_people_alike_and_over_restarts) {  // shows IDN-2
    sign_up("anna@example.org");
    for (auto const* email : {"anna@example.org", "nobody@example.org"}) {
        Client from{std::string("198.51.100.") + email[0], "test"};
        failed_before("account/" + token_hash(email), 9);
        for (int i = 0; i < 2; ++i)
            EXPECT_EQ(attempt(email, "wrong horse", from), "auth.bad_credentials") << i;
        EXPECT_EQ(attempt(email, password, from), "auth.throttled");
        identity = another({.registration = Registration::open});  // a restart forgets nothing
        EXPECT_EQ(attempt(email, password, from), "auth.throttled");
    }
    clock.advance(Seconds{2});
    EXPECT_EQ(attempt("anna@example.org", password, client), "");
    EXPECT_EQ(attempt("anna@example.org", "wrong horse", client), "auth.bad_credentials");
    EXPECT_EQ(attempt("anna@example.org", password, client), "");
}

TEST_P(Login, an_address_that_guesses_at_many_accounts_is_throttled) {  // shows IDN-2
    sign_up("anna@example.org");
    failed_before("address/" + client.address, 59);
    for (int i = 0; i < 2; ++i) attempt("guess" + std::to_string(i) + "@example.org", "wrong horse", client);
    EXPECT_EQ(attempt("anna@example.org", password, client), "auth.throttled");
    EXPECT_EQ(attempt("anna@example.org", password, {"203.0.113.8", "test"}), "");
}

TEST_P(Login, a_session_ends_by_log_out_revocation_and_time) {  // shows IDN-2
    auto anna = sign_up("anna@example.org");
    auto here = identity->session_of(anna.token.reveal()).value();
    auto there = identity->log_in({"anna@example.org", secret(password)}, {"192.0.2.1", "phone"}).value();
    auto all = identity->sessions(actor(anna), here.session).value();
    ASSERT_EQ(all.size(), 2u);
    auto other = std::ranges::find_if(all, [](auto const& session) { return !session.current; });
    EXPECT_EQ(other->user_agent, "phone");
    EXPECT_TRUE(identity->session_of(there.token.reveal()).ok());
    ASSERT_TRUE(identity->end_session(actor(anna), other->id).ok());
    EXPECT_EQ(code(identity->session_of(there.token.reveal())), "auth.invalid_token");
    EXPECT_EQ(code(identity->end_session(actor(anna), other->id)), "sessions.not_found");
    clock.advance(std::chrono::hours{24 * 15});
    EXPECT_EQ(code(identity->session_of(anna.token.reveal())), "auth.invalid_token");
}

TEST_P(Login, use_keeps_a_session_alive_but_not_for_ever) {  // shows IDN-2
    auto anna = sign_up("anna@example.org");
    int days = 0;
    for (; days < 200 && identity->session_of(anna.token.reveal()).ok(); ++days)
        clock.advance(std::chrono::hours{24});
    EXPECT_EQ(days, 90);
}

TEST_P(Login, another_process_sees_a_revocation_within_two_seconds) {  // shows IDN-2
    auto anna = sign_up("anna@example.org");
    auto other_process = another({});
    auto here = other_process->session_of(anna.token.reveal()).value();
    ASSERT_TRUE(identity->end_session(actor(anna), here.session).ok());
    clock.advance(Seconds{2});
    EXPECT_EQ(code(other_process->session_of(anna.token.reveal())), "auth.invalid_token");
}

TEST_P(Login, nobody_ends_anothers_session) {  // shows IDN-5
    auto anna = sign_up("anna@example.org");
    auto ben = sign_up("ben@example.org", "Other");
    auto of_anna = identity->session_of(anna.token.reveal())->session;
    EXPECT_EQ(code(identity->end_session(actor(ben), of_anna)), "sessions.not_found");
    EXPECT_TRUE(identity->session_of(anna.token.reveal()).ok());
}

TEST_P(Login, a_changed_password_ends_every_other_session) {  // shows IDN-1, IDN-2
    auto anna = sign_up("anna@example.org");
    auto here = identity->session_of(anna.token.reveal())->session;
    auto there = identity->log_in({"anna@example.org", secret(password)}, client).value();
    auto change = [&](std::string old_one, std::string new_one) {
        return code(identity->change_password(actor(anna), {here, secret(old_one), secret(new_one)}, client));
    };
    EXPECT_EQ(change("wrong horse", "battery staple"), "auth.wrong_password");
    EXPECT_EQ(change(password, "short"), "request.invalid");
    EXPECT_EQ(change(password, "battery staple"), "");
    EXPECT_TRUE(identity->session_of(anna.token.reveal()).ok());
    EXPECT_FALSE(identity->session_of(there.token.reveal()).ok());
    EXPECT_EQ(attempt("anna@example.org", password, client), "auth.bad_credentials");
    EXPECT_EQ(attempt("anna@example.org", "battery staple", client), "");
}

TEST_P(Login, the_first_workspace_starts_with_the_configured_settings) {
    Options options{.registration = Registration::open};
    options.first_settings.outreach.num_va_tables = 12;
    options.first_airtable_token = secret("pat123");
    identity = another(options);
    auto first = identity->shown_settings(actor(sign_up("anna@example.org"))).value();
    EXPECT_EQ(first.settings.outreach.num_va_tables, 12);
    EXPECT_TRUE(first.airtable_token_set);
    auto second = identity->shown_settings(actor(sign_up("ben@example.org"))).value();
    EXPECT_EQ(second.settings.outreach.num_va_tables, 80);
    EXPECT_FALSE(second.airtable_token_set);
}

TEST_P(Login,
       what_happened_to_a_persons_access_is_in_the_audit_log_of_each_of_their_workspaces) {  // shows IDN-7
    auto anna = sign_up("anna@example.org", "First");
    auto bert = sign_up("bert@example.org", "Second");
    auto who = actor(anna);
    auto link = identity->invite(actor(bert), {.role = Role::va}).value();
    ASSERT_TRUE(identity->join(who, link.token).ok());
    EXPECT_EQ(attempt("anna@example.org", "wrong horse", client), "auth.bad_credentials");
    EXPECT_EQ(attempt("nobody@example.org", "wrong horse", client), "auth.bad_credentials");
    EXPECT_EQ(attempt("Anna@example.org", password, client), "");
    auto mine = identity->sessions(who, SessionId{}).value();
    ASSERT_TRUE(identity->end_session(who, mine.front().id).ok());
    ASSERT_TRUE(identity->end_other_sessions(who, SessionId{}).ok());
    PasswordChange change{SessionId{}, secret(password), secret("battery staple")};
    ASSERT_TRUE(identity->change_password(who, change, client).ok());

    std::vector<std::string> const expected{
        "auth.login anna@example.org", "auth.other_sessions_end anna@example.org",
        "auth.password_change anna@example.org", "auth.password_wrong unknown person",
        "auth.session_end anna@example.org"};
    for (auto workspace : {who.workspace, bert.workspaces.front().id})
        EXPECT_EQ(access_entries(workspace), expected);
}

TEST_P(Login, attempts_that_are_turned_away_add_nothing_to_the_audit_log) {  // shows IDN-2 IDN-7
    auto anna = sign_up("anna@example.org");
    failed_before("account/" + token_hash("anna@example.org"), 10);
    EXPECT_EQ(attempt("anna@example.org", "wrong horse", client), "auth.bad_credentials");
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(attempt("anna@example.org", "wrong horse", client), "auth.throttled");
    EXPECT_EQ(access_entries(anna.workspaces.front().id),
              std::vector<std::string>{"auth.password_wrong unknown person"});
}

}  // namespace
}  // namespace roost::identity::tests
