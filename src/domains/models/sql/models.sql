-- Models. The cards' numbers come from accounts, which this domain only reads.

-- name: insert_model
INSERT INTO models (workspace_id, name, description, created_at, updated_at)
VALUES (:workspace_id, :name, :description, :now, :now)
RETURNING id

-- name: model_by_id
SELECT id, name, description, photo_sha256, version, created_at, updated_at, archived_at
FROM models WHERE workspace_id = :workspace_id AND id = :id

-- name: update_model
UPDATE models SET name = :name, description = :description, version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: set_model_archived
UPDATE models SET archived_at = CAST(:archived_at AS BIGINT), version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: set_model_photo
UPDATE models SET photo_sha256 = CAST(:photo_sha256 AS TEXT), version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: count_with_photo
SELECT COUNT(*) FROM models WHERE workspace_id = :workspace_id AND photo_sha256 = :photo_sha256

-- name: model_cards
SELECT models.id, models.name, models.description, models.photo_sha256, models.version,
       models.created_at, models.updated_at, models.archived_at,
       COALESCE(states.accounts, 0), COALESCE(states.imported, 0), COALESCE(states.warming_up, 0),
       COALESCE(states.ready, 0), COALESCE(states.assigned, 0), COALESCE(states.cleanup, 0),
       COALESCE(states.disabled, 0), COALESCE(reviews.n, 0), COALESCE(without.n, 0)
FROM models
LEFT JOIN (
    SELECT model_id, CAST(SUM(n) AS BIGINT) AS accounts,
           CAST(SUM(CASE WHEN lifecycle_state = 'imported' THEN n ELSE 0 END) AS BIGINT) AS imported,
           CAST(SUM(CASE WHEN lifecycle_state = 'warming_up' THEN n ELSE 0 END) AS BIGINT) AS warming_up,
           CAST(SUM(CASE WHEN lifecycle_state = 'ready' THEN n ELSE 0 END) AS BIGINT) AS ready,
           CAST(SUM(CASE WHEN lifecycle_state = 'assigned' THEN n ELSE 0 END) AS BIGINT) AS assigned,
           CAST(SUM(CASE WHEN lifecycle_state = 'cleanup' THEN n ELSE 0 END) AS BIGINT) AS cleanup,
           CAST(SUM(CASE WHEN lifecycle_state = 'disabled' THEN n ELSE 0 END) AS BIGINT) AS disabled
    FROM (SELECT model_id, lifecycle_state, COUNT(*) AS n FROM accounts
          WHERE workspace_id = :workspace_id AND trashed_at IS NULL AND model_id IS NOT NULL
          GROUP BY model_id, lifecycle_state) AS each_state
    GROUP BY model_id) AS states ON states.model_id = models.id
LEFT JOIN (SELECT model_id, COUNT(*) AS n FROM accounts
    WHERE workspace_id = :workspace_id AND requires_human_review = 1 AND trashed_at IS NULL AND model_id IS NOT NULL
    GROUP BY model_id) AS reviews ON reviews.model_id = models.id
LEFT JOIN (SELECT model_id, COUNT(*) AS n FROM accounts
    WHERE workspace_id = :workspace_id AND proxy_id IS NULL AND proxy_hold = 0 AND trashed_at IS NULL
      AND lifecycle_state <> 'disabled' AND model_id IS NOT NULL
    GROUP BY model_id) AS without ON without.model_id = models.id
WHERE models.workspace_id = :workspace_id
  AND (CAST(:id AS BIGINT) IS NULL OR models.id = CAST(:id AS BIGINT))
  AND (CAST(:archived AS TEXT) = 'any'
       OR CASE WHEN models.archived_at IS NULL THEN 'false' ELSE 'true' END = CAST(:archived AS TEXT))

-- name: count_model_cards
SELECT COUNT(*) FROM models
WHERE models.workspace_id = :workspace_id
  AND (CAST(:id AS BIGINT) IS NULL OR models.id = CAST(:id AS BIGINT))
  AND (CAST(:archived AS TEXT) = 'any'
       OR CASE WHEN models.archived_at IS NULL THEN 'false' ELSE 'true' END = CAST(:archived AS TEXT))
