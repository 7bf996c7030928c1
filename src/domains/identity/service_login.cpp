// service_login.cpp: how people get in: owner link, sign-up, log-in.
#include "core/crypto/password.h"
#include "core/log/log.h"
#include "domains/identity/errors.h"
#include "domains/identity/rules.h"
#include "domains/identity/service.h"
#include "domains/identity/service_links.h"
#include "domains/identity/store.h"
#include "domains/identity/store_workspaces.h"

namespace roost::identity {
namespace {

constexpr WorkspaceId nowhere{0};

std::string account_name(std::string const& email) { return "account/" + token_hash(email); }
std::string address_name(Client const& client) { return "address/" + rules::address_group(client.address); }

Result<NewPerson> checked(NewPerson person) {
    json::Problems problems;
    person.email = rules::check_email(person.email, "email", problems);
    rules::check_password(person.password, person.email, "password", problems);
    person.name = rules::check_name(person.name, "name", problems);
    person.workspace = rules::check_name(person.workspace, "workspace", problems);
    TRY(rules::settled(std::move(problems)));
    return person;
}

}  // namespace

Identity::Identity(db::Db& db, Clock& clock, Random& random, crypto::Keyring& keys, Options options)
    : db_(db),
      clock_(clock),
      random_(random),
      keys_(keys),
      options_(std::move(options)),
      sessions_(clock),
      tokens_(clock) {}

Result<std::optional<Secret<std::string>>> Identity::setup_token() {
    using Link = std::optional<Secret<std::string>>;
    if (!TRY(setup_required())) return Link{};
    auto link = make_token(random_, "rs_");
    return db_.write(nowhere, [&](db::Tx& tx) -> Result<Link> {
        if (TRY(store::any_user(tx))) return Link{};
        TRY(store::insert_owner_link(tx, token_hash(link.reveal()), clock_.now()));
        return Link(link);
    });
}

Result<bool> Identity::setup_required() {
    return db_.read([&](db::Reader& reader) -> Result<bool> { return !TRY(store::any_user(reader)); });
}

Result<LoggedIn> Identity::setup(Secret<std::string> const& link, NewPerson const& person,
                                 Client const& client) {
    auto hash = token_hash(link.reveal());
    auto allowed = [&](db::Reader& reader) -> Result<void> {
        if (TRY(store::any_user(reader)) || !TRY(store::owner_link_exists(reader, hash)))
            return errors::link_invalid();
        return {};
    };
    TRY(db_.read(allowed));  // before the costly hash of the password
    return make_owner(person, client, [&](db::Tx& tx) -> Result<void> {
        TRY(allowed(tx));
        return store::delete_owner_links(tx);
    });
}

Result<LoggedIn> Identity::register_person(NewPerson const& person, Client const& client) {
    if (options_.registration != Registration::open) return errors::registration_closed();
    return make_owner(person, client, [](db::Tx&) -> Result<void> { return {}; });
}

/// A new person with a new workspace, logged in; `allowed` is asked in the same transaction.
Result<LoggedIn> Identity::make_owner(NewPerson const& sent, Client const& client,
                                      std::function<Result<void>(db::Tx&)> const& allowed) {
    auto person = TRY(checked(sent));
    auto hash = crypto::hash_password(person.password);
    auto session = make_session();
    return db_.write(nowhere, [&](db::Tx& tx) -> Result<LoggedIn> {
        TRY(allowed(tx));
        if (TRY(store::find_user(tx, person.email))) return errors::email_taken();
        auto user = TRY(store::insert_user(tx, {{}, person.email, person.name, session.now}, hash));
        auto workspace = TRY(start_workspace(tx, user, person.workspace, Role::owner));
        TRY(store::insert_session(tx,
                                  {user.id, session.token_hash, client, session.now, session.expires_at}));
        return LoggedIn{user, {workspace}, session.token, session.expires_at};
    });
}

Result<WorkspaceRef> Identity::start_workspace(db::Tx& tx, User const& first, std::string const& name,
                                               Role role) {
    auto is_first = !TRY(store::any_workspace(tx));
    auto now = clock_.now();
    auto workspace =
        TRY(store::insert_workspace(tx, name, is_first ? options_.first_settings : WorkspaceSettings{}, now));
    if (is_first && !options_.first_airtable_token.empty()) {
        auto box = keys_.seal(options_.first_airtable_token.reveal(), store::airtable_context(workspace.id));
        TRY(store::set_airtable_token(tx, workspace.id, box));
    }
    TRY(store::insert_member(tx, workspace.id, {first.id, first.email, first.name, role, now}));
    Actor actor{.kind = ActorKind::user,
                .workspace = workspace.id,
                .role = role,
                .user = first.id,
                .name = first.email};
    TRY(audit(tx, clock_, actor,
              {.action = "workspace.create",
               .object_type = "workspace",
               .object_id = workspace.id.value,
               .detail = {{"name", name}}}));
    return WorkspaceRef{workspace.id, name, role};
}

Identity::MadeSession Identity::make_session() {
    auto token = make_token(random_, "rs_");
    auto now = clock_.now();
    return {token, token_hash(token.reveal()), now, rules::session_end(now, now)};
}

Result<LoggedIn> Identity::log_in(Credentials const& credentials, Client const& client) {
    auto user = TRY(check_credentials(credentials, client));
    auto session = make_session();
    log::info("logged in", {{"user", user.id}, {"address", client.address}});
    return db_.write(nowhere, [&](db::Tx& tx) -> Result<LoggedIn> {
        TRY(forgive_attempt(tx, user.email, client));
        TRY(store::insert_session(tx,
                                  {user.id, session.token_hash, client, session.now, session.expires_at}));
        TRY(store::audit_person(
            tx, clock_,
            {.email = user.email, .action = "auth.login", .detail = {{"address", client.address}}}));
        return LoggedIn{user, TRY(store::workspaces_of(tx, user.id)), session.token, session.expires_at};
    });
}

/// The same steps whether the person exists or not: count, read, verify.
Result<User> Identity::check_credentials(Credentials const& credentials, Client const& client) {
    auto email = rules::fold_email(credentials.email);
    TRY(count_attempt(email, client));
    auto found = TRY(db_.read([&](db::Reader& reader) { return store::find_user(reader, email); }));
    bool right = crypto::verify_password(found ? found->password_hash : "", credentials.password);
    if (!found || !right) {
        log::info("log-in failed", {{"address", client.address}});
        TRY(note_wrong_password(email, client));
        return errors::bad_credentials();
    }
    return found->user;
}

/// In the audit log of whoever has that e-mail; the throttle bounds how many come. It is stored
/// again as it is, so that there is something to commit, and the answer takes as long, when nobody
/// has that e-mail.
Result<void> Identity::note_wrong_password(std::string const& email, Client const& client) {
    return db_.write(nowhere, [&](db::Tx& tx) -> Result<void> {
        auto name = account_name(email);
        TRY(store::put_throttle(tx, name, TRY(store::throttle(tx, name))));
        return store::audit_person(tx, clock_,
                                   {.by = ActorKind::system,
                                    .email = email,
                                    .action = "auth.password_wrong",
                                    .detail = {{"address", client.address}}});
    });
}

/// Counts the attempt as failed before it is tried, so that many at once gain nothing; a log-in
/// that succeeds gives it back.
Result<void> Identity::count_attempt(std::string const& email, Client const& client) {
    struct Bound {
        std::string name;
        rules::ThrottlePolicy policy;
    };
    Bound const bounds[] = {{account_name(email), rules::account_policy},
                            {address_name(client), rules::address_policy}};
    return db_.write(nowhere, [&](db::Tx& tx) -> Result<void> {
        auto now = clock_.now();
        TRY(store::forget_throttles(tx, now - rules::throttle_memory));
        for (auto const& bound : bounds) {
            auto throttle = TRY(store::throttle(tx, bound.name));
            if (auto seconds = rules::blocked_for_s(throttle, bound.policy, now))
                return errors::throttled(seconds);
            TRY(store::put_throttle(tx, bound.name, rules::after_failure(throttle, bound.policy, now)));
        }
        return {};
    });
}

Result<void> Identity::forgive_attempt(db::Tx& tx, std::string const& email, Client const& client) {
    TRY(store::delete_throttle(tx, account_name(email)));
    return store::give_back_failure(tx, address_name(client), rules::address_policy.free);
}

void Identity::forget_cached() {
    sessions_.clear();
    tokens_.clear();
}

}  // namespace roost::identity
