-- seed.sql: what only the demonstration asks of models.

-- name: seeded_models
SELECT id FROM models WHERE workspace_id = :workspace_id ORDER BY id LIMIT 5
