-- undos.sql: gestures that can be taken back, with the rows before and after.

-- name: insert_undo
INSERT INTO account_undos (workspace_id, aspect, label, accounts, import_id, user_id, actor, created_at, expires_at)
VALUES (:workspace_id, :aspect, :label, :accounts, :import_id, :user_id, :actor, :now, :expires_at)
RETURNING id

-- name: insert_undo_rows
INSERT INTO account_undo_rows (workspace_id, undo_id, side, account_id,
    username, email, password_box, extra_box, lifecycle_state, disabled_from, warmup_step,
    cleanup_step, retry_count, due_at, warmup_started_at, warmup_completed_at,
    requires_human_review, model_id, assigned_to_model_at, content_model_id,
    cleanup_target_model_id, proxy_id, proxy_assigned_at, proxy_hold, tags, trashed_at)
SELECT a.workspace_id, CAST(:undo_id AS BIGINT), CAST(:side AS TEXT), a.id,
    a.username, a.email, a.password_box, a.extra_box, a.lifecycle_state, a.disabled_from,
    a.warmup_step, a.cleanup_step, a.retry_count, a.due_at, a.warmup_started_at,
    a.warmup_completed_at, a.requires_human_review, a.model_id, a.assigned_to_model_at,
    a.content_model_id, a.cleanup_target_model_id, a.proxy_id, a.proxy_assigned_at, a.proxy_hold,
    a.tags, a.trashed_at
FROM {{each(:ids)}}
JOIN accounts AS a ON a.workspace_id = :workspace_id AND a.id = CAST(each.value AS BIGINT)

-- name: grow_undo
UPDATE account_undos SET accounts = accounts + :accounts WHERE workspace_id = :workspace_id AND id = :id

-- name: undo_by_id
SELECT id, aspect, label, accounts, import_id, actor, created_at, expires_at, undone_at
FROM account_undos WHERE workspace_id = :workspace_id AND id = :id

-- name: list_undos
SELECT id, aspect, label, accounts, import_id, actor, created_at, expires_at, undone_at
FROM account_undos WHERE workspace_id = :workspace_id AND expires_at > :now AND accounts > 0
ORDER BY created_at DESC, id DESC LIMIT 100

-- name: undo_rows
SELECT account_id, username, email, password_box, extra_box, lifecycle_state, disabled_from, warmup_step,
    cleanup_step, retry_count, due_at, warmup_started_at, warmup_completed_at,
    requires_human_review, model_id, assigned_to_model_at, content_model_id,
    cleanup_target_model_id, proxy_id, proxy_assigned_at, proxy_hold, tags, trashed_at
FROM account_undo_rows
WHERE workspace_id = :workspace_id AND undo_id = :undo_id AND side = :side AND account_id > :after
ORDER BY account_id LIMIT :limit

-- name: mark_undone
UPDATE account_undos SET undone_at = CAST(:undone_at AS BIGINT) WHERE workspace_id = :workspace_id AND id = :id

-- name: expired_undos
SELECT workspace_id, id FROM account_undos WHERE workspace_id > 0 AND expires_at < :now LIMIT 100

-- name: delete_undo_rows
DELETE FROM account_undo_rows WHERE workspace_id = :workspace_id AND id IN (
    SELECT r.id FROM account_undo_rows AS r WHERE r.workspace_id = :workspace_id AND r.undo_id = :undo_id LIMIT 5000)

-- name: delete_undo
DELETE FROM account_undos WHERE workspace_id = :workspace_id AND id = :id
