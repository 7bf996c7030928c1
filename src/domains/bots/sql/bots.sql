-- name: insert_bot
INSERT INTO bots (workspace_id, bot_id, name, token_hash, created_by, created_at, updated_at)
VALUES (:workspace_id, :bot_id, :name, :token_hash, :created_by, :now, :now)
RETURNING id

-- name: bot_by_id
SELECT id, bot_id, name, paused, revoked_at, status, version, session_id, last_seen_at, completed, failed,
    created_by, created_at, updated_at
FROM bots WHERE workspace_id = :workspace_id AND id = :id

-- name: bot_by_bot_id
SELECT id, bot_id, name, paused, revoked_at, status, version, session_id, last_seen_at, completed, failed,
    created_by, created_at, updated_at
FROM bots WHERE workspace_id = :workspace_id AND bot_id = :bot_id

-- name: bot_by_token
SELECT id, bot_id, name, paused, revoked_at, status, version, session_id, last_seen_at, completed, failed,
    created_by, created_at, updated_at
FROM bots WHERE workspace_id = :workspace_id AND token_hash = :token_hash

-- name: list_bots
SELECT id, bot_id, name, paused, revoked_at, status, version, session_id, last_seen_at, completed, failed,
    created_by, created_at, updated_at
FROM bots WHERE workspace_id = :workspace_id

-- name: count_bots
SELECT COUNT(*) FROM bots WHERE workspace_id = :workspace_id

-- name: update_bot
UPDATE bots SET name = :name, paused = :paused, updated_at = :now WHERE workspace_id = :workspace_id AND id = :id

-- name: change_token
UPDATE bots SET token_hash = :token_hash, updated_at = :now WHERE workspace_id = :workspace_id AND id = :id

-- name: revoke_bot
UPDATE bots SET revoked_at = :now, updated_at = :now WHERE workspace_id = :workspace_id AND id = :id

-- name: see_bot
-- Once in a few seconds is enough: an idle bot that asks often must not write often.
UPDATE bots SET last_seen_at = :now
WHERE workspace_id = :workspace_id AND id = :id AND (last_seen_at IS NULL OR last_seen_at < :seen_before OR last_seen_at > :now)

-- name: count_report
UPDATE bots SET completed = completed + :completed, failed = failed + :failed, last_seen_at = :now,
    session_id = COALESCE(CAST(:session_id AS TEXT), session_id)
WHERE workspace_id = :workspace_id AND id = :id

-- name: save_heartbeat
UPDATE bots SET status = :status, version = COALESCE(CAST(:version AS TEXT), version),
    session_id = COALESCE(CAST(:session_id AS TEXT), session_id), last_seen_at = :now
WHERE workspace_id = :workspace_id AND id = :id
