-- name: audit_insert
INSERT INTO audit_log (workspace_id, at, actor_kind, actor_id, actor, action, object_type, object_id, detail)
VALUES (:workspace_id, :at, :actor_kind, :actor_id, :actor, :action, :object_type, :object_id, :detail)

-- name: audit_list
SELECT id, at, actor_kind, actor, action, object_type, object_id, detail FROM audit_log
WHERE workspace_id = :workspace_id

-- name: audit_count
SELECT COUNT(*) FROM audit_log WHERE workspace_id = :workspace_id
