-- Durable background work and the change feed that browsers follow.

CREATE TABLE jobs (
    id {{id}},
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
    {{key}}
);
CREATE INDEX jobs_queued ON jobs (workspace_id, run_at, id) WHERE state = 'queued';
CREATE INDEX jobs_running ON jobs (lease_owner) WHERE state = 'running';
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
-- A second queued or running job of a key joins the first.
CREATE UNIQUE INDEX jobs_by_unique_key ON jobs (workspace_id, unique_key)
    WHERE unique_key IS NOT NULL AND state IN ('queued', 'running');
CREATE INDEX jobs_by_ordering_key ON jobs (workspace_id, ordering_key, id)
    WHERE ordering_key IS NOT NULL AND state IN ('queued', 'running');
-- At most one runs per key, whatever the program believes.
CREATE UNIQUE INDEX jobs_one_running_per_key ON jobs (workspace_id, ordering_key)
    WHERE ordering_key IS NOT NULL AND state = 'running';
CREATE INDEX jobs_by_user ON jobs (workspace_id, user_id, id) WHERE user_id <> 0;

-- The last tick of each repeated job, so that only one node enqueues it.
CREATE TABLE job_ticks (
    workspace_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    tick BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, kind)
) {{clustered}};

CREATE TABLE changes (
    workspace_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,                        -- 1, 2, 3 … per workspace, without gaps
    topic TEXT NOT NULL,
    frame TEXT NOT NULL,                        -- the event's JSON members after "seq"
    PRIMARY KEY (workspace_id, seq)
) {{clustered}};
