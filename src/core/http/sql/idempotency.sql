-- name: idempotency_find
SELECT request_hash, node, state, answer, created_at
FROM idempotency_keys
WHERE workspace_id = :workspace_id AND actor = :actor AND operation = :operation
  AND idempotency_key = :idempotency_key

-- name: idempotency_insert
INSERT INTO idempotency_keys (workspace_id, actor, operation, idempotency_key, request_hash, node, state, created_at)
VALUES (:workspace_id, :actor, :operation, :idempotency_key, :request_hash, :node, 'running', :created_at)

-- name: idempotency_finish
UPDATE idempotency_keys SET state = 'done', answer = :answer
WHERE workspace_id = :workspace_id AND actor = :actor AND operation = :operation
  AND idempotency_key = :idempotency_key AND node = :node

-- name: idempotency_forget
DELETE FROM idempotency_keys
WHERE workspace_id = :workspace_id AND actor = :actor AND operation = :operation
  AND idempotency_key = :idempotency_key

-- name: idempotency_expire
DELETE FROM idempotency_keys WHERE workspace_id = :workspace_id AND created_at < :before
