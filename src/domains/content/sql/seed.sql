-- seed.sql: what only the demonstration asks of content.

-- name: any_text
SELECT COUNT(*) FROM (SELECT 1 FROM content_texts WHERE workspace_id = :workspace_id LIMIT 1) AS first_text

-- name: seeded_items
SELECT model_id, content_type, id FROM content_items
WHERE workspace_id = :workspace_id AND deleted_at IS NULL ORDER BY id

-- name: seeded_texts
SELECT model_id, content_type, id FROM content_texts
WHERE workspace_id = :workspace_id AND deleted_at IS NULL ORDER BY id

-- name: use_items
UPDATE content_items SET usage_count = usage_count + CAST(each.value ->> 'uses' AS BIGINT)
FROM {{each(:rows)}}
WHERE content_items.workspace_id = :workspace_id AND content_items.id = CAST(each.value ->> 'id' AS BIGINT)

-- name: use_texts
UPDATE content_texts SET usage_count = usage_count + CAST(each.value ->> 'uses' AS BIGINT)
FROM {{each(:rows)}}
WHERE content_texts.workspace_id = :workspace_id AND content_texts.id = CAST(each.value ->> 'id' AS BIGINT)
