-- Jobs as people list them.

-- name: list_jobs
SELECT id, workspace_id, kind, state, payload, checkpoint, stage, done, total, attempt, created_at, started_at,
    finished_at, result, problem, user_id, request_id
FROM jobs
WHERE workspace_id = :workspace_id AND (CAST(:user_id AS BIGINT) = 0 OR user_id = :user_id)

-- name: count_jobs
SELECT COUNT(*)
FROM jobs
WHERE workspace_id = :workspace_id AND (CAST(:user_id AS BIGINT) = 0 OR user_id = :user_id)
