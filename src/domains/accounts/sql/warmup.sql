-- The warm-up engine: groups of the due queue, leases, outcomes. A lease is a row of warmup_step_logs
-- that is in_progress.

-- name: next_due_group
-- The first group from (model, lane) on that has any account in the queue, due or not. Not `>` the one before:
-- SQLite would begin with that group and pass over each of its accounts.
SELECT due_model, due_lane FROM accounts
WHERE workspace_id = :workspace_id AND due_at IS NOT NULL AND (due_model, due_lane) >= (:due_model, :from_lane)
ORDER BY due_model, due_lane LIMIT 1

-- name: head_of_due_group
-- The first accounts of one group with what their proxy allows. proxies is read here because a lease
-- must see in one walk that a proxy is busy or off.
SELECT accounts.id, accounts.due_at, accounts.proxy_id, accounts.retry_count,
    proxies.status, proxies.max_concurrent,
    (SELECT COUNT(*) FROM warmup_step_logs busy
     WHERE busy.workspace_id = :workspace_id AND busy.proxy_id = accounts.proxy_id AND busy.status = 'in_progress')
FROM accounts
LEFT JOIN proxies ON proxies.workspace_id = accounts.workspace_id AND proxies.id = accounts.proxy_id
WHERE accounts.workspace_id = :workspace_id AND accounts.due_at IS NOT NULL
    AND accounts.due_model = :due_model AND accounts.due_lane = :due_lane
ORDER BY accounts.due_at, accounts.due_order LIMIT :limit OFFSET :offset

-- name: pacing_facts
SELECT
    (SELECT MAX(completed_at) FROM warmup_step_logs
     WHERE workspace_id = :workspace_id AND account_id = :account_id AND status = 'completed'),
    (SELECT COUNT(*) FROM warmup_step_logs
     WHERE workspace_id = :workspace_id AND account_id = :account_id AND status = 'completed' AND started_at >= :day_start),
    (SELECT COUNT(*) FROM warmup_step_logs
     WHERE workspace_id = :workspace_id AND proxy_id = CAST(:proxy_id AS BIGINT) AND started_at >= :day_start
        AND status IN ('in_progress', 'completed'))

-- name: postpone_account
UPDATE accounts SET due_at = :due_at WHERE workspace_id = :workspace_id AND id = :id

-- name: applied_pacing
SELECT applied FROM warmup_pacing WHERE workspace_id = :workspace_id

-- name: remember_pacing
INSERT INTO warmup_pacing (workspace_id, applied) VALUES (:workspace_id, :applied)
ON CONFLICT (workspace_id) DO UPDATE SET applied = excluded.applied

-- name: reopen_queue
-- What waits may be due earlier under other settings; caps are examined when its turn comes. A retry
-- keeps at least the longest wait its backoff can have had.
UPDATE accounts SET due_at = CASE WHEN retry_count > 0 THEN COALESCE(last_error_at, 0) + :backoff_max_ms ELSE :gap_ms +
    COALESCE((SELECT MAX(logs.completed_at) FROM warmup_step_logs logs WHERE logs.workspace_id = accounts.workspace_id
        AND logs.account_id = accounts.id AND logs.status = 'completed'), 0) END
WHERE {{by_id}}workspace_id = :workspace_id AND id IN (
    SELECT waiting.id FROM accounts waiting
    WHERE waiting.workspace_id = :workspace_id AND waiting.due_at > :now AND waiting.due_at >
        CASE WHEN waiting.retry_count > 0 THEN COALESCE(waiting.last_error_at, 0) + :backoff_max_ms ELSE :gap_ms +
        COALESCE((SELECT MAX(logs.completed_at) FROM warmup_step_logs logs WHERE logs.workspace_id = waiting.workspace_id
            AND logs.account_id = waiting.id AND logs.status = 'completed'), 0) END
    LIMIT :limit)

-- name: warmup_account
SELECT username, email, password_box, extra_box, lifecycle_state, warmup_step, cleanup_step, retry_count,
    requires_human_review, model_id, content_model_id, cleanup_target_model_id, proxy_id, trashed_at, id
FROM accounts WHERE workspace_id = :workspace_id AND id = :id

-- name: warmup_accounts
SELECT username, email, NULL, NULL, lifecycle_state, warmup_step, cleanup_step, retry_count,
    requires_human_review, model_id, content_model_id, cleanup_target_model_id, proxy_id, trashed_at, id
FROM accounts WHERE {{by_id}}workspace_id = :workspace_id
    AND id IN (SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:ids)}})

-- name: hold_account
UPDATE accounts SET lifecycle_state = :lifecycle_state, warmup_step = :warmup_step, due_at = NULL,
    warmup_started_at = COALESCE(warmup_started_at, :warmup_started_at), last_bot_action_by = :bot,
    last_bot_action_at = :now, version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: save_outcome
UPDATE accounts SET lifecycle_state = :lifecycle_state, warmup_step = :warmup_step, cleanup_step = :cleanup_step,
    retry_count = :retry_count, requires_human_review = :requires_human_review, due_at = :due_at, model_id = :model_id,
    content_model_id = :content_model_id, cleanup_target_model_id = :cleanup_target_model_id,
    assigned_to_model_at = CASE WHEN lifecycle_state = 'cleanup' AND CAST(:lifecycle_state AS TEXT) = 'assigned'
        THEN :now WHEN CAST(:lifecycle_state AS TEXT) = 'ready' THEN NULL ELSE assigned_to_model_at END,
    warmup_completed_at = CASE WHEN lifecycle_state = 'warming_up' AND CAST(:lifecycle_state AS TEXT) = 'ready'
        THEN :now ELSE warmup_completed_at END,
    last_error_code = COALESCE(CAST(:error_code AS TEXT), last_error_code),
    last_error_message = COALESCE(CAST(:error_message AS TEXT), last_error_message),
    last_error_at = CASE WHEN CAST(:error_message AS TEXT) IS NULL THEN last_error_at ELSE :now END,
    last_bot_action_by = COALESCE(CAST(:bot AS TEXT), last_bot_action_by),
    last_bot_action_at = CASE WHEN CAST(:bot AS TEXT) IS NULL THEN last_bot_action_at ELSE :now END,
    version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: requeue_account
-- The lease ended without an outcome: the same step is due again, if the account is still to do it.
UPDATE accounts SET due_at = :due_at, version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: insert_lease
INSERT INTO warmup_step_logs (workspace_id, account_id, task_id, kind, step_number, step_name, attempt, status,
    bot_id, bot, model_id, proxy_id, lease_expires_at, started_at, created_at)
VALUES (:workspace_id, :account_id, :task_id, :kind, :step_number, :step_name, :attempt, 'in_progress',
    :bot_id, :bot, :model_id, :proxy_id, :lease_expires_at, :now, :now)

-- name: task_of_bot
SELECT id, account_id, task_id, kind, step_number, step_name, attempt, status, bot_id, model_id, proxy_id,
    lease_expires_at, started_at, completed_at, error_code, report
FROM warmup_step_logs WHERE workspace_id = :workspace_id AND bot_id = :bot_id AND status = 'in_progress'

-- name: task_by_id
SELECT id, account_id, task_id, kind, step_number, step_name, attempt, status, bot_id, model_id, proxy_id,
    lease_expires_at, started_at, completed_at, error_code, report
FROM warmup_step_logs WHERE workspace_id = :workspace_id AND task_id = :task_id

-- name: expired_tasks
SELECT id, account_id, task_id, kind, step_number, step_name, attempt, status, bot_id, model_id, proxy_id,
    lease_expires_at, started_at, completed_at, error_code, report
FROM warmup_step_logs
WHERE workspace_id = :workspace_id AND status = 'in_progress' AND lease_expires_at <= :now
ORDER BY lease_expires_at LIMIT :limit

-- name: first_lease_end
SELECT MIN(lease_expires_at) FROM warmup_step_logs WHERE workspace_id = :workspace_id AND status = 'in_progress'

-- name: shorten_leases_from_the_future
-- The clock went back: a lease that began later than now would otherwise run for as long as it jumped.
UPDATE warmup_step_logs SET lease_expires_at = :lease_expires_at
WHERE workspace_id = :workspace_id AND status = 'in_progress' AND started_at > :now
    AND lease_expires_at > :lease_expires_at

-- name: workspaces_with_leases
-- Of every workspace: the sweep of the scheduler is nobody's request.
SELECT DISTINCT workspace_id FROM warmup_step_logs WHERE status = 'in_progress' AND workspace_id >= :workspace_id

-- name: finish_task
UPDATE warmup_step_logs SET status = :status, completed_at = :now, session_id = :session_id,
    execution_time_ms = :execution_time_ms, content_id = :content_id, text_id = :text_id, content_used = :content_used,
    instagram_response = :instagram_response, error_code = :error_code, error_message = :error_message,
    error_details = :error_details, report = :report
WHERE workspace_id = :workspace_id AND id = :id

-- name: remember_content
UPDATE warmup_step_logs SET content_id = :content_id, text_id = :text_id
WHERE workspace_id = :workspace_id AND id = :id

-- name: extend_lease
UPDATE warmup_step_logs SET lease_expires_at = :lease_expires_at
WHERE workspace_id = :workspace_id AND id = :id

-- name: keep_late_report
UPDATE warmup_step_logs SET late_at = COALESCE(late_at, :now), late_report = COALESCE(late_report, :late_report),
    status = :status
WHERE workspace_id = :workspace_id AND id = :id

-- name: newer_attempt_exists
SELECT CASE WHEN EXISTS (SELECT 1 FROM warmup_step_logs
    WHERE workspace_id = :workspace_id AND account_id = :account_id AND id > :id) THEN 1 ELSE 0 END

-- name: require_review
UPDATE accounts SET requires_human_review = 1, due_at = NULL, last_error_code = :error_code,
    last_error_message = :error_message, last_error_at = :now, version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: evidence_of_task
SELECT evidence FROM warmup_step_logs WHERE workspace_id = :workspace_id AND id = :id

-- name: save_evidence
UPDATE warmup_step_logs SET evidence = :evidence WHERE workspace_id = :workspace_id AND id = :id

-- name: held_tasks
SELECT logs.bot_id, logs.task_id, logs.kind, logs.step_number, logs.step_name, logs.account_id, accounts.username,
    logs.started_at, logs.lease_expires_at
FROM warmup_step_logs logs
JOIN accounts ON accounts.workspace_id = logs.workspace_id AND accounts.id = logs.account_id
WHERE logs.workspace_id = :workspace_id AND logs.status = 'in_progress'

-- name: insert_warmup_event
INSERT INTO account_events (workspace_id, account_id, at, action, from_state, to_state, actor_kind, actor, reason, detail)
VALUES (:workspace_id, :account_id, :at, :action, :from_state, :to_state, :actor_kind, :actor, :reason, :detail)

-- name: close_open_tasks
-- By hand the open steps are skipped: whoever held one gets 409 with the next report.
UPDATE warmup_step_logs SET status = 'skipped', completed_at = :now
WHERE workspace_id = :workspace_id AND status = 'in_progress'
    AND account_id IN (SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:ids)}})
RETURNING task_id

-- name: apply_reviews
UPDATE accounts SET lifecycle_state = rows.lifecycle_state, warmup_step = rows.warmup_step,
    cleanup_step = rows.cleanup_step, retry_count = 0, requires_human_review = 0, due_at = rows.due_at,
    model_id = rows.model_id, content_model_id = rows.content_model_id,
    cleanup_target_model_id = rows.cleanup_target_model_id,
    disabled_from = COALESCE(rows.disabled_from, accounts.disabled_from),
    assigned_to_model_at = CASE WHEN accounts.lifecycle_state = 'cleanup' AND rows.lifecycle_state = 'assigned'
        THEN :now WHEN rows.lifecycle_state = 'ready' THEN NULL ELSE accounts.assigned_to_model_at END,
    warmup_completed_at = CASE WHEN accounts.lifecycle_state = 'warming_up' AND rows.lifecycle_state = 'ready'
        THEN :now ELSE accounts.warmup_completed_at END,
    warmup_started_at = CASE WHEN accounts.lifecycle_state = 'imported' THEN :now ELSE accounts.warmup_started_at END,
    version = accounts.version + 1, updated_at = :now
FROM (SELECT CAST(each.value ->> 'id' AS BIGINT) AS id, each.value ->> 'lifecycle_state' AS lifecycle_state,
        CAST(each.value ->> 'warmup_step' AS BIGINT) AS warmup_step,
        CAST(each.value ->> 'cleanup_step' AS BIGINT) AS cleanup_step,
        CAST(each.value ->> 'due_at' AS BIGINT) AS due_at, CAST(each.value ->> 'model_id' AS BIGINT) AS model_id,
        CAST(each.value ->> 'content_model_id' AS BIGINT) AS content_model_id,
        CAST(each.value ->> 'cleanup_target_model_id' AS BIGINT) AS cleanup_target_model_id,
        each.value ->> 'disabled_from' AS disabled_from
      FROM {{each(:rows)}}) AS rows
WHERE {{by_id}}accounts.workspace_id = :workspace_id AND accounts.id = rows.id

-- name: insert_review_events
INSERT INTO account_events (workspace_id, account_id, at, action, from_state, to_state, actor_kind, actor, reason, detail)
SELECT :workspace_id, CAST(each.value ->> 'id' AS BIGINT), :now, 'review', each.value ->> 'from_state',
    each.value ->> 'lifecycle_state', :actor_kind, :actor, :reason, each.value ->> 'detail'
FROM {{each(:rows)}}

-- name: insert_skipped_steps
INSERT INTO warmup_step_logs (workspace_id, account_id, task_id, kind, step_number, step_name, attempt, status,
    model_id, completed_at, resolved_at, resolved_by, resolution, created_at)
SELECT :workspace_id, CAST(each.value ->> 'id' AS BIGINT), each.value ->> 'task_id', each.value ->> 'kind',
    CAST(each.value ->> 'step_number' AS BIGINT), each.value ->> 'step_name', 1, 'skipped',
    CAST(each.value ->> 'log_model_id' AS BIGINT), :now, :now, :actor, 'skip', :now
FROM {{each(:rows)}} WHERE each.value ->> 'kind' IS NOT NULL

-- name: resolve_reviewed_steps
-- The attempts that brought the accounts into review now say how a person settled them.
UPDATE warmup_step_logs SET resolved_at = :now, resolved_by = :actor, resolution = :resolution
WHERE workspace_id = :workspace_id AND status = 'requires_review' AND resolved_at IS NULL
    AND account_id IN (SELECT CAST(each.value ->> 'id' AS BIGINT) FROM {{each(:rows)}})
