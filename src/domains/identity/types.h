// types.h: people, workspaces and their credentials as plain values.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/actor.h"
#include "core/base/instant.h"
#include "core/base/secret.h"

namespace roost::identity {

using SessionId = Id<struct SessionTag>;
using TokenId = Id<struct ApiTokenTag>;
using InvitationId = Id<struct InvitationTag>;
using ViewId = Id<struct SavedViewTag>;

/// Who may sign up: anybody, or only holders of a link.
enum class Registration { open, invite };
BOOST_DESCRIBE_ENUM(Registration, open, invite)

enum class ServerMode { production, development };
BOOST_DESCRIBE_ENUM(ServerMode, production, development)

struct User {
    UserId id;
    std::string email;  // lower case
    std::string name;
    Instant created_at;
};
BOOST_DESCRIBE_STRUCT(User, (), (id, email, name, created_at))

struct Workspace {
    WorkspaceId id;
    std::string name;
    Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Workspace, (), (id, name, created_at))

/// A workspace as one of its members sees it.
struct WorkspaceRef {
    WorkspaceId id;
    std::string name;
    Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(WorkspaceRef, (), (id, name, role))

/// The program that logs in, as far as it tells.
struct Client {
    std::string address;
    std::string user_agent;
};

struct Session {
    SessionId id;
    std::string address;
    std::string user_agent;
    Instant created_at;
    Instant last_used_at;
    Instant expires_at;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, address, user_agent, created_at, last_used_at, expires_at, current))

/// A person who was let in; `token` is cookie and bearer token alike and is known only here.
struct LoggedIn {
    User user;
    std::vector<WorkspaceRef> workspaces;
    Secret<std::string> token;
    Instant expires_at;
};

/// A live session: the person and every workspace they may enter.
struct Principal {
    SessionId session;
    User user;
    std::vector<WorkspaceRef> workspaces;
    Instant created_at;
    Instant last_used_at;
    Instant expires_at;
    bool extended = false;  // this use moved its end: a browser's cookie has to follow
};

struct Credentials {
    std::string email;
    Secret<std::string> password;
};

/// A person to be made, with the workspace they start.
struct NewPerson {
    std::string email;
    Secret<std::string> password;
    std::string name;
    std::string workspace;
};

struct ApiToken {
    TokenId id;
    std::string name;
    UserId user_id;
    std::string email;
    std::vector<std::string> scopes;
    Instant created_at;
    std::optional<Instant> expires_at;
    std::optional<Instant> last_used_at;
};
BOOST_DESCRIBE_STRUCT(ApiToken, (), (id, name, user_id, email, scopes, created_at, expires_at, last_used_at))

struct NewToken {
    std::string name;
    std::vector<std::string> scopes = {};
    std::optional<Instant> expires_at = {};
};
BOOST_DESCRIBE_STRUCT(NewToken, (), (name, scopes, expires_at))

/// A row with the secret that was made for it; shown once.
template <class T>
struct WithSecret {
    T row;
    Secret<std::string> token;
};

struct Invitation {
    InvitationId id;
    std::optional<std::string> email;  // nothing: whoever holds the link
    Role role = Role::viewer;
    std::string invited_by;
    Instant created_at;
    Instant expires_at;
    std::optional<Instant> accepted_at;
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (id, email, role, invited_by, created_at, expires_at, accepted_at))

struct NewInvitation {
    Role role = Role::viewer;
    std::optional<std::string> email = {};
    std::optional<int> days = {};
};
BOOST_DESCRIBE_STRUCT(NewInvitation, (), (role, email, days))

/// What the holder of a link may know before joining.
struct InvitationPreview {
    std::string workspace;
    Role role = Role::viewer;
    std::optional<std::string> email;
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(InvitationPreview, (), (workspace, role, email, expires_at))

struct MemberRow {
    UserId id;
    std::string email;
    std::string name;
    Role role = Role::viewer;
    Instant joined_at;
};
BOOST_DESCRIBE_STRUCT(MemberRow, (), (id, email, name, role, joined_at))

struct Preference {
    std::string key;
    boost::json::value value = nullptr;
    std::optional<Instant> updated_at = {};
};
BOOST_DESCRIBE_STRUCT(Preference, (), (key, value, updated_at))

struct SavedView {
    ViewId id;
    std::string list;
    std::string name;
    bool shared = false;
    bool own = true;
    boost::json::object definition;
    Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(SavedView, (), (id, list, name, shared, own, definition, updated_at))

/// What of a view changes.
struct ViewChange {
    std::optional<std::string> name = {};
    std::optional<bool> shared = {};
    std::optional<boost::json::object> definition = {};
};
BOOST_DESCRIBE_STRUCT(ViewChange, (), (name, shared, definition))

/// Failed log-ins under one name: an account or an address.
struct Throttle {
    std::int64_t failures = 0;
    Instant last_at;
    Instant blocked_until;
};

}  // namespace roost::identity
