-- accounts.sql: rows of accounts, one by one and many at once.

-- name: account_by_id
SELECT a.id, a.username, a.email, a.password_box, a.extra_box, a.lifecycle_state, a.disabled_from,
    a.warmup_step, a.cleanup_step, a.retry_count, a.due_at, a.warmup_started_at,
    a.warmup_completed_at, a.requires_human_review, a.last_error_code, a.last_error_message,
    a.last_error_at, a.last_bot_action_by, a.last_bot_action_at, a.model_id, a.assigned_to_model_at,
    a.content_model_id, a.cleanup_target_model_id, a.proxy_id, a.proxy_assigned_at, a.proxy_hold,
    a.connection_id, a.tags, a.import_id, a.trashed_at, a.version, a.created_at, a.updated_at
FROM accounts AS a WHERE a.workspace_id = :workspace_id AND a.id = :id

-- name: account_by_username
SELECT a.id, a.username, a.email, a.password_box, a.extra_box, a.lifecycle_state, a.disabled_from,
    a.warmup_step, a.cleanup_step, a.retry_count, a.due_at, a.warmup_started_at,
    a.warmup_completed_at, a.requires_human_review, a.last_error_code, a.last_error_message,
    a.last_error_at, a.last_bot_action_by, a.last_bot_action_at, a.model_id, a.assigned_to_model_at,
    a.content_model_id, a.cleanup_target_model_id, a.proxy_id, a.proxy_assigned_at, a.proxy_hold,
    a.connection_id, a.tags, a.import_id, a.trashed_at, a.version, a.created_at, a.updated_at
FROM accounts AS a WHERE a.workspace_id = :workspace_id AND a.username = :username

-- name: accounts_by_ids
SELECT a.id, a.username, a.email, a.password_box, a.extra_box, a.lifecycle_state, a.disabled_from,
    a.warmup_step, a.cleanup_step, a.retry_count, a.due_at, a.warmup_started_at,
    a.warmup_completed_at, a.requires_human_review, a.last_error_code, a.last_error_message,
    a.last_error_at, a.last_bot_action_by, a.last_bot_action_at, a.model_id, a.assigned_to_model_at,
    a.content_model_id, a.cleanup_target_model_id, a.proxy_id, a.proxy_assigned_at, a.proxy_hold,
    a.connection_id, a.tags, a.import_id, a.trashed_at, a.version, a.created_at, a.updated_at
FROM {{each(:ids)}}
JOIN accounts AS a ON a.workspace_id = :workspace_id AND a.id = CAST(each.value AS BIGINT)
ORDER BY a.id

-- name: accounts_of_proxy
SELECT a.id FROM accounts AS a
WHERE a.workspace_id = :workspace_id AND a.proxy_id = :proxy_id ORDER BY a.id LIMIT :limit

-- name: accounts_of_model
SELECT a.id FROM accounts AS a
WHERE a.workspace_id = :workspace_id AND a.trashed_at IS NULL AND a.model_id IS NOT NULL
    AND a.model_id = :model_id AND a.id > :after ORDER BY a.id LIMIT :limit

-- name: accounts_to_place
SELECT a.id, a.model_id FROM accounts AS a
WHERE a.workspace_id = :workspace_id AND a.id > :after AND a.proxy_id IS NULL
    AND a.proxy_hold = 0 AND a.trashed_at IS NULL AND a.lifecycle_state <> 'disabled'
ORDER BY a.id LIMIT :limit

-- name: release_proxy_holds
UPDATE accounts SET proxy_hold = 0, version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND proxy_hold = 1 AND proxy_id IS NULL AND trashed_at IS NULL

-- name: place_accounts
UPDATE accounts SET proxy_id = n.proxy_id, proxy_assigned_at = :now, proxy_hold = 0,
    version = version + 1, updated_at = :now
FROM (SELECT CAST(each.value ->> 'id' AS BIGINT) AS id, CAST(each.value ->> 'proxy_id' AS BIGINT) AS proxy_id
    FROM {{each(:rows)}}) AS n
WHERE accounts.workspace_id = :workspace_id AND accounts.id = n.id

-- name: taken_usernames
SELECT a.username, a.import_id FROM {{rows(:rows: username)}}
JOIN accounts AS a ON a.workspace_id = :workspace_id AND a.username = each.username

-- name: insert_accounts
INSERT INTO accounts (workspace_id, username, email, password_box, extra_box, model_id, due_at,
    proxy_id, proxy_assigned_at, tags, import_id, created_at, updated_at)
SELECT :workspace_id, each.username, each.email, each.password_box, each.extra_box,
    CAST(:model_id AS BIGINT), CAST(:due_at AS BIGINT), CAST(each.proxy_id AS BIGINT),
    CASE WHEN each.proxy_id IS NOT NULL THEN CAST(:now AS BIGINT) END,
    CAST(:tags AS TEXT), CAST(:import_id AS BIGINT), :now, :now
FROM {{rows(:rows: username, email, password_box, extra_box, proxy_id)}}

-- name: count_new_accounts
INSERT INTO account_counts (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed, accounts)
VALUES (:workspace_id, :model_id, 'imported', 0, 0, :with_proxy, 0, :accounts)
ON CONFLICT (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed)
DO UPDATE SET accounts = account_counts.accounts + excluded.accounts

-- name: update_accounts
UPDATE accounts SET
    username = n.username, email = n.email, password_box = n.password_box, extra_box = n.extra_box,
    lifecycle_state = n.lifecycle_state, disabled_from = n.disabled_from,
    warmup_step = n.warmup_step, cleanup_step = n.cleanup_step, retry_count = n.retry_count,
    due_at = n.due_at, warmup_started_at = n.warmup_started_at,
    warmup_completed_at = n.warmup_completed_at, requires_human_review = n.requires_human_review,
    model_id = n.model_id, assigned_to_model_at = n.assigned_to_model_at,
    content_model_id = n.content_model_id, cleanup_target_model_id = n.cleanup_target_model_id,
    proxy_id = n.proxy_id, proxy_assigned_at = n.proxy_assigned_at, proxy_hold = n.proxy_hold,
    connection_id = n.connection_id, tags = n.tags, trashed_at = n.trashed_at,
    version = version + 1, updated_at = :now
FROM (SELECT CAST(each.value ->> 'id' AS BIGINT) AS id,
        each.value ->> 'username' AS username, each.value ->> 'email' AS email,
        each.value ->> 'password_box' AS password_box, each.value ->> 'extra_box' AS extra_box,
        each.value ->> 'lifecycle_state' AS lifecycle_state,
        each.value ->> 'disabled_from' AS disabled_from,
        CAST(each.value ->> 'warmup_step' AS BIGINT) AS warmup_step,
        CAST(each.value ->> 'cleanup_step' AS BIGINT) AS cleanup_step,
        CAST(each.value ->> 'retry_count' AS BIGINT) AS retry_count,
        CAST(each.value ->> 'due_at' AS BIGINT) AS due_at,
        CAST(each.value ->> 'warmup_started_at' AS BIGINT) AS warmup_started_at,
        CAST(each.value ->> 'warmup_completed_at' AS BIGINT) AS warmup_completed_at,
        CAST(each.value ->> 'requires_human_review' AS BIGINT) AS requires_human_review,
        CAST(each.value ->> 'model_id' AS BIGINT) AS model_id,
        CAST(each.value ->> 'assigned_to_model_at' AS BIGINT) AS assigned_to_model_at,
        CAST(each.value ->> 'content_model_id' AS BIGINT) AS content_model_id,
        CAST(each.value ->> 'cleanup_target_model_id' AS BIGINT) AS cleanup_target_model_id,
        CAST(each.value ->> 'proxy_id' AS BIGINT) AS proxy_id,
        CAST(each.value ->> 'proxy_assigned_at' AS BIGINT) AS proxy_assigned_at,
        CAST(each.value ->> 'proxy_hold' AS BIGINT) AS proxy_hold,
        CAST(each.value ->> 'connection_id' AS BIGINT) AS connection_id, each.value ->> 'tags' AS tags,
        CAST(each.value ->> 'trashed_at' AS BIGINT) AS trashed_at
    FROM {{each(:rows)}}) AS n
WHERE accounts.workspace_id = :workspace_id AND accounts.id = n.id

-- name: delete_accounts
DELETE FROM accounts WHERE workspace_id = :workspace_id
    AND id IN (SELECT CAST(each.value AS BIGINT) FROM {{each(:ids)}})

-- name: empty_trash
UPDATE accounts SET password_box = NULL, extra_box = NULL, email = NULL, version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id IN (SELECT a.id FROM accounts AS a
    WHERE a.workspace_id = :workspace_id AND a.trashed_at IS NOT NULL AND a.trashed_at < :before
        AND a.password_box IS NOT NULL ORDER BY a.trashed_at LIMIT 1000)

-- name: workspaces_with_trash
SELECT DISTINCT a.workspace_id FROM accounts AS a
WHERE a.workspace_id > 0 AND a.trashed_at IS NOT NULL AND a.trashed_at < :before AND a.password_box IS NOT NULL

-- name: read_account_counts
SELECT model_id, lifecycle_state, step, review, with_proxy, trashed, accounts FROM account_counts
WHERE workspace_id = :workspace_id AND accounts <> 0

-- name: list_accounts
SELECT a.id, a.username, a.email, a.lifecycle_state, a.disabled_from, a.warmup_step, a.cleanup_step,
    a.retry_count, a.due_at, a.warmup_started_at, a.warmup_completed_at, a.requires_human_review,
    a.last_error_code, a.last_error_message, a.last_error_at, a.last_bot_action_by,
    a.last_bot_action_at, a.model_id, a.assigned_to_model_at, a.content_model_id,
    a.cleanup_target_model_id, a.proxy_id, a.proxy_assigned_at, a.proxy_hold, a.connection_id,
    a.tags, a.import_id, a.trashed_at, a.version, a.created_at, a.updated_at,
    CASE WHEN a.password_box IS NULL THEN 0 ELSE 1 END AS has_password,
    CASE WHEN a.extra_box IS NULL THEN 0 ELSE 1 END AS has_extra
FROM accounts AS a WHERE a.workspace_id = :workspace_id AND a.trashed_at IS NULL

-- name: count_accounts
SELECT COUNT(*) FROM accounts AS a WHERE a.workspace_id = :workspace_id AND a.trashed_at IS NULL

-- name: tally_accounts
SELECT CAST(COALESCE(SUM(a.accounts), 0) AS BIGINT) FROM account_counts AS a
WHERE a.workspace_id = :workspace_id AND a.trashed = 0

-- name: list_trash
SELECT a.id, a.username, a.email, a.lifecycle_state, a.disabled_from, a.warmup_step, a.cleanup_step,
    a.retry_count, a.due_at, a.warmup_started_at, a.warmup_completed_at, a.requires_human_review,
    a.last_error_code, a.last_error_message, a.last_error_at, a.last_bot_action_by,
    a.last_bot_action_at, a.model_id, a.assigned_to_model_at, a.content_model_id,
    a.cleanup_target_model_id, a.proxy_id, a.proxy_assigned_at, a.proxy_hold, a.connection_id,
    a.tags, a.import_id, a.trashed_at, a.version, a.created_at, a.updated_at,
    CASE WHEN a.password_box IS NULL THEN 0 ELSE 1 END AS has_password,
    CASE WHEN a.extra_box IS NULL THEN 0 ELSE 1 END AS has_extra
FROM accounts AS a WHERE a.workspace_id = :workspace_id AND a.trashed_at IS NOT NULL

-- name: count_trash
SELECT COUNT(*) FROM accounts AS a WHERE a.workspace_id = :workspace_id AND a.trashed_at IS NOT NULL

-- name: tally_trash
SELECT CAST(COALESCE(SUM(a.accounts), 0) AS BIGINT) FROM account_counts AS a
WHERE a.workspace_id = :workspace_id AND a.trashed = 1
