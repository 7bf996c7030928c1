// store.h: people, sessions and throttles: rows to types and back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/clock/clock.h"
#include "core/db/db.h"
#include "domains/identity/types.h"

namespace roost::identity::store {

/// A person with the hash of their password.
struct UserRow {
    User user;
    std::string password_hash;
};

Result<bool> any_user(db::Reader& reader);
Result<std::optional<UserRow>> find_user(db::Reader& reader, std::string const& email);
Result<std::optional<UserRow>> find_user(db::Reader& reader, UserId user);
/// Error db.unique (conflict) when the e-mail is taken. `user.id` is ignored.
Result<User> insert_user(db::Tx& tx, User user, std::string const& password_hash);
Result<void> set_user_name(db::Tx& tx, UserId user, std::string const& name, Instant now);
Result<void> set_password(db::Tx& tx, UserId user, std::string const& password_hash, Instant now);

Result<void> insert_owner_link(db::Tx& tx, std::string const& token_hash, Instant now);
Result<bool> owner_link_exists(db::Reader& reader, std::string const& token_hash);
Result<void> delete_owner_links(db::Tx& tx);

struct NewSession {
    UserId user;
    std::string token_hash;
    Client client;
    Instant now;
    Instant expires_at;
};
/// Also drops expired sessions of everybody and more than a hundred of this person.
Result<void> insert_session(db::Tx& tx, NewSession const& session);
/// The session with its person; `workspaces` is left empty.
Result<std::optional<Principal>> find_session(db::Reader& reader, std::string const& token_hash);
Result<void> note_session_use(db::Tx& tx, SessionId session, Instant now, Instant expires_at);
Result<std::vector<Session>> sessions_of(db::Reader& reader, UserId user, Instant now);
/// Whether there was one.
Result<bool> delete_session(db::Tx& tx, UserId user, SessionId session);
Result<void> delete_other_sessions(db::Tx& tx, UserId user, SessionId keep);

Result<Throttle> throttle(db::Reader& reader, std::string const& name);
Result<void> put_throttle(db::Tx& tx, std::string const& name, Throttle const& throttle);
Result<void> delete_throttle(db::Tx& tx, std::string const& name);
/// One failure less; the block goes too when no more than `free` are left.
Result<void> give_back_failure(db::Tx& tx, std::string const& name, int free);
Result<void> forget_throttles(db::Tx& tx, Instant before);

/// Something that concerns a person's access, told in the audit log of each of their workspaces (of
/// the first 100); nothing when nobody has that e-mail. `by`: who did it; the program for a log-in
/// that failed, because nobody knows who tried.
struct PersonEvent {
    ActorKind by = ActorKind::user;
    std::string email;
    std::string action;  // auth.login, auth.password_wrong, …
    boost::json::object detail = {};
};
Result<void> audit_person(db::Tx& tx, Clock const& clock, PersonEvent const& event);

}  // namespace roost::identity::store
