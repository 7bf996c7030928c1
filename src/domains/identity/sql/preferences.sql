-- name: preferences_of_user
SELECT name, value, updated_at FROM preferences
WHERE workspace_id = :workspace_id AND user_id = :user_id ORDER BY name

-- name: preference_by_name
SELECT name, value, updated_at FROM preferences
WHERE workspace_id = :workspace_id AND user_id = :user_id AND name = :name

-- name: preferences_count_others
SELECT COUNT(*) FROM preferences
WHERE workspace_id = :workspace_id AND user_id = :user_id AND name <> :name

-- name: preference_put
INSERT INTO preferences (workspace_id, user_id, name, value, updated_at)
VALUES (:workspace_id, :user_id, :name, :value, :now)
ON CONFLICT (workspace_id, user_id, name) DO UPDATE SET value = excluded.value,
    updated_at = excluded.updated_at

-- name: preference_delete
DELETE FROM preferences WHERE workspace_id = :workspace_id AND user_id = :user_id AND name = :name

-- name: views_visible
SELECT id, list, name, shared, user_id, definition, updated_at FROM saved_views
WHERE workspace_id = :workspace_id AND (user_id = :user_id OR shared = 1)
    AND (CAST(:list AS TEXT) = '' OR list = CAST(:list AS TEXT))
ORDER BY list, name, id LIMIT 1000

-- name: view_by_id
SELECT id, list, name, shared, user_id, definition, updated_at FROM saved_views
WHERE workspace_id = :workspace_id AND user_id = :user_id AND id = :id

-- name: views_of_user_count
SELECT COUNT(*) FROM saved_views WHERE workspace_id = :workspace_id AND user_id = :user_id

-- name: view_insert
INSERT INTO saved_views (workspace_id, user_id, list, name, shared, definition, created_at, updated_at)
VALUES (:workspace_id, :user_id, :list, :name, :shared, :definition, :now, :now) RETURNING id

-- name: view_update
UPDATE saved_views SET name = :name, shared = :shared, definition = :definition, updated_at = :now
WHERE workspace_id = :workspace_id AND user_id = :user_id AND id = :id

-- name: view_delete
DELETE FROM saved_views WHERE workspace_id = :workspace_id AND user_id = :user_id AND id = :id

-- name: views_delete_of_user
DELETE FROM saved_views WHERE workspace_id = :workspace_id AND user_id = :user_id AND shared = 0
