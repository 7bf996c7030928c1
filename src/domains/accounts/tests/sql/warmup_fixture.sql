-- Rows for the tests of the warm-up engine, and what its invariants are checked on.

-- name: insert_accounts
INSERT INTO accounts (workspace_id, username, password_box, lifecycle_state, model_id, proxy_id, due_at, created_at, updated_at)
SELECT :workspace_id, each.value ->> 'username', each.value ->> 'password_box', 'imported', CAST(each.value ->> 'model_id' AS BIGINT),
    CAST(each.value ->> 'proxy_id' AS BIGINT), CAST(:now AS BIGINT), CAST(:now AS BIGINT), CAST(:now AS BIGINT)
FROM {{each(:rows)}}
RETURNING id

-- name: set_state
UPDATE accounts SET lifecycle_state = :lifecycle_state, warmup_step = :warmup_step, cleanup_step = :cleanup_step,
    content_model_id = model_id, due_at = :due_at
WHERE workspace_id = :workspace_id AND id = :id

-- name: set_model
UPDATE accounts SET model_id = :model_id WHERE workspace_id = :workspace_id AND id = :id

-- name: accounts_on_two_bots
SELECT COUNT(*) FROM (SELECT account_id FROM warmup_step_logs WHERE workspace_id = :workspace_id
    AND status = 'in_progress' GROUP BY account_id HAVING COUNT(*) > 1) AS doubled

-- name: attempts
SELECT account_id, kind, step_number, attempt, status, bot_id, proxy_id, started_at, completed_at, error_code, task_id,
    late_at
FROM warmup_step_logs WHERE workspace_id = :workspace_id ORDER BY id

-- name: states
SELECT id, lifecycle_state, warmup_step, retry_count, requires_human_review, due_at, cleanup_step
FROM accounts WHERE workspace_id = :workspace_id ORDER BY id

-- name: count_events
SELECT COUNT(*) FROM account_events WHERE workspace_id = :workspace_id AND account_id = :account_id AND action = :action

-- name: attempts_told
SELECT COUNT(*) FROM warmup_step_logs WHERE workspace_id = :workspace_id AND error_message LIKE :like
