// store.cpp: users, owner links, sessions and throttles.
#include "domains/identity/store.h"

#include "domains/identity/sql.h"

namespace roost::identity::store {
namespace {

UserRow read_user(db::Row const& row) {
    db::Columns in{row};
    UserRow found;
    found.user.id = in.next<UserId>();
    found.user.email = in.next<std::string>();
    found.user.name = in.next<std::string>();
    found.user.created_at = in.next<Instant>();
    found.password_hash = in.next<std::string>();
    return found;
}

Principal read_principal(db::Row const& row) {
    db::Columns in{row};
    Principal found;
    found.session = in.next<SessionId>();
    found.user.id = in.next<UserId>();
    found.user.email = in.next<std::string>();
    found.user.name = in.next<std::string>();
    found.user.created_at = in.next<Instant>();
    found.created_at = in.next<Instant>();
    found.last_used_at = in.next<Instant>();
    found.expires_at = in.next<Instant>();
    return found;
}

Session read_session(db::Row const& row) {
    db::Columns in{row};
    Session found;
    found.id = in.next<SessionId>();
    found.address = in.next<std::string>();
    found.user_agent = in.next<std::string>();
    found.created_at = in.next<Instant>();
    found.last_used_at = in.next<Instant>();
    found.expires_at = in.next<Instant>();
    return found;
}

}  // namespace

Result<bool> any_user(db::Reader& reader) {
    return TRY(reader.scalar<std::int64_t>(sql::users_exist, {})) > 0;
}

Result<std::optional<UserRow>> find_user(db::Reader& reader, std::string const& email) {
    return reader.optional(sql::user_by_email, {{"email", email}}, read_user);
}

Result<std::optional<UserRow>> find_user(db::Reader& reader, UserId user) {
    return reader.optional(sql::user_by_id, {{"id", user}}, read_user);
}

Result<User> insert_user(db::Tx& tx, User user, std::string const& password_hash) {
    user.id = TRY(tx.scalar<UserId>(sql::user_insert, {{"email", user.email},
                                                       {"name", user.name},
                                                       {"password_hash", password_hash},
                                                       {"now", user.created_at}}));
    return user;
}

Result<void> set_user_name(db::Tx& tx, UserId user, std::string const& name, Instant now) {
    TRY(tx.execute(sql::user_set_name, {{"id", user}, {"name", name}, {"now", now}}));
    return {};
}

Result<void> set_password(db::Tx& tx, UserId user, std::string const& password_hash, Instant now) {
    TRY(tx.execute(sql::user_set_password, {{"id", user}, {"password_hash", password_hash}, {"now", now}}));
    return {};
}

Result<void> insert_owner_link(db::Tx& tx, std::string const& token_hash, Instant now) {
    TRY(tx.execute(sql::owner_link_insert, {{"token_hash", token_hash}, {"now", now}}));
    TRY(tx.execute(sql::owner_links_keep_newest, {}));
    return {};
}

Result<bool> owner_link_exists(db::Reader& reader, std::string const& token_hash) {
    return TRY(reader.scalar<std::int64_t>(sql::owner_link_exists, {{"token_hash", token_hash}})) > 0;
}

Result<void> delete_owner_links(db::Tx& tx) {
    TRY(tx.execute(sql::owner_links_delete, {}));
    return {};
}

Result<void> insert_session(db::Tx& tx, NewSession const& session) {
    TRY(tx.execute(sql::session_insert, {{"user_id", session.user},
                                         {"token_hash", session.token_hash},
                                         {"address", session.client.address},
                                         {"user_agent", session.client.user_agent},
                                         {"now", session.now},
                                         {"expires_at", session.expires_at}}));
    TRY(tx.execute(sql::sessions_prune, {{"user_id", session.user}, {"now", session.now}}));
    return {};
}

Result<std::optional<Principal>> find_session(db::Reader& reader, std::string const& token_hash) {
    return reader.optional(sql::session_by_hash, {{"token_hash", token_hash}}, read_principal);
}

Result<void> note_session_use(db::Tx& tx, SessionId session, Instant now, Instant expires_at) {
    TRY(tx.execute(sql::session_note_use, {{"id", session}, {"now", now}, {"expires_at", expires_at}}));
    return {};
}

Result<std::vector<Session>> sessions_of(db::Reader& reader, UserId user, Instant now) {
    return reader.list(sql::sessions_of_user, {{"user_id", user}, {"now", now}}, read_session);
}

Result<bool> delete_session(db::Tx& tx, UserId user, SessionId session) {
    return TRY(tx.execute(sql::session_delete, {{"user_id", user}, {"id", session}})) > 0;
}

Result<void> delete_other_sessions(db::Tx& tx, UserId user, SessionId keep) {
    TRY(tx.execute(sql::sessions_delete_others, {{"user_id", user}, {"keep", keep}}));
    return {};
}

Result<Throttle> throttle(db::Reader& reader, std::string const& name) {
    auto found = TRY(reader.optional(sql::throttle_by_name, {{"name", name}}, [](db::Row const& row) {
        return Throttle{db::get<std::int64_t>(row, 0), db::get<Instant>(row, 1), db::get<Instant>(row, 2)};
    }));
    return found.value_or(Throttle{});
}

Result<void> put_throttle(db::Tx& tx, std::string const& name, Throttle const& throttle) {
    TRY(tx.execute(sql::throttle_put, {{"name", name},
                                       {"failures", throttle.failures},
                                       {"last_at", throttle.last_at},
                                       {"blocked_until", throttle.blocked_until}}));
    return {};
}

Result<void> delete_throttle(db::Tx& tx, std::string const& name) {
    TRY(tx.execute(sql::throttle_delete, {{"name", name}}));
    return {};
}

Result<void> give_back_failure(db::Tx& tx, std::string const& name, int free) {
    TRY(tx.execute(sql::throttle_give_back, {{"name", name}, {"free", free}}));
    return {};
}

Result<void> forget_throttles(db::Tx& tx, Instant before) {
    TRY(tx.execute(sql::throttles_forget, {{"before", before}}));
    return {};
}

Result<void> audit_person(db::Tx& tx, Clock const& clock, PersonEvent const& event) {
    auto detail = boost::json::serialize(event.detail);
    TRY(tx.execute(sql::audit_person,
                   {{"at", clock.now()},
                    {"actor_kind", event.by},
                    {"actor", event.by == ActorKind::user ? event.email : "unknown person"},
                    {"action", event.action},
                    {"detail", detail},
                    {"email", event.email}}));
    return {};
}

}  // namespace roost::identity::store
