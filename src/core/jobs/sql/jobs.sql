-- Jobs as their makers and watchers see them.

-- name: insert_job
INSERT INTO jobs (workspace_id, queue, kind, payload, run_at, max_attempts, ordering_key, unique_key,
    user_id, request_id, created_at)
VALUES (:workspace_id, :queue, :kind, :payload, :run_at, :max_attempts, :ordering_key, :unique_key,
    :user_id, :request_id, :now)
ON CONFLICT (workspace_id, unique_key) WHERE unique_key IS NOT NULL AND state IN ('queued', 'running') DO NOTHING
RETURNING id

-- name: unfinished_by_unique_key
SELECT id FROM jobs
WHERE workspace_id = :workspace_id AND unique_key = :unique_key AND state IN ('queued', 'running')

-- name: job_by_id
SELECT id, workspace_id, kind, state, payload, checkpoint, stage, done, total, attempt, created_at, started_at,
    finished_at, result, problem, user_id, request_id
FROM jobs WHERE workspace_id = :workspace_id AND id = :id

-- name: cancel_job
UPDATE jobs SET
    cancel_requested = 1,
    finished_at = CASE WHEN state = 'queued' THEN CAST(:now AS BIGINT) END,
    state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
WHERE workspace_id = :workspace_id AND id = :id AND state IN ('queued', 'running')

-- name: retry_job
-- Not while another job of its unique key is waiting or running: that one does the work.
UPDATE jobs SET state = 'queued', run_at = :now, attempt = 0, crashes = 0, problem = NULL, finished_at = NULL
WHERE workspace_id = :workspace_id AND id = :id AND state = 'failed'
    AND NOT EXISTS (
        SELECT 1 FROM jobs AS twin
        WHERE twin.workspace_id = jobs.workspace_id AND twin.unique_key = jobs.unique_key
            AND twin.state IN ('queued', 'running'))
