-- People, workspaces and how they get in. users, sessions, owner_links and login_throttles come
-- before a workspace is known; everything else belongs to one. Tokens are kept as SHA-256 in hex.

CREATE TABLE users (
    id {{id}},
    email TEXT NOT NULL CHECK (email = lower(email)),
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    {{root_key}},
    UNIQUE (email)
);

CREATE TABLE sessions (
    id {{id}},
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    {{root_key}},
    UNIQUE (token_hash)
);
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Links with which the first owner is created; all go when one is used.
CREATE TABLE owner_links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
);

-- Failed log-ins per account (`account/<hash>`) and per address (`address/<ip>`).
CREATE TABLE login_throttles (
    name TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL CHECK (failures >= 0),
    last_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);
CREATE INDEX login_throttles_by_time ON login_throttles (last_at);

CREATE TABLE workspaces (
    id {{id}},
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    airtable_token {{blob}},
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    {{root_key}}
);
CREATE INDEX workspaces_by_name ON workspaces (name);

CREATE TABLE members (
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'va', 'viewer')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX members_of_user ON members (user_id);

CREATE TABLE invitations (
    id {{id}},
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    email TEXT NOT NULL, -- empty: whoever holds the link
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'va', 'viewer')),
    token_hash TEXT NOT NULL,
    invited_by BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_by BIGINT REFERENCES users (id),
    accepted_at BIGINT,
    {{key}},
    UNIQUE (workspace_id, token_hash)
);

CREATE TABLE api_tokens (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    scopes TEXT NOT NULL, -- `accounts:read bots:write`; empty: all of the person's role
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    {{key}},
    UNIQUE (workspace_id, token_hash),
    FOREIGN KEY (workspace_id, user_id) REFERENCES members (workspace_id, user_id) ON DELETE CASCADE
);

CREATE TABLE audit_log (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'token', 'bot', 'system')),
    actor_id BIGINT NOT NULL, -- the user or bot; 0 for the program itself
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id BIGINT,
    detail TEXT NOT NULL,
    {{key}}
);
CREATE INDEX audit_log_by_time ON audit_log (workspace_id, at, id);
CREATE INDEX audit_log_by_object ON audit_log (workspace_id, object_type, object_id);

CREATE TABLE preferences (
    workspace_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id, name),
    FOREIGN KEY (workspace_id, user_id) REFERENCES members (workspace_id, user_id) ON DELETE CASCADE
);

-- Views of a list that a person saved under a name, for themselves or for the whole workspace.
CREATE TABLE saved_views (
    id {{id}},
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    shared BIGINT NOT NULL CHECK (shared IN (0, 1)),
    definition TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    {{key}}
);
CREATE INDEX saved_views_of_list ON saved_views (workspace_id, list);
