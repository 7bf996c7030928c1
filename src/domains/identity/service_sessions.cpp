// service_sessions.cpp: who a token belongs to; the own sessions, name and password.
#include "core/crypto/password.h"
#include "core/log/log.h"
#include "domains/identity/errors.h"
#include "domains/identity/rules.h"
#include "domains/identity/service.h"
#include "domains/identity/service_links.h"
#include "domains/identity/store.h"
#include "domains/identity/store_tokens.h"
#include "domains/identity/store_workspaces.h"

namespace roost::identity {
namespace {
constexpr WorkspaceId nowhere{0};
}

Result<Principal> Identity::session_of(std::string const& token) {
    auto hash = token_hash(token);
    auto epoch = sessions_.epoch();
    auto principal = sessions_.find(hash);
    if (!principal) {
        principal = TRY(load_session(hash));
        auto known = *principal;
        known.extended = false;
        sessions_.remember(hash, std::move(known), epoch);
    }
    if (principal->expires_at <= clock_.now()) return errors::invalid_token();
    return std::move(*principal);
}

Result<Principal> Identity::load_session(std::string const& hash) {
    auto now = clock_.now();
    auto found = TRY(db_.read([&](db::Reader& reader) -> Result<std::optional<Principal>> {
        auto principal = TRY(store::find_session(reader, hash));
        if (principal) principal->workspaces = TRY(store::workspaces_of(reader, principal->user.id));
        return principal;
    }));
    if (!found || found->expires_at <= now) return errors::invalid_token();
    if (rules::worth_noting(found->last_used_at, now)) {
        auto end = rules::session_end(found->created_at, now);
        auto noted = db_.write(
            nowhere, [&](db::Tx& tx) { return store::note_session_use(tx, found->session, now, end); });
        found->extended = noted.ok();
        if (noted.ok()) found->expires_at = end;
        else log::failure(log::Level::warning, "the use of a session was not noted", noted.error());
    }
    return std::move(*found);
}

Result<Actor> Identity::actor_of_token(std::string const& token) {
    auto workspace = token_workspace(token, "rt_");
    if (!workspace) return errors::invalid_token();
    auto hash = token_hash(token);
    auto epoch = tokens_.epoch();
    if (auto known = tokens_.find(hash)) return std::move(*known);
    auto actor = TRY(load_token(*workspace, hash));
    tokens_.remember(hash, actor, epoch);
    return actor;
}

Result<Actor> Identity::load_token(WorkspaceId workspace, std::string const& hash) {
    auto now = clock_.now();
    auto found =
        TRY(db_.read([&](db::Reader& reader) { return store::find_token(reader, workspace, hash); }));
    if (!found || (found->token.expires_at && *found->token.expires_at <= now))
        return errors::invalid_token();
    auto const& token = found->token;
    if (!token.last_used_at || rules::worth_noting(*token.last_used_at, now)) {
        auto noted = db_.write(
            workspace, [&](db::Tx& tx) { return store::note_token_use(tx, workspace, token.id, now); });
        if (!noted.ok()) log::failure(log::Level::warning, "the use of a token was not noted", noted.error());
    }
    // Scopes were checked when the token was made; a retired one gives nothing.
    json::Problems unknown;
    Actor actor{.kind = ActorKind::token,
                .workspace = workspace,
                .role = found->role,
                .user = token.user_id,
                .name = token.email + " (" + token.name + ")",
                .all_scopes = token.scopes.empty(),
                .scopes = rules::check_scopes(token.scopes, unknown)};
    return actor;
}

Result<std::vector<Session>> Identity::sessions(Actor const& actor, SessionId current) {
    TRY(rules::require_person(actor));
    auto all = TRY(
        db_.read([&](db::Reader& reader) { return store::sessions_of(reader, actor.user, clock_.now()); }));
    for (auto& session : all) session.current = session.id == current;
    return all;
}

Result<void> Identity::end_session(Actor const& actor, SessionId session) {
    TRY(rules::require_person(actor));
    TRY(db_.write(nowhere, [&](db::Tx& tx) -> Result<void> {
        if (!TRY(store::delete_session(tx, actor.user, session))) return errors::session_not_found();
        return store::audit_person(
            tx, clock_,
            {.email = actor.name, .action = "auth.session_end", .detail = {{"session_id", session.value}}});
    }));
    forget_cached();
    return {};
}

Result<void> Identity::end_other_sessions(Actor const& actor, SessionId current) {
    TRY(rules::require_person(actor));
    TRY(db_.write(nowhere, [&](db::Tx& tx) -> Result<void> {
        TRY(store::delete_other_sessions(tx, actor.user, current));
        return store::audit_person(tx, clock_, {.email = actor.name, .action = "auth.other_sessions_end"});
    }));
    forget_cached();
    return {};
}

Result<User> Identity::profile(Actor const& actor) {
    auto row = TRY(db_.read([&](db::Reader& reader) { return store::find_user(reader, actor.user); }));
    if (!row) return errors::invalid_token();
    return row->user;
}

Result<std::vector<WorkspaceRef>> Identity::workspaces(Actor const& actor) {
    auto all = TRY(db_.read([&](db::Reader& reader) { return store::workspaces_of(reader, actor.user); }));
    if (actor.kind != ActorKind::user)
        std::erase_if(all, [&](auto const& ref) { return ref.id != actor.workspace; });
    return all;
}

Result<User> Identity::rename(Actor const& actor, std::string const& sent) {
    TRY(rules::require_person(actor));
    json::Problems problems;
    auto name = rules::check_name(sent, "name", problems);
    TRY(rules::settled(std::move(problems)));
    TRY(db_.write(nowhere,
                  [&](db::Tx& tx) { return store::set_user_name(tx, actor.user, name, clock_.now()); }));
    forget_cached();
    return profile(actor);
}

Result<void> Identity::change_password(Actor const& actor, PasswordChange const& change,
                                       Client const& client) {
    TRY(rules::require_person(actor));
    auto user = TRY(profile(actor));
    json::Problems problems;
    rules::check_password(change.new_password, user.email, "new_password", problems);
    TRY(rules::settled(std::move(problems)));
    auto right = check_credentials({user.email, change.old_password}, client);
    if (!right.ok()) {
        if (right.error().kind == ErrorKind::unauthenticated) return errors::wrong_password();
        return std::move(right).error();
    }
    auto hash = crypto::hash_password(change.new_password);
    TRY(db_.write(nowhere, [&](db::Tx& tx) -> Result<void> {
        TRY(forgive_attempt(tx, user.email, client));
        TRY(store::set_password(tx, user.id, hash, clock_.now()));
        TRY(store::audit_person(tx, clock_,
                                {.email = user.email,
                                 .action = "auth.password_change",
                                 .detail = {{"address", client.address}}}));
        return store::delete_other_sessions(tx, user.id, change.keep);
    }));
    forget_cached();
    return {};
}

}  // namespace roost::identity
