-- Bots: outside programs that do warm-up steps. What they hold and did stands in warmup_step_logs.
CREATE TABLE bots (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    bot_id TEXT NOT NULL,                       -- `bot_…`, as bots and the API name it
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL,                   -- SHA-256 in hex; the token itself names the workspace
    paused BIGINT NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    revoked_at BIGINT,
    status TEXT NOT NULL DEFAULT 'unknown'      -- as the last heartbeat said
        CHECK (status IN ('unknown', 'idle', 'working', 'paused', 'stopping')),
    version TEXT,
    session_id TEXT,
    last_seen_at BIGINT,
    completed BIGINT NOT NULL DEFAULT 0,        -- steps reported in time
    failed BIGINT NOT NULL DEFAULT 0,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    {{key}}
);
CREATE UNIQUE INDEX bots_by_name_of_api ON bots (workspace_id, bot_id);
CREATE UNIQUE INDEX bots_by_token ON bots (workspace_id, token_hash);
