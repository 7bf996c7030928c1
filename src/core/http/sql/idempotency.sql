-- name: idempotency_find
SELECT request_hash, node, state, answer, answer_until, created_at
FROM idempotency_keys
WHERE workspace_id = :workspace_id AND actor = :actor AND operation = :operation
  AND idempotency_key = :idempotency_key

-- name: idempotency_insert
INSERT INTO idempotency_keys (workspace_id, actor, operation, idempotency_key, request_hash, node, state, created_at)
VALUES (:workspace_id, :actor, :operation, :idempotency_key, :request_hash, :node, 'running', :created_at)

-- name: idempotency_finish
UPDATE idempotency_keys SET state = 'done', answer = :answer, answer_until = :answer_until
WHERE workspace_id = :workspace_id AND actor = :actor AND operation = :operation
  AND idempotency_key = :idempotency_key AND node = :node

-- name: idempotency_forget
DELETE FROM idempotency_keys
WHERE workspace_id = :workspace_id AND actor = :actor AND operation = :operation
  AND idempotency_key = :idempotency_key

-- name: idempotency_expire
DELETE FROM idempotency_keys WHERE workspace_id = :workspace_id AND created_at < :before

-- name: idempotency_workspaces
SELECT DISTINCT workspace_id FROM idempotency_keys

-- name: idempotency_drop_answers
UPDATE idempotency_keys SET answer = NULL WHERE workspace_id = :workspace_id AND answer_until <= :now

-- name: idempotency_answers
SELECT id, answer, operation || '/' || idempotency_key AS name FROM idempotency_keys
WHERE workspace_id = :workspace_id AND id > :after AND answer IS NOT NULL ORDER BY id LIMIT :limit

-- name: idempotency_put_answer
UPDATE idempotency_keys SET answer = :box WHERE workspace_id = :workspace_id AND id = :id AND answer = :former
