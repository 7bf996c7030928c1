// service.h: the use-cases of identity; the one class that app makes and routes call.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/actor.h"
#include "core/clock/clock.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"
#include "core/db/db.h"
#include "domains/identity/api.h"
#include "domains/identity/service_cache.h"
#include "domains/identity/types.h"

namespace roost::identity {

/// What configuration decides.
struct Options {
    Registration registration = Registration::invite;
    ServerMode mode = ServerMode::production;
    bool demo = false;
    std::string public_url;                 // for links
    WorkspaceSettings first_settings = {};  // of the first workspace
    Secret<std::string> first_airtable_token = {};
};

struct PasswordChange {
    SessionId keep;  // the session that goes on
    Secret<std::string> old_password;
    Secret<std::string> new_password;
};

/// What the command line hands to create_user.
struct UserSpec {
    Credentials credentials;
    std::string workspace;  // its name, or `#ID`
    Role role = Role::owner;
};

struct CreatedUser {
    User user;
    Workspace workspace;
    Role role = Role::owner;
    bool user_made = false;
    bool workspace_made = false;
};

/// A workspace's settings as they are shown.
struct ShownSettings {
    WorkspaceSettings settings;
    bool airtable_token_set = false;
};

/// Thread-safe. Every method that changes something is one transaction of the workspace it names;
/// people and sessions, which belong to none, are changed in the scope of workspace 0.
class Identity {
public:
    Identity(db::Db& db, Clock& clock, Random& random, crypto::Keyring& keys, Options options);

    Options const& options() const { return options_; }
    Clock& clock() { return clock_; }
    db::Db& database() { return db_; }  // for lists, which read a page and nothing else

    // --- getting in (service_login.cpp) ---------------------------------------------------------
    /// A new one-time owner link's token while nobody exists; else nothing. Valid until one is used.
    Result<std::optional<Secret<std::string>>> setup_token();
    Result<bool> setup_required();
    /// Makes the first owner. Error auth.link_invalid.
    Result<LoggedIn> setup(Secret<std::string> const& link, NewPerson const& person, Client const& client);
    /// Errors auth.registration_closed, auth.email_taken, request.invalid.
    Result<LoggedIn> register_person(NewPerson const& person, Client const& client);
    /// Errors auth.bad_credentials (unknown or wrong: the same code and time), auth.throttled.
    Result<LoggedIn> log_in(Credentials const& credentials, Client const& client);

    // --- sessions and the own profile (service_sessions.cpp) --------------------------------------
    /// The person of a session token. Error auth.invalid_token. Slides the session's end.
    Result<Principal> session_of(std::string const& token);
    /// The actor of an API token. Error auth.invalid_token.
    Result<Actor> actor_of_token(std::string const& token);
    Result<std::vector<Session>> sessions(Actor const& actor, SessionId current);
    /// Error sessions.not_found, for other people's too.
    Result<void> end_session(Actor const& actor, SessionId session);
    Result<void> end_other_sessions(Actor const& actor, SessionId current);
    Result<User> profile(Actor const& actor);
    Result<std::vector<WorkspaceRef>> workspaces(Actor const& actor);
    Result<User> rename(Actor const& actor, std::string const& name);
    /// Ends every other session. Errors auth.wrong_password, auth.throttled.
    Result<void> change_password(Actor const& actor, PasswordChange const& change, Client const& client);

    // --- workspace and members (service_workspace.cpp) --------------------------------------------
    Result<Workspace> workspace(Actor const& actor);
    Result<Workspace> rename_workspace(Actor const& actor, std::string const& name);
    Result<ShownSettings> shown_settings(Actor const& actor);
    /// `expected_etag` empty: whatever is there. Errors settings.changed (412), request.invalid.
    Result<ShownSettings> change_settings(Actor const& actor, boost::json::object const& sent,
                                          std::string const& expected_etag);
    /// A person who is a member at once. Error auth.email_taken.
    Result<MemberRow> create_member(Actor const& actor, NewPerson const& person, Role role);
    /// Errors members.not_found, members.last_owner.
    Result<MemberRow> change_role(Actor const& actor, UserId user, Role role);
    Result<void> remove_member(Actor const& actor, UserId user);

    // --- invitations (service_invitations.cpp) ------------------------------------------------------
    Result<WithSecret<Invitation>> invite(Actor const& actor, NewInvitation const& invitation);
    Result<void> withdraw_invitation(Actor const& actor, InvitationId invitation);
    Result<InvitationPreview> preview_invitation(Secret<std::string> const& link);
    /// As a new person, or as a known one with the right password. Error auth.link_invalid, …
    Result<LoggedIn> accept_invitation(Secret<std::string> const& link, NewPerson const& person,
                                       Client const& client);
    Result<WorkspaceRef> join(Actor const& actor, Secret<std::string> const& link);

    // --- API tokens (service_tokens.cpp) ------------------------------------------------------------
    /// Error auth.session_required: a token makes no tokens.
    Result<WithSecret<ApiToken>> create_token(Actor const& actor, NewToken const& token);
    /// Own ones; an owner also those of others. Error tokens.not_found.
    Result<void> revoke_token(Actor const& actor, TokenId token);

    // --- preferences and views (service_preferences.cpp) ----------------------------------------------
    Result<std::vector<Preference>> preferences(Actor const& actor);
    /// `value` is null when it was never set.
    Result<Preference> preference(Actor const& actor, std::string const& key);
    Result<Preference> put_preference(Actor const& actor, std::string const& key, boost::json::value value);
    Result<void> delete_preference(Actor const& actor, std::string const& key);
    Result<std::vector<SavedView>> views(Actor const& actor, std::string const& list);
    Result<SavedView> create_view(Actor const& actor, SavedView view);
    Result<SavedView> update_view(Actor const& actor, ViewId view, ViewChange const& change);
    Result<void> delete_view(Actor const& actor, ViewId view);

    // --- for the command line (service_commands.cpp) ----------------------------------------------------
    /// Makes the workspace if it is missing, else adds the person to it (API.md "For scripts").
    Result<CreatedUser> create_user(UserSpec const& spec);
    /// A token of a member, named by e-mail and workspace.
    Result<WithSecret<ApiToken>> create_token_for(std::string const& email, std::string const& workspace,
                                                  NewToken const& token);
    /// A workspace by name or `#ID`. Errors workspace.not_found, workspace.ambiguous.
    Result<Workspace> find_workspace(std::string const& name);
    /// The member of that e-mail as an actor, for commands that act for a person.
    Result<Actor> actor_for(std::string const& email, WorkspaceId workspace);

private:
    struct MadeSession {
        Secret<std::string> token;
        std::string token_hash;
        Instant now;
        Instant expires_at;
    };
    MadeSession make_session();
    Result<void> note_wrong_password(std::string const& email, Client const& client);
    Result<void> count_attempt(std::string const& email, Client const& client);
    Result<void> forgive_attempt(db::Tx& tx, std::string const& email, Client const& client);
    Result<User> check_credentials(Credentials const& credentials, Client const& client);
    Result<Principal> load_session(std::string const& token_hash);
    Result<Actor> load_token(WorkspaceId workspace, std::string const& token_hash);
    Result<WorkspaceRef> start_workspace(db::Tx& tx, User const& first, std::string const& name, Role role);
    Result<void> add_member(db::Tx& tx, Workspace const& workspace, User const& user, Role role);
    Result<WorkspaceRef> join_as(db::Tx& tx, WorkspaceId workspace, std::string const& link_hash,
                                 User const& user);
    Result<LoggedIn> join_as_new_person(WorkspaceId workspace, std::string const& link_hash,
                                        NewPerson const& person, Client const& client);
    Result<LoggedIn> make_owner(NewPerson const& person, Client const& client,
                                std::function<Result<void>(db::Tx&)> const& allowed);
    void forget_cached();

    db::Db& db_;
    Clock& clock_;
    Random& random_;
    crypto::Keyring& keys_;
    Options options_;
    Cache<Principal> sessions_;
    Cache<Actor> tokens_;
};

/// The text of a settings answer's ETag.
std::string etag(ShownSettings const& shown);

}  // namespace roost::identity
