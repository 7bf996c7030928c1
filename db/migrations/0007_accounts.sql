-- Operated accounts, their history, their warm-up steps and leases, imports and undo records.
-- Partial indexes say `trashed_at IS NULL` because every list does; what is null for a freshly
-- imported account is indexed only where it is not null, so that an import of a million stays cheap.
-- Checks try the usual value first: for IN with more than two texts SQLite builds a table at every row.

CREATE TABLE accounts (
    id {{id}},
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
    {{key}}
);
CREATE UNIQUE INDEX accounts_by_username ON accounts (workspace_id, username);
-- The list as it opens; an import only appends to it. Of the state that most accounts have it is walked as well.
CREATE INDEX accounts_by_created ON accounts (workspace_id, created_at, id) WHERE trashed_at IS NULL;
CREATE INDEX accounts_by_state ON accounts (workspace_id, lifecycle_state, created_at, id)
    WHERE trashed_at IS NULL AND lifecycle_state <> 'imported';
CREATE INDEX accounts_by_model ON accounts (workspace_id, model_id, lifecycle_state) WHERE trashed_at IS NULL AND model_id IS NOT NULL;
CREATE INDEX accounts_by_proxy ON accounts (workspace_id, proxy_id) WHERE proxy_id IS NOT NULL;
-- The next to get a proxy, oldest first.
CREATE INDEX accounts_without_proxy ON accounts (workspace_id, id)
    WHERE proxy_id IS NULL AND proxy_hold = 0 AND trashed_at IS NULL AND lifecycle_state <> 'disabled';
-- The due queue of the warm-up engine: a lease takes the head of one group.
CREATE INDEX accounts_due ON accounts (workspace_id, due_model, due_lane, due_at, due_order) WHERE due_at IS NOT NULL;
CREATE INDEX accounts_in_review ON accounts (workspace_id, last_error_at) WHERE requires_human_review = 1 AND trashed_at IS NULL;
CREATE INDEX accounts_by_bot_action ON accounts (workspace_id, last_bot_action_at) WHERE last_bot_action_at IS NOT NULL;
CREATE INDEX accounts_in_trash ON accounts (workspace_id, trashed_at) WHERE trashed_at IS NOT NULL;

-- The timeline. That an account was imported or made is told by its own row, not by an event.
CREATE TABLE account_events (
    id {{id}},
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
    {{key}}
);
CREATE INDEX account_events_by_account ON account_events (workspace_id, account_id, id);

-- Every attempt of a warm-up or cleanup step. A lease is a row with status in_progress.
CREATE TABLE warmup_step_logs (
    id {{id}},
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
    {{key}}
);
CREATE UNIQUE INDEX warmup_step_logs_by_task ON warmup_step_logs (workspace_id, task_id);
CREATE UNIQUE INDEX warmup_step_logs_one_per_account ON warmup_step_logs (workspace_id, account_id) WHERE status = 'in_progress';
CREATE UNIQUE INDEX warmup_step_logs_one_per_bot ON warmup_step_logs (workspace_id, bot_id) WHERE status = 'in_progress';
CREATE INDEX warmup_step_logs_running ON warmup_step_logs (workspace_id, lease_expires_at) WHERE status = 'in_progress';
CREATE INDEX warmup_step_logs_busy ON warmup_step_logs (workspace_id, proxy_id) WHERE status = 'in_progress';
CREATE INDEX warmup_step_logs_by_account ON warmup_step_logs (workspace_id, account_id, id);
CREATE INDEX warmup_step_logs_by_bot ON warmup_step_logs (workspace_id, bot_id, id);
-- Daily caps: what started since midnight.
CREATE INDEX warmup_step_logs_by_proxy ON warmup_step_logs (workspace_id, proxy_id, started_at) WHERE started_at IS NOT NULL;

-- The pacing that due_at was computed under; when the settings differ, the queue is opened again.
CREATE TABLE warmup_pacing (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    applied TEXT NOT NULL,                      -- JSON of the settings that matter to it
    {{key}}
);
CREATE UNIQUE INDEX warmup_pacing_key ON warmup_pacing (workspace_id);

CREATE TABLE account_imports (
    id {{id}},
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
    {{key}}
);
CREATE INDEX account_imports_newest ON account_imports (workspace_id, created_at);

-- Rejected and duplicate lines of an import in the order of the file; the report is read from here.
CREATE TABLE account_import_lines (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('rejected', 'duplicate')),
    code TEXT NOT NULL,
    username TEXT,
    {{key}}
);
CREATE INDEX account_import_lines_by_import ON account_import_lines (workspace_id, import_id, line);

-- One undoable gesture of a person and the rows it touched, before and after.
CREATE TABLE account_undos (
    id {{id}},
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
    {{key}}
);
CREATE INDEX account_undos_newest ON account_undos (workspace_id, created_at);

CREATE TABLE account_undo_rows (
    id {{id}},
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
    {{key}}
);
CREATE UNIQUE INDEX account_undo_rows_by_undo ON account_undo_rows (workspace_id, undo_id, side, account_id);
