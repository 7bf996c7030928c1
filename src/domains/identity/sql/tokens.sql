-- name: api_token_insert
INSERT INTO api_tokens (workspace_id, user_id, name, token_hash, scopes, created_at, expires_at)
VALUES (:workspace_id, :user_id, :name, :token_hash, :scopes, :now, :expires_at) RETURNING id

-- name: api_tokens_of_user_count
SELECT COUNT(*) FROM api_tokens WHERE workspace_id = :workspace_id AND user_id = :user_id

-- name: api_token_by_id
SELECT api_tokens.id, api_tokens.name, users.id, users.email, api_tokens.scopes, api_tokens.created_at,
    api_tokens.expires_at, api_tokens.last_used_at FROM api_tokens
JOIN users ON users.id = api_tokens.user_id
WHERE api_tokens.workspace_id = :workspace_id AND api_tokens.id = :id

-- name: api_token_by_hash
SELECT api_tokens.id, api_tokens.name, users.id, users.email, api_tokens.scopes, api_tokens.created_at,
    api_tokens.expires_at, api_tokens.last_used_at, members.role FROM api_tokens
JOIN users ON users.id = api_tokens.user_id
JOIN members ON members.workspace_id = api_tokens.workspace_id AND members.user_id = api_tokens.user_id
WHERE api_tokens.workspace_id = :workspace_id AND api_tokens.token_hash = :token_hash

-- name: api_token_note_use
UPDATE api_tokens SET last_used_at = :now WHERE workspace_id = :workspace_id AND id = :id

-- name: api_token_delete
DELETE FROM api_tokens WHERE workspace_id = :workspace_id AND id = :id

-- Of one person, or of everybody when user_id is 0.
-- name: api_tokens_list
SELECT api_tokens.id, api_tokens.name, users.id, users.email, api_tokens.scopes, api_tokens.created_at,
    api_tokens.expires_at, api_tokens.last_used_at FROM api_tokens
JOIN users ON users.id = api_tokens.user_id
WHERE api_tokens.workspace_id = :workspace_id
    AND (CAST(:user_id AS BIGINT) = 0 OR api_tokens.user_id = CAST(:user_id AS BIGINT))

-- name: api_tokens_count
SELECT COUNT(*) FROM api_tokens
JOIN users ON users.id = api_tokens.user_id
WHERE api_tokens.workspace_id = :workspace_id
    AND (CAST(:user_id AS BIGINT) = 0 OR api_tokens.user_id = CAST(:user_id AS BIGINT))
