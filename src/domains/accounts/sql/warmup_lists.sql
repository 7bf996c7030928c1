-- What people see of the engine: the due queue with its blocks, and the attempts.

-- name: closed_proxies
-- Proxies through which nothing may go now, and why. proxies is read for the same reason as in warmup.sql.
SELECT id, CASE WHEN status <> 'active' THEN 'off'
    WHEN CAST(:cap AS BIGINT) > 0 AND (SELECT COUNT(*) FROM warmup_step_logs
        WHERE warmup_step_logs.workspace_id = proxies.workspace_id AND warmup_step_logs.proxy_id = proxies.id
            AND started_at >= :day_start AND warmup_step_logs.status IN ('in_progress', 'completed')) >= CAST(:cap AS BIGINT)
        THEN 'cap'
    ELSE 'busy' END
FROM proxies
WHERE workspace_id = :workspace_id AND account_count > 0 AND (status <> 'active'
    OR (SELECT COUNT(*) FROM warmup_step_logs
        WHERE warmup_step_logs.workspace_id = proxies.workspace_id AND warmup_step_logs.proxy_id = proxies.id
            AND warmup_step_logs.status = 'in_progress') >= max_concurrent
    OR (CAST(:cap AS BIGINT) > 0 AND (SELECT COUNT(*) FROM warmup_step_logs
        WHERE warmup_step_logs.workspace_id = proxies.workspace_id AND warmup_step_logs.proxy_id = proxies.id
            AND started_at >= :day_start AND warmup_step_logs.status IN ('in_progress', 'completed')) >= CAST(:cap AS BIGINT)))

-- name: queue_now
-- What a bot that asks now could get. The facts of gap and cap are only looked up for accounts that a
-- bot has touched since they could matter.
SELECT queue.id, queue.username, queue.lifecycle_state, queue.warmup_step, queue.cleanup_step, queue.retry_count,
    queue.model_id, queue.proxy_id, queue.due_at, NULL AS reason
FROM accounts AS queue
WHERE queue.workspace_id = :workspace_id AND queue.due_at IS NOT NULL AND queue.due_at <= :now
    AND CAST(:open AS BIGINT) = 1
    AND (queue.due_lane < 100 OR CAST(:require_proxy AS BIGINT) = 0)
    AND (queue.due_lane % 100 <> 0 OR CAST(:auto_start AS BIGINT) = 1)
    AND (queue.due_lane % 100 > 10 OR queue.due_model * 10 + COALESCE(queue.warmup_step, 1) IN (
        SELECT CAST(each.value ->> 'model_id' AS BIGINT) * 10 + CAST(each.value ->> 'step' AS BIGINT)
        FROM {{each(:stock)}}))
    AND (queue.proxy_id IS NULL OR queue.proxy_id NOT IN (
        SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:closed_proxies)}}))
    AND (queue.last_bot_action_at IS NULL OR queue.retry_count > 0 OR queue.last_bot_action_at <= :gap_since
        OR NOT EXISTS (SELECT 1 FROM warmup_step_logs logs WHERE logs.workspace_id = :workspace_id
            AND logs.account_id = queue.id AND logs.status = 'completed' AND logs.completed_at > :gap_since))
    AND (CAST(:cap AS BIGINT) = 0 OR queue.last_bot_action_at IS NULL OR queue.last_bot_action_at < :day_start
        OR (SELECT COUNT(*) FROM warmup_step_logs logs WHERE logs.workspace_id = :workspace_id
            AND logs.account_id = queue.id AND logs.status = 'completed' AND logs.started_at >= :day_start)
            < CAST(:cap AS BIGINT))

-- name: count_queue_now
SELECT COUNT(*)
FROM accounts AS queue
WHERE queue.workspace_id = :workspace_id AND queue.due_at IS NOT NULL AND queue.due_at <= :now
    AND CAST(:open AS BIGINT) = 1
    AND (queue.due_lane < 100 OR CAST(:require_proxy AS BIGINT) = 0)
    AND (queue.due_lane % 100 <> 0 OR CAST(:auto_start AS BIGINT) = 1)
    AND (queue.due_lane % 100 > 10 OR queue.due_model * 10 + COALESCE(queue.warmup_step, 1) IN (
        SELECT CAST(each.value ->> 'model_id' AS BIGINT) * 10 + CAST(each.value ->> 'step' AS BIGINT)
        FROM {{each(:stock)}}))
    AND (queue.proxy_id IS NULL OR queue.proxy_id NOT IN (
        SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:closed_proxies)}}))
    AND (queue.last_bot_action_at IS NULL OR queue.retry_count > 0 OR queue.last_bot_action_at <= :gap_since
        OR NOT EXISTS (SELECT 1 FROM warmup_step_logs logs WHERE logs.workspace_id = :workspace_id
            AND logs.account_id = queue.id AND logs.status = 'completed' AND logs.completed_at > :gap_since))
    AND (CAST(:cap AS BIGINT) = 0 OR queue.last_bot_action_at IS NULL OR queue.last_bot_action_at < :day_start
        OR (SELECT COUNT(*) FROM warmup_step_logs logs WHERE logs.workspace_id = :workspace_id
            AND logs.account_id = queue.id AND logs.status = 'completed' AND logs.started_at >= :day_start)
            < CAST(:cap AS BIGINT))

-- name: queue_blocked
SELECT queue.id, queue.username, queue.lifecycle_state, queue.warmup_step, queue.cleanup_step, queue.retry_count,
    queue.model_id, queue.proxy_id, queue.due_at, queue.reason
FROM (
    SELECT accounts.*, CASE
        WHEN requires_human_review = 1 THEN 'review'
        WHEN lifecycle_state <> 'cleanup' AND model_id IS NULL THEN 'no_model'
        WHEN due_lane % 100 = 0 AND CAST(:auto_start AS BIGINT) = 0 THEN 'not_started'
        WHEN lifecycle_state <> 'cleanup' AND due_model * 10 + COALESCE(warmup_step, 1) NOT IN (
            SELECT CAST(each.value ->> 'model_id' AS BIGINT) * 10 + CAST(each.value ->> 'step' AS BIGINT)
            FROM {{each(:stock)}}) THEN 'no_content'
        WHEN proxy_id IS NULL AND CAST(:require_proxy AS BIGINT) = 1 THEN 'no_proxy'
        WHEN proxy_id IN (SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:closed_proxies)}}
            WHERE each.value ->> 'why' = 'off') THEN 'no_proxy'
        WHEN CAST(:open AS BIGINT) = 0 THEN 'hours'
        WHEN proxy_id IN (SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:closed_proxies)}}
            WHERE each.value ->> 'why' = 'cap') THEN 'cap'
        WHEN CAST(:cap AS BIGINT) > 0 AND last_bot_action_at >= :day_start
            AND (SELECT COUNT(*) FROM warmup_step_logs logs WHERE logs.workspace_id = :workspace_id
                AND logs.account_id = accounts.id AND logs.status = 'completed' AND logs.started_at >= :day_start)
                >= CAST(:cap AS BIGINT) THEN 'cap'
        WHEN due_at > :now THEN 'gap'
        WHEN last_bot_action_at > :gap_since AND retry_count = 0
            AND EXISTS (SELECT 1 FROM warmup_step_logs logs WHERE logs.workspace_id = :workspace_id
                AND logs.account_id = accounts.id AND logs.status = 'completed' AND logs.completed_at > :gap_since)
            THEN 'gap'
        WHEN proxy_id IN (SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:closed_proxies)}}
            WHERE each.value ->> 'why' = 'busy') THEN 'proxy_busy'
        END AS reason
    FROM accounts
    WHERE accounts.workspace_id = :workspace_id AND trashed_at IS NULL
        AND lifecycle_state IN ('imported', 'warming_up', 'cleanup')
        AND NOT EXISTS (SELECT 1 FROM warmup_step_logs held WHERE held.workspace_id = :workspace_id
            AND held.account_id = accounts.id AND held.status = 'in_progress')
) AS queue
WHERE queue.reason IS NOT NULL

-- name: count_queue_blocked
SELECT COUNT(*)
FROM (
    SELECT accounts.*, CASE
        WHEN requires_human_review = 1 THEN 'review'
        WHEN lifecycle_state <> 'cleanup' AND model_id IS NULL THEN 'no_model'
        WHEN due_lane % 100 = 0 AND CAST(:auto_start AS BIGINT) = 0 THEN 'not_started'
        WHEN lifecycle_state <> 'cleanup' AND due_model * 10 + COALESCE(warmup_step, 1) NOT IN (
            SELECT CAST(each.value ->> 'model_id' AS BIGINT) * 10 + CAST(each.value ->> 'step' AS BIGINT)
            FROM {{each(:stock)}}) THEN 'no_content'
        WHEN proxy_id IS NULL AND CAST(:require_proxy AS BIGINT) = 1 THEN 'no_proxy'
        WHEN proxy_id IN (SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:closed_proxies)}}
            WHERE each.value ->> 'why' = 'off') THEN 'no_proxy'
        WHEN CAST(:open AS BIGINT) = 0 THEN 'hours'
        WHEN proxy_id IN (SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:closed_proxies)}}
            WHERE each.value ->> 'why' = 'cap') THEN 'cap'
        WHEN CAST(:cap AS BIGINT) > 0 AND last_bot_action_at >= :day_start
            AND (SELECT COUNT(*) FROM warmup_step_logs logs WHERE logs.workspace_id = :workspace_id
                AND logs.account_id = accounts.id AND logs.status = 'completed' AND logs.started_at >= :day_start)
                >= CAST(:cap AS BIGINT) THEN 'cap'
        WHEN due_at > :now THEN 'gap'
        WHEN last_bot_action_at > :gap_since AND retry_count = 0
            AND EXISTS (SELECT 1 FROM warmup_step_logs logs WHERE logs.workspace_id = :workspace_id
                AND logs.account_id = accounts.id AND logs.status = 'completed' AND logs.completed_at > :gap_since)
            THEN 'gap'
        WHEN proxy_id IN (SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:closed_proxies)}}
            WHERE each.value ->> 'why' = 'busy') THEN 'proxy_busy'
        END AS reason
    FROM accounts
    WHERE accounts.workspace_id = :workspace_id AND trashed_at IS NULL
        AND lifecycle_state IN ('imported', 'warming_up', 'cleanup')
        AND NOT EXISTS (SELECT 1 FROM warmup_step_logs held WHERE held.workspace_id = :workspace_id
            AND held.account_id = accounts.id AND held.status = 'in_progress')
) AS queue
WHERE queue.reason IS NOT NULL

-- name: list_steps
SELECT logs.id, logs.account_id, accounts.username, logs.task_id, logs.kind, logs.step_number, logs.step_name,
    logs.attempt, logs.status, logs.bot, logs.session_id, logs.model_id, logs.proxy_id, logs.lease_expires_at,
    logs.started_at, logs.completed_at, logs.content_id, logs.text_id, logs.content_used, logs.error_code,
    logs.error_message, logs.error_details, logs.instagram_response, logs.execution_time_ms, logs.late_at,
    logs.late_report, logs.evidence, logs.resolved_at, logs.resolved_by, logs.resolution, logs.created_at
FROM warmup_step_logs AS logs
JOIN accounts ON accounts.workspace_id = logs.workspace_id AND accounts.id = logs.account_id
WHERE logs.workspace_id = :workspace_id

-- name: count_steps
SELECT COUNT(*) FROM warmup_step_logs AS logs
JOIN accounts ON accounts.workspace_id = logs.workspace_id AND accounts.id = logs.account_id
WHERE logs.workspace_id = :workspace_id

-- name: list_steps_of_account
SELECT logs.id, logs.account_id, accounts.username, logs.task_id, logs.kind, logs.step_number, logs.step_name,
    logs.attempt, logs.status, logs.bot, logs.session_id, logs.model_id, logs.proxy_id, logs.lease_expires_at,
    logs.started_at, logs.completed_at, logs.content_id, logs.text_id, logs.content_used, logs.error_code,
    logs.error_message, logs.error_details, logs.instagram_response, logs.execution_time_ms, logs.late_at,
    logs.late_report, logs.evidence, logs.resolved_at, logs.resolved_by, logs.resolution, logs.created_at
FROM warmup_step_logs AS logs
JOIN accounts ON accounts.workspace_id = logs.workspace_id AND accounts.id = logs.account_id
WHERE logs.workspace_id = :workspace_id AND logs.account_id = :account_id

-- name: count_steps_of_account
SELECT COUNT(*) FROM warmup_step_logs AS logs
JOIN accounts ON accounts.workspace_id = logs.workspace_id AND accounts.id = logs.account_id
WHERE logs.workspace_id = :workspace_id AND logs.account_id = :account_id
