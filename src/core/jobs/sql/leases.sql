-- Who runs what. These statements look at the jobs of all workspaces: runners work for everybody. Every change is
-- guarded by the state and the number of the lease, so that a runner that lost a job changes nothing.

-- name: workspaces_with_due_jobs
-- Hops from workspace to workspace along the index: the cost is that of the workspaces, not of the jobs.
WITH RECURSIVE spaces(id) AS (
    SELECT MIN(workspace_id) FROM jobs WHERE state = 'queued'
    UNION ALL
    SELECT (SELECT MIN(jobs.workspace_id) FROM jobs WHERE jobs.state = 'queued' AND jobs.workspace_id > spaces.id)
    FROM spaces WHERE spaces.id IS NOT NULL
)
SELECT spaces.id, (SELECT MIN(jobs.run_at) FROM jobs WHERE jobs.workspace_id = spaces.id AND jobs.state = 'queued')
FROM spaces WHERE spaces.id IS NOT NULL ORDER BY 1

-- name: due_jobs_by_kind
-- For metrics. Bounded: a backlog is no reason to read all of it, its age is told by the query above.
SELECT due.kind, COUNT(*) FROM (
    SELECT jobs.kind FROM jobs WHERE jobs.state = 'queued' AND jobs.run_at <= :now LIMIT :limit) AS due
GROUP BY due.kind ORDER BY due.kind

-- name: unhandled_jobs
SELECT jobs.kind, COUNT(*), MIN(jobs.run_at) FROM jobs
WHERE jobs.state = 'queued' AND jobs.run_at <= :before
    AND jobs.kind NOT IN (SELECT each.value ->> 'kind' FROM {{each(:kinds)}})
GROUP BY jobs.kind ORDER BY jobs.kind LIMIT 100

-- name: claim_jobs
-- The oldest due jobs of a workspace. One with an ordering key waits for every earlier unfinished one of the key that
-- is due, running or being retried; claims run one at a time (scope 0), so the check cannot be overtaken.
UPDATE jobs SET state = 'running', lease_owner = :owner, lease_until = CAST(:lease_until AS BIGINT), runs = runs + 1,
    attempt = attempt + 1, started_at = COALESCE(started_at, CAST(:now AS BIGINT))
WHERE workspace_id = :workspace_id AND state = 'queued' AND id IN (
    SELECT due.id FROM jobs AS due
    WHERE due.workspace_id = :workspace_id AND due.state = 'queued' AND due.run_at <= :now
        AND due.kind IN (SELECT each.value ->> 'kind' FROM {{each(:kinds)}})
        AND (due.ordering_key IS NULL OR NOT EXISTS (
            SELECT 1 FROM jobs AS ahead
            WHERE ahead.workspace_id = due.workspace_id AND ahead.ordering_key = due.ordering_key
                AND ahead.state IN ('queued', 'running') AND ahead.id <> due.id
                AND (ahead.state = 'running'
                    OR (ahead.id < due.id AND (ahead.run_at <= :now OR ahead.attempt > 0 OR ahead.crashes > 0)))))
    ORDER BY due.run_at, due.id LIMIT :limit)
RETURNING id, workspace_id, kind, state, payload, checkpoint, stage, done, total, attempt, created_at, started_at,
    finished_at, result, problem, user_id, request_id, runs, max_attempts, run_at

-- name: finish_jobs
-- What handlers returned. A cancelled job that did not succeed is cancelled; an interrupted try does not count.
UPDATE jobs SET
    state = CASE WHEN jobs.cancel_requested = 1 AND each.value ->> 'state' <> 'succeeded' THEN 'cancelled'
        ELSE each.value ->> 'state' END,
    finished_at = CASE WHEN each.value ->> 'state' = 'queued' AND jobs.cancel_requested = 0 THEN NULL
        ELSE CAST(:now AS BIGINT) END,
    run_at = CAST(each.value ->> 'run_at' AS BIGINT),
    attempt = jobs.attempt - CAST(each.value ->> 'uncounted' AS BIGINT),
    stage = each.value ->> 'stage',
    done = CAST(each.value ->> 'done' AS BIGINT),
    total = CAST(each.value ->> 'total' AS BIGINT),
    result = each.value ->> 'result',
    problem = each.value ->> 'problem',
    lease_owner = NULL, lease_until = NULL
FROM {{each(:rows)}}
WHERE jobs.workspace_id = :workspace_id AND jobs.id = CAST(each.value ->> 'id' AS BIGINT)
    AND jobs.state = 'running' AND jobs.runs = CAST(each.value ->> 'runs' AS BIGINT)

-- name: save_checkpoint
UPDATE jobs SET checkpoint = :checkpoint, crashes = 0, stage = :stage, done = :done, total = :total
WHERE workspace_id = :workspace_id AND id = :id AND state = 'running' AND runs = :runs
RETURNING cancel_requested

-- name: save_progress
UPDATE jobs SET stage = :stage, done = :done, total = :total
WHERE workspace_id = :workspace_id AND id = :id AND state = 'running' AND runs = :runs

-- name: jobs_held
SELECT workspace_id, id, runs, cancel_requested FROM jobs WHERE state = 'running' AND lease_owner = :owner

-- name: extend_leases
UPDATE jobs SET lease_until = CAST(:lease_until AS BIGINT) WHERE state = 'running' AND lease_owner = :owner

-- name: release_jobs
-- Given back unrun or interrupted: the try does not count.
UPDATE jobs SET state = CASE WHEN jobs.cancel_requested = 1 THEN 'cancelled' ELSE 'queued' END,
    finished_at = CASE WHEN jobs.cancel_requested = 1 THEN CAST(:now AS BIGINT) END,
    attempt = jobs.attempt - 1, lease_owner = NULL, lease_until = NULL
FROM {{each(:rows)}}
WHERE jobs.workspace_id = CAST(each.value ->> 'workspace_id' AS BIGINT)
    AND jobs.id = CAST(each.value ->> 'id' AS BIGINT)
    AND jobs.state = 'running' AND jobs.runs = CAST(each.value ->> 'runs' AS BIGINT)

-- name: lease_owners
SELECT lease_owner, MIN(lease_until) FROM jobs WHERE state = 'running' GROUP BY lease_owner

-- name: rescue_jobs
-- After a crash: back to the queue, or dead when it keeps crashing without getting on. From the third crash in a row it
-- waits longer each time, so that it takes minutes and not seconds of crashes, whoever caused them, to give it up.
UPDATE jobs SET
    state = CASE WHEN cancel_requested = 1 THEN 'cancelled' WHEN crashes + 1 >= :crashes_max THEN 'failed' ELSE 'queued' END,
    finished_at = CASE WHEN cancel_requested = 1 OR crashes + 1 >= :crashes_max THEN CAST(:now AS BIGINT) END,
    problem = CASE WHEN cancel_requested = 0 AND crashes + 1 >= :crashes_max THEN CAST(:problem AS TEXT) END,
    run_at = CASE WHEN crashes < 2 THEN run_at ELSE CAST(:now AS BIGINT) + (250 << CAST(crashes AS INTEGER)) END,
    crashes = crashes + 1, attempt = attempt - 1, lease_owner = NULL, lease_until = NULL
WHERE state = 'running' AND lease_owner = :owner AND lease_until <= CAST(:expired AS BIGINT)

-- name: advance_tick
-- One row when this tick is new. A tick from the future is one the clock has jumped back from.
INSERT INTO job_ticks (workspace_id, kind, tick) VALUES (0, :kind, :tick)
ON CONFLICT (workspace_id, kind) DO UPDATE SET tick = excluded.tick
    WHERE job_ticks.tick < excluded.tick OR job_ticks.tick > excluded.tick + 1

-- name: forget_jobs
-- Finished jobs of the program itself go early, those of people and dead letters later.
DELETE FROM jobs WHERE (workspace_id, id) IN (
    SELECT workspace_id, id FROM jobs
    WHERE finished_at < :program_before
        AND (finished_at < :person_before OR (user_id = 0 AND state <> 'failed'))
    ORDER BY finished_at LIMIT :limit)
