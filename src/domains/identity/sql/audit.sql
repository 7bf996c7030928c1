-- name: audit_insert
INSERT INTO audit_log (workspace_id, at, actor_kind, actor_id, actor, action, object_type, object_id, detail)
VALUES (:workspace_id, :at, :actor_kind, :actor_id, :actor, :action, :object_type, :object_id, :detail)

-- name: audit_list
SELECT id, at, actor_kind, actor, action, object_type, object_id, detail FROM audit_log
WHERE workspace_id = :workspace_id

-- name: audit_count
SELECT COUNT(*) FROM audit_log WHERE workspace_id = :workspace_id

-- name: audit_person
-- What concerns a person and no workspace in particular is told in each of theirs; to nobody when there is no such
-- person, so that a log-in with an unknown name costs the same.
INSERT INTO audit_log (workspace_id, at, actor_kind, actor_id, actor, action, object_type, object_id, detail)
SELECT members.workspace_id, CAST(:at AS BIGINT), CAST(:actor_kind AS TEXT),
    CASE WHEN CAST(:actor_kind AS TEXT) = 'user' THEN users.id ELSE 0 END, :actor, :action, 'user', users.id, :detail
FROM users JOIN members ON members.user_id = users.id
WHERE users.email = :email
ORDER BY members.workspace_id LIMIT 100
