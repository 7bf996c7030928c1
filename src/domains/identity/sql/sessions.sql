-- name: session_insert
INSERT INTO sessions (user_id, token_hash, address, user_agent, created_at, last_used_at, expires_at)
VALUES (:user_id, :token_hash, :address, :user_agent, :now, :now, :expires_at)

-- name: session_by_hash
SELECT sessions.id, users.id, users.email, users.name, users.created_at, sessions.created_at,
    sessions.last_used_at, sessions.expires_at
FROM sessions JOIN users ON users.id = sessions.user_id
WHERE sessions.token_hash = :token_hash

-- name: session_note_use
UPDATE sessions SET last_used_at = :now, expires_at = :expires_at WHERE id = :id

-- name: sessions_of_user
SELECT id, address, user_agent, created_at, last_used_at, expires_at FROM sessions
WHERE user_id = :user_id AND expires_at > :now ORDER BY last_used_at DESC, id DESC

-- name: session_delete
DELETE FROM sessions WHERE user_id = :user_id AND id = :id

-- name: sessions_delete_others
DELETE FROM sessions WHERE user_id = :user_id AND id <> :keep

-- The newest hundred of a person, and nobody's expired ones.
-- name: sessions_prune
DELETE FROM sessions WHERE expires_at <= :now OR (user_id = :user_id AND id NOT IN
    (SELECT id FROM sessions WHERE user_id = :user_id ORDER BY id DESC LIMIT 100))

-- name: throttle_by_name
SELECT failures, last_at, blocked_until FROM login_throttles WHERE name = :name

-- name: throttle_put
INSERT INTO login_throttles (name, failures, last_at, blocked_until)
VALUES (:name, :failures, :last_at, :blocked_until)
ON CONFLICT (name) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
    blocked_until = excluded.blocked_until

-- name: throttle_delete
DELETE FROM login_throttles WHERE name = :name

-- A log-in that succeeded gives its failure back.
-- name: throttle_give_back
UPDATE login_throttles SET failures = CASE WHEN failures > 0 THEN failures - 1 ELSE 0 END,
    blocked_until = CASE WHEN failures <= CAST(:free AS BIGINT) + 1 THEN 0 ELSE blocked_until END
WHERE name = :name

-- name: throttles_forget
DELETE FROM login_throttles WHERE last_at < :before
