-- The schema that db/migrations make; written by scripts/dump_schema, compared by a test.

CREATE TABLE account_counts (
    workspace_id BIGINT NOT NULL,
    model_id BIGINT NOT NULL,         -- 0: none
    lifecycle_state TEXT NOT NULL,
    step BIGINT NOT NULL,             -- warmup_step, or cleanup_step in cleanup; 0: none
    review BIGINT NOT NULL,
    with_proxy BIGINT NOT NULL,
    trashed BIGINT NOT NULL,
    accounts BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed)
) WITHOUT ROWID;

CREATE TABLE account_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,                       -- lifecycle, assigned, proxy, edited, trashed, step_completed, …
    from_state TEXT,
    to_state TEXT,
    actor_kind TEXT NOT NULL,
    actor TEXT NOT NULL,                        -- e-mail, token, bot or job name
    reason TEXT,
    detail TEXT NOT NULL DEFAULT '{}',          -- JSON object
    CHECK (id > 0)
);

CREATE INDEX account_events_by_account ON account_events (workspace_id, account_id, id);

CREATE TABLE account_import_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('rejected', 'duplicate')),
    code TEXT NOT NULL,
    username TEXT,
    CHECK (id > 0)
);

CREATE INDEX account_import_lines_by_import ON account_import_lines (workspace_id, import_id, line);

CREATE TABLE account_imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    job_id BIGINT,                              -- null until the import was started
    file_name TEXT NOT NULL,
    upload TEXT,                                -- name of the sealed file; null when it is gone
    bytes BIGINT NOT NULL,
    options TEXT NOT NULL,                      -- JSON: delimiter, header, columns, model_id, dry_run
    attested_by TEXT,
    attested_at BIGINT,
    user_id BIGINT,
    actor TEXT NOT NULL,
    lines BIGINT NOT NULL DEFAULT 0,
    imported BIGINT NOT NULL DEFAULT 0,
    duplicates BIGINT NOT NULL DEFAULT 0,
    rejected BIGINT NOT NULL DEFAULT 0,
    result TEXT,                                -- JSON: the job's result once it succeeded
    first_account_id BIGINT,
    last_account_id BIGINT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    undone_at BIGINT,
    CHECK (id > 0)
);

CREATE INDEX account_imports_newest ON account_imports (workspace_id, created_at);

CREATE TABLE account_undo_rows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    undo_id BIGINT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('before', 'after')),
    account_id BIGINT NOT NULL,
    username TEXT NOT NULL,
    email TEXT,
    password_box TEXT,
    extra_box TEXT,
    lifecycle_state TEXT NOT NULL,
    disabled_from TEXT,
    warmup_step BIGINT,
    cleanup_step BIGINT,
    retry_count BIGINT NOT NULL,
    due_at BIGINT,
    warmup_started_at BIGINT,
    warmup_completed_at BIGINT,
    requires_human_review BIGINT NOT NULL,
    model_id BIGINT,
    assigned_to_model_at BIGINT,
    content_model_id BIGINT,
    cleanup_target_model_id BIGINT,
    proxy_id BIGINT,
    proxy_assigned_at BIGINT,
    proxy_hold BIGINT NOT NULL,
    tags TEXT NOT NULL,
    trashed_at BIGINT,
    CHECK (id > 0)
);

CREATE UNIQUE INDEX account_undo_rows_by_undo ON account_undo_rows (workspace_id, undo_id, side, account_id);

CREATE TABLE account_undos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    aspect TEXT NOT NULL CHECK (aspect IN ('edit', 'assign', 'state', 'proxy', 'trash', 'import')),
    label TEXT NOT NULL,
    accounts BIGINT NOT NULL,
    import_id BIGINT,
    user_id BIGINT,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    undone_at BIGINT,
    CHECK (id > 0)
);

CREATE INDEX account_undos_newest ON account_undos (workspace_id, created_at);

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    username TEXT NOT NULL,                     -- lower case, without @
    email TEXT,                                 -- lower case
    password_box TEXT,                          -- sealed, base64; null after the trash was emptied
    extra_box TEXT,                             -- sealed JSON object, base64; null: none
    lifecycle_state TEXT NOT NULL DEFAULT 'imported'
        CHECK (lifecycle_state = 'imported' OR lifecycle_state IN ('imported', 'warming_up', 'ready', 'assigned', 'cleanup', 'disabled')),
    disabled_from TEXT                          -- the state that disabling left
        CHECK (disabled_from IS NULL OR disabled_from IN ('imported', 'warming_up', 'ready', 'assigned', 'cleanup')),
    warmup_step BIGINT CHECK (warmup_step BETWEEN 1 AND 5),    -- next step; null before and after
    cleanup_step BIGINT CHECK (cleanup_step BETWEEN 1 AND 5),  -- next step while in cleanup
    retry_count BIGINT NOT NULL DEFAULT 0,      -- of the current step
    due_at BIGINT,                              -- when the next step may be handed out; null: none is
    warmup_started_at BIGINT,
    warmup_completed_at BIGINT,
    requires_human_review BIGINT NOT NULL DEFAULT 0 CHECK (requires_human_review BETWEEN 0 AND 1),
    last_error_code TEXT,
    last_error_message TEXT,
    last_error_at BIGINT,
    last_bot_action_by TEXT,                    -- bot_id as the API shows it
    last_bot_action_at BIGINT,
    model_id BIGINT,
    assigned_to_model_at BIGINT,                -- since when it works for the model; null before assigned
    content_model_id BIGINT,                    -- whose content the account carries from its warm-up
    cleanup_target_model_id BIGINT,             -- where cleanup leads; null: to ready
    proxy_id BIGINT,
    proxy_assigned_at BIGINT,
    proxy_hold BIGINT NOT NULL DEFAULT 0 CHECK (proxy_hold BETWEEN 0 AND 1),  -- taken off by hand: automatic assignment leaves it
    connection_id BIGINT,
    tags TEXT NOT NULL DEFAULT '',              -- `,de,vip,` or empty
    import_id BIGINT,
    trashed_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1,          -- raised by every change; the ETag
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- The due queue's groups, derived so that no statement can forget them: whose content the next step
    -- needs (0: nobody's), and the step (0: before the first, 1-5, in cleanup 11-15; without proxy 100 more).
    due_model BIGINT GENERATED ALWAYS AS
        (CASE WHEN lifecycle_state = 'cleanup' THEN 0 ELSE COALESCE(model_id, 0) END) STORED,
    due_lane BIGINT GENERATED ALWAYS AS
        (CASE WHEN lifecycle_state = 'cleanup' THEN 10 + cleanup_step ELSE COALESCE(warmup_step, 0) END
         + CASE WHEN proxy_id IS NULL THEN 100 ELSE 0 END) STORED,
    -- Ties in an order unlike that of ids: neighbours in an import share a proxy and would wait for each other.
    due_order BIGINT GENERATED ALWAYS AS (id * 40503 % 65536) STORED,
    CHECK (id > 0)
);

CREATE INDEX accounts_by_bot_action ON accounts (workspace_id, last_bot_action_at) WHERE last_bot_action_at IS NOT NULL;

CREATE INDEX accounts_by_created ON accounts (workspace_id, created_at, id) WHERE trashed_at IS NULL;

CREATE INDEX accounts_by_model ON accounts (workspace_id, model_id, lifecycle_state) WHERE trashed_at IS NULL AND model_id IS NOT NULL;

CREATE INDEX accounts_by_proxy ON accounts (workspace_id, proxy_id) WHERE proxy_id IS NOT NULL;

CREATE INDEX accounts_by_state ON accounts (workspace_id, lifecycle_state, created_at, id)
    WHERE trashed_at IS NULL AND lifecycle_state <> 'imported';

CREATE UNIQUE INDEX accounts_by_username ON accounts (workspace_id, username);

CREATE INDEX accounts_due ON accounts (workspace_id, due_model, due_lane, due_at, due_order) WHERE due_at IS NOT NULL;

CREATE INDEX accounts_in_review ON accounts (workspace_id, last_error_at) WHERE requires_human_review = 1 AND trashed_at IS NULL;

CREATE INDEX accounts_in_trash ON accounts (workspace_id, trashed_at) WHERE trashed_at IS NOT NULL;

CREATE INDEX accounts_without_proxy ON accounts (workspace_id, id)
    WHERE proxy_id IS NULL AND proxy_hold = 0 AND trashed_at IS NULL AND lifecycle_state <> 'disabled';

CREATE TRIGGER accounts_counted_delete AFTER DELETE ON accounts
BEGIN
    UPDATE account_counts SET accounts = accounts - 1
    WHERE workspace_id = old.workspace_id AND model_id = COALESCE(old.model_id, 0)
        AND lifecycle_state = old.lifecycle_state AND step = COALESCE(old.warmup_step, old.cleanup_step, 0)
        AND review = old.requires_human_review AND with_proxy = (old.proxy_id IS NOT NULL)
        AND trashed = (old.trashed_at IS NOT NULL);
END;

CREATE TRIGGER accounts_counted_update
AFTER UPDATE OF model_id, lifecycle_state, warmup_step, cleanup_step, requires_human_review, proxy_id, trashed_at ON accounts
WHEN old.model_id IS NOT new.model_id OR old.lifecycle_state <> new.lifecycle_state
    OR old.warmup_step IS NOT new.warmup_step OR old.cleanup_step IS NOT new.cleanup_step
    OR old.requires_human_review <> new.requires_human_review
    OR (old.proxy_id IS NULL) <> (new.proxy_id IS NULL) OR (old.trashed_at IS NULL) <> (new.trashed_at IS NULL)
BEGIN
    UPDATE account_counts SET accounts = accounts - 1
    WHERE workspace_id = old.workspace_id AND model_id = COALESCE(old.model_id, 0)
        AND lifecycle_state = old.lifecycle_state AND step = COALESCE(old.warmup_step, old.cleanup_step, 0)
        AND review = old.requires_human_review AND with_proxy = (old.proxy_id IS NOT NULL)
        AND trashed = (old.trashed_at IS NOT NULL);
    INSERT INTO account_counts (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed, accounts)
    VALUES (new.workspace_id, COALESCE(new.model_id, 0), new.lifecycle_state,
        COALESCE(new.warmup_step, new.cleanup_step, 0), new.requires_human_review,
        new.proxy_id IS NOT NULL, new.trashed_at IS NOT NULL, 1)
    ON CONFLICT (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed)
    DO UPDATE SET accounts = account_counts.accounts + 1;
END;

CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    scopes TEXT NOT NULL, -- `accounts:read bots:write`; empty: all of the person's role
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    CHECK (id > 0),
    UNIQUE (workspace_id, token_hash),
    FOREIGN KEY (workspace_id, user_id) REFERENCES members (workspace_id, user_id) ON DELETE CASCADE
);

CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'token', 'bot', 'system')),
    actor_id BIGINT NOT NULL, -- the user or bot; 0 for the program itself
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id BIGINT,
    detail TEXT NOT NULL,
    CHECK (id > 0)
);

CREATE INDEX audit_log_by_object ON audit_log (workspace_id, object_type, object_id);

CREATE INDEX audit_log_by_time ON audit_log (workspace_id, at, id);

CREATE TABLE bots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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
    CHECK (id > 0)
);

CREATE UNIQUE INDEX bots_by_name_of_api ON bots (workspace_id, bot_id);

CREATE UNIQUE INDEX bots_by_token ON bots (workspace_id, token_hash);

CREATE TABLE changes (
    workspace_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,                        -- 1, 2, 3 … per workspace, without gaps
    topic TEXT NOT NULL,
    frame TEXT NOT NULL,                        -- the event's JSON members after "seq"
    PRIMARY KEY (workspace_id, seq)
) WITHOUT ROWID;

CREATE TABLE content_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    model_id BIGINT NOT NULL,
    content_type TEXT NOT NULL CHECK (content_type IN ('pfp', 'post', 'highlight', 'story', 'any')),
    file_name TEXT NOT NULL,
    upload_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    mime TEXT NOT NULL CHECK (mime IN ('image/jpeg', 'image/png', 'image/webp')),
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    text_content TEXT,
    order_priority BIGINT NOT NULL DEFAULT 0,
    usage_count BIGINT NOT NULL DEFAULT 0,
    reserved_count BIGINT NOT NULL DEFAULT 0 CHECK (reserved_count >= 0),
    template_id BIGINT,
    is_template BIGINT NOT NULL DEFAULT 0 CHECK (is_template IN (0, 1)),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    FOREIGN KEY (workspace_id, model_id) REFERENCES models (workspace_id, id),
    CHECK (id > 0)
);

CREATE INDEX content_items_choice ON content_items (workspace_id, model_id, content_type) WHERE deleted_at IS NULL;

CREATE INDEX content_items_file ON content_items (workspace_id, sha256);

CREATE UNIQUE INDEX content_items_upload ON content_items (workspace_id, model_id, upload_sha256) WHERE deleted_at IS NULL;

CREATE TABLE content_reservations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    task_id TEXT NOT NULL,
    content_id BIGINT,
    text_id BIGINT,
    text_content TEXT,
    created_at BIGINT NOT NULL,
    CHECK (id > 0)
);

CREATE UNIQUE INDEX content_reservations_task ON content_reservations (workspace_id, task_id);

CREATE TABLE content_texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    model_id BIGINT NOT NULL,
    content_type TEXT NOT NULL CHECK (content_type IN ('bio', 'post', 'story', 'highlight')),
    text_content TEXT NOT NULL,
    order_priority BIGINT NOT NULL DEFAULT 0,
    usage_count BIGINT NOT NULL DEFAULT 0,
    reserved_count BIGINT NOT NULL DEFAULT 0 CHECK (reserved_count >= 0),
    template_id BIGINT,
    is_template BIGINT NOT NULL DEFAULT 0 CHECK (is_template IN (0, 1)),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    FOREIGN KEY (workspace_id, model_id) REFERENCES models (workspace_id, id),
    CHECK (id > 0)
);

CREATE INDEX content_texts_choice ON content_texts (workspace_id, model_id, content_type) WHERE deleted_at IS NULL;

CREATE TABLE idempotency_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    actor TEXT NOT NULL,
    operation TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    node TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done')),
    answer BLOB,
    created_at BIGINT NOT NULL, answer_until BIGINT,
    CHECK (id > 0),
    UNIQUE (workspace_id, actor, operation, idempotency_key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (workspace_id, created_at);

CREATE INDEX idempotency_keys_by_answer ON idempotency_keys (workspace_id, answer_until);

CREATE TABLE installation (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    email TEXT NOT NULL, -- empty: whoever holds the link
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'va', 'viewer')),
    token_hash TEXT NOT NULL,
    invited_by BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_by BIGINT REFERENCES users (id),
    accepted_at BIGINT,
    CHECK (id > 0),
    UNIQUE (workspace_id, token_hash)
);

CREATE TABLE job_ticks (
    workspace_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    tick BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, kind)
) WITHOUT ROWID;

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,               -- 0: the program's own
    queue TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,                      -- JSON object: ids and options
    checkpoint TEXT,                            -- JSON object: where to go on after a crash
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    run_at BIGINT NOT NULL,
    attempt BIGINT NOT NULL DEFAULT 0,          -- tries begun, interrupted and crashed ones not counted
    max_attempts BIGINT NOT NULL,
    crashes BIGINT NOT NULL DEFAULT 0,          -- lost leases since the last checkpoint
    runs BIGINT NOT NULL DEFAULT 0,             -- raised by every claim: the number of the lease
    ordering_key TEXT,
    unique_key TEXT,
    cancel_requested BIGINT NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
    lease_owner TEXT,
    lease_until BIGINT,
    stage TEXT NOT NULL DEFAULT '',
    done BIGINT NOT NULL DEFAULT 0,
    total BIGINT,
    result TEXT,                                -- JSON
    problem TEXT,                               -- JSON
    user_id BIGINT NOT NULL DEFAULT 0,          -- who asked; 0: the program itself
    request_id TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT,
    CHECK ((state = 'running') = (lease_owner IS NOT NULL)),
    CHECK ((state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CHECK (id > 0)
);

CREATE INDEX jobs_by_ordering_key ON jobs (workspace_id, ordering_key, id)
    WHERE ordering_key IS NOT NULL AND state IN ('queued', 'running');

CREATE UNIQUE INDEX jobs_by_unique_key ON jobs (workspace_id, unique_key)
    WHERE unique_key IS NOT NULL AND state IN ('queued', 'running');

CREATE INDEX jobs_by_user ON jobs (workspace_id, user_id, id) WHERE user_id <> 0;

CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

CREATE UNIQUE INDEX jobs_one_running_per_key ON jobs (workspace_id, ordering_key)
    WHERE ordering_key IS NOT NULL AND state = 'running';

CREATE INDEX jobs_queued ON jobs (workspace_id, run_at, id) WHERE state = 'queued';

CREATE INDEX jobs_running ON jobs (lease_owner) WHERE state = 'running';

CREATE TABLE login_throttles (
    name TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL CHECK (failures >= 0),
    last_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);

CREATE INDEX login_throttles_by_time ON login_throttles (last_at);

CREATE TABLE members (
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'va', 'viewer')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
);

CREATE INDEX members_of_user ON members (user_id);

CREATE TABLE models (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    photo_sha256 TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT,
    CHECK (id > 0)
);

CREATE UNIQUE INDEX models_key ON models (workspace_id, id);

CREATE TABLE owner_links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
);

CREATE TABLE preferences (
    workspace_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id, name),
    FOREIGN KEY (workspace_id, user_id) REFERENCES members (workspace_id, user_id) ON DELETE CASCADE
);

CREATE TABLE proxies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('http', 'socks5')),
    host TEXT NOT NULL,
    port BIGINT NOT NULL CHECK (port BETWEEN 1 AND 65535),
    username TEXT NOT NULL DEFAULT '',
    password_box TEXT,                          -- sealed, base64 (null: none)
    provider TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    monthly_cost_cents BIGINT NOT NULL DEFAULT 0 CHECK (monthly_cost_cents >= 0),
    currency TEXT NOT NULL DEFAULT 'USD',
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'failing', 'disabled')),
    assigned_model_id BIGINT,
    account_count BIGINT NOT NULL DEFAULT 0,
    max_accounts BIGINT NOT NULL DEFAULT 3,
    max_concurrent BIGINT NOT NULL DEFAULT 1 CHECK (max_concurrent >= 1),
    last_tested_at BIGINT,
    latency_ms BIGINT,
    exit_address TEXT,
    last_error_message TEXT,
    failed_tests BIGINT NOT NULL DEFAULT 0,      -- in a row
    import_id BIGINT,                           -- the import that made it, to tell duplicates inside a file
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    CHECK (account_count BETWEEN 0 AND max_accounts),
    FOREIGN KEY (workspace_id, assigned_model_id) REFERENCES models (workspace_id, id),
    CHECK (id > 0)
);

CREATE UNIQUE INDEX proxies_address ON proxies (workspace_id, kind, host, port, username);

CREATE INDEX proxies_free ON proxies (workspace_id, id) WHERE status = 'active' AND account_count < max_accounts;

CREATE UNIQUE INDEX proxies_key ON proxies (workspace_id, id);

CREATE TABLE proxy_costs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    proxy_id BIGINT NOT NULL,
    provider TEXT NOT NULL,
    monthly_cost_cents BIGINT NOT NULL,
    currency TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    CHECK (id > 0)
);

CREATE INDEX proxy_costs_of_proxy ON proxy_costs (workspace_id, proxy_id, valid_from);

CREATE TABLE proxy_import_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('duplicate', 'rejected')),
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    FOREIGN KEY (workspace_id, import_id) REFERENCES proxy_imports (workspace_id, id),
    CHECK (id > 0)
);

CREATE UNIQUE INDEX proxy_import_lines_order ON proxy_import_lines (workspace_id, import_id, line);

CREATE TABLE proxy_imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    file_path TEXT,
    user_id BIGINT NOT NULL,
    options TEXT NOT NULL,
    lines BIGINT NOT NULL DEFAULT 0,
    imported BIGINT NOT NULL DEFAULT 0,
    duplicates BIGINT NOT NULL DEFAULT 0,
    rejected BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    CHECK (id > 0)
);

CREATE UNIQUE INDEX proxy_imports_key ON proxy_imports (workspace_id, id);

CREATE TABLE saved_views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    shared BIGINT NOT NULL CHECK (shared IN (0, 1)),
    definition TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK (id > 0)
);

CREATE INDEX saved_views_of_list ON saved_views (workspace_id, list);

CREATE TABLE schema_migrations (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CHECK (id > 0),
    UNIQUE (token_hash)
);

CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE INDEX sessions_of_user ON sessions (user_id);

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL CHECK (email = lower(email)),
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK (id > 0),
    UNIQUE (email)
);

CREATE TABLE warmup_pacing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    applied TEXT NOT NULL,                      -- JSON of the settings that matter to it
    CHECK (id > 0)
);

CREATE UNIQUE INDEX warmup_pacing_key ON warmup_pacing (workspace_id);

CREATE TABLE warmup_step_logs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    task_id TEXT NOT NULL,                      -- new for every lease; skipped steps have one too
    kind TEXT NOT NULL CHECK (kind = 'warmup' OR kind = 'cleanup'),
    step_number BIGINT NOT NULL CHECK (step_number BETWEEN 1 AND 5),
    step_name TEXT NOT NULL,
    attempt BIGINT NOT NULL DEFAULT 1,
    status TEXT NOT NULL
        CHECK (status = 'in_progress' OR status IN ('pending', 'completed', 'failed', 'requires_review', 'skipped')),
    bot_id BIGINT,                              -- row of bots
    bot TEXT,                                   -- its bot_id as the API shows it
    session_id TEXT,
    model_id BIGINT,                            -- whose content the step uses or removes
    proxy_id BIGINT,                            -- through which it went
    lease_expires_at BIGINT,
    started_at BIGINT,
    completed_at BIGINT,                        -- when the outcome was known
    content_id BIGINT,
    text_id BIGINT,
    content_used TEXT,                          -- JSON, as the bot reported
    error_code TEXT,
    error_message TEXT,
    error_details TEXT,                         -- JSON
    instagram_response TEXT,                    -- JSON
    execution_time_ms BIGINT,
    report TEXT,                                -- JSON: the outcome as answered, replayed to a repeated report
    late_at BIGINT,                             -- a report that came after the lease had ended
    late_report TEXT,                           -- JSON: kept as evidence, changes nothing
    evidence TEXT NOT NULL DEFAULT '[]',        -- JSON array of stored pictures
    resolved_at BIGINT,                         -- how a person settled it in the review queue
    resolved_by TEXT,
    resolution TEXT,                            -- retry, skip, back, disable
    created_at BIGINT NOT NULL,
    CHECK (id > 0)
);

CREATE INDEX warmup_step_logs_busy ON warmup_step_logs (workspace_id, proxy_id) WHERE status = 'in_progress';

CREATE INDEX warmup_step_logs_by_account ON warmup_step_logs (workspace_id, account_id, id);

CREATE INDEX warmup_step_logs_by_bot ON warmup_step_logs (workspace_id, bot_id, id);

CREATE INDEX warmup_step_logs_by_proxy ON warmup_step_logs (workspace_id, proxy_id, started_at) WHERE started_at IS NOT NULL;

CREATE UNIQUE INDEX warmup_step_logs_by_task ON warmup_step_logs (workspace_id, task_id);

CREATE UNIQUE INDEX warmup_step_logs_one_per_account ON warmup_step_logs (workspace_id, account_id) WHERE status = 'in_progress';

CREATE UNIQUE INDEX warmup_step_logs_one_per_bot ON warmup_step_logs (workspace_id, bot_id) WHERE status = 'in_progress';

CREATE INDEX warmup_step_logs_running ON warmup_step_logs (workspace_id, lease_expires_at) WHERE status = 'in_progress';

CREATE TABLE workspaces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    airtable_token BLOB,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK (id > 0)
);

CREATE INDEX workspaces_by_name ON workspaces (name);
