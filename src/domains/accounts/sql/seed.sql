-- seed.sql: the history of the demonstration's accounts, set-based.

-- name: any_account
SELECT COUNT(*) FROM (SELECT 1 FROM accounts WHERE workspace_id = :workspace_id LIMIT 1) AS first_account

-- name: seeded_ids
SELECT username, id FROM accounts WHERE workspace_id = :workspace_id

-- name: seed_marks
-- What the last attempts left on the accounts; nothing that account_counts counts.
UPDATE accounts SET last_error_code = n.error_code, last_error_message = n.error_message, last_error_at = n.error_at,
    last_bot_action_by = n.bot, last_bot_action_at = n.bot_at, updated_at = n.updated_at
FROM (SELECT CAST(each.value ->> 'id' AS BIGINT) AS id, each.value ->> 'error_code' AS error_code,
        each.value ->> 'error_message' AS error_message, CAST(each.value ->> 'error_at' AS BIGINT) AS error_at,
        each.value ->> 'bot' AS bot, CAST(each.value ->> 'bot_at' AS BIGINT) AS bot_at,
        CAST(each.value ->> 'updated_at' AS BIGINT) AS updated_at
    FROM {{each(:rows)}}) AS n
WHERE accounts.workspace_id = :workspace_id AND accounts.id = n.id

-- name: seed_attempts
INSERT INTO warmup_step_logs (workspace_id, account_id, task_id, kind, step_number, step_name, attempt, status,
    bot_id, bot, session_id, model_id, proxy_id, lease_expires_at, started_at, completed_at, content_id, text_id,
    error_code, error_message, execution_time_ms, resolved_at, resolved_by, resolution, created_at)
SELECT :workspace_id, CAST(each.value ->> 'id' AS BIGINT), each.value ->> 'task_id', each.value ->> 'kind',
    CAST(each.value ->> 'number' AS BIGINT), each.value ->> 'name', CAST(each.value ->> 'attempt' AS BIGINT),
    each.value ->> 'status', CAST(each.value ->> 'bot_id' AS BIGINT), each.value ->> 'bot', 'simulated',
    CAST(each.value ->> 'model_id' AS BIGINT), CAST(each.value ->> 'proxy_id' AS BIGINT),
    CAST(each.value ->> 'lease' AS BIGINT), CAST(each.value ->> 'started' AS BIGINT),
    CAST(each.value ->> 'completed' AS BIGINT), CAST(each.value ->> 'content_id' AS BIGINT),
    CAST(each.value ->> 'text_id' AS BIGINT), each.value ->> 'error_code', each.value ->> 'error_message',
    CAST(each.value ->> 'took' AS BIGINT), CAST(each.value ->> 'resolved_at' AS BIGINT),
    each.value ->> 'resolved_by', each.value ->> 'resolution', CAST(each.value ->> 'started' AS BIGINT)
FROM {{each(:rows)}}

-- name: seed_events
INSERT INTO account_events (workspace_id, account_id, at, action, from_state, to_state, actor_kind, actor, reason, detail)
SELECT :workspace_id, CAST(each.value ->> 'id' AS BIGINT), CAST(each.value ->> 'at' AS BIGINT),
    each.value ->> 'action', each.value ->> 'from', each.value ->> 'to', each.value ->> 'actor_kind',
    each.value ->> 'actor', each.value ->> 'reason', COALESCE(each.value ->> 'detail', '{}')
FROM {{each(:rows)}}
