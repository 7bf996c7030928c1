-- The change feed. Writes of one workspace are serial, so MAX(seq) + 1 has neither gap nor double.

-- name: insert_change
INSERT INTO changes (workspace_id, seq, topic, frame)
VALUES (:workspace_id, COALESCE((SELECT MAX(seq) FROM changes WHERE workspace_id = :workspace_id), 0) + 1, :topic, :frame)
RETURNING seq

-- name: forget_changes
DELETE FROM changes WHERE workspace_id = :workspace_id AND seq <= :seq

-- name: changes_after
SELECT seq, topic, frame FROM changes
WHERE workspace_id = :workspace_id AND seq > :seq ORDER BY seq LIMIT :limit

-- name: range_of_changes
SELECT
    COALESCE((SELECT MIN(seq) FROM changes WHERE workspace_id = :workspace_id), 0) AS oldest,
    COALESCE((SELECT MAX(seq) FROM changes WHERE workspace_id = :workspace_id), 0) AS newest

-- name: newest_of_every_workspace
-- The feed follows all workspaces. Hops from workspace to workspace along the key instead of reading every row.
WITH RECURSIVE spaces(id) AS (
    SELECT MIN(workspace_id) FROM changes
    UNION ALL
    SELECT (SELECT MIN(changes.workspace_id) FROM changes WHERE changes.workspace_id > spaces.id)
    FROM spaces WHERE spaces.id IS NOT NULL
)
SELECT spaces.id, (SELECT MAX(changes.seq) FROM changes WHERE changes.workspace_id = spaces.id)
FROM spaces WHERE spaces.id IS NOT NULL
