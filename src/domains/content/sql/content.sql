-- Pictures and texts of models: rows and lists.

-- name: insert_item
INSERT INTO content_items (workspace_id, model_id, content_type, file_name, upload_sha256, sha256, mime, width, height,
                           bytes, text_content, order_priority, is_template, created_at, updated_at)
VALUES (:workspace_id, :model_id, :content_type, :file_name, :upload_sha256, :sha256, :mime, :width, :height,
        :bytes, :text_content, :order_priority, :is_template, :now, :now)
RETURNING id

-- name: item_list
SELECT content_items.id, content_items.model_id, content_items.content_type, content_items.file_name,
       content_items.sha256, content_items.mime, content_items.width, content_items.height, content_items.bytes,
       content_items.text_content, content_items.order_priority, content_items.usage_count,
       content_items.reserved_count, content_items.template_id, content_items.is_template, content_items.version,
       content_items.created_at, content_items.updated_at
FROM content_items
WHERE content_items.workspace_id = :workspace_id AND content_items.model_id = :model_id
  AND content_items.deleted_at IS NULL

-- name: count_item_list
SELECT COUNT(*) FROM content_items
WHERE content_items.workspace_id = :workspace_id AND content_items.model_id = :model_id
  AND content_items.deleted_at IS NULL

-- name: item_by_id
SELECT content_items.id, content_items.model_id, content_items.content_type, content_items.file_name,
       content_items.sha256, content_items.mime, content_items.width, content_items.height, content_items.bytes,
       content_items.text_content, content_items.order_priority, content_items.usage_count,
       content_items.reserved_count, content_items.template_id, content_items.is_template, content_items.version,
       content_items.created_at, content_items.updated_at
FROM content_items
WHERE content_items.workspace_id = :workspace_id AND content_items.model_id = :model_id
  AND content_items.id = :id AND content_items.deleted_at IS NULL

-- name: item_of_upload
SELECT id FROM content_items
WHERE workspace_id = :workspace_id AND model_id = :model_id AND upload_sha256 = :upload_sha256 AND deleted_at IS NULL

-- name: update_item
UPDATE content_items SET content_type = :content_type, text_content = CAST(:text_content AS TEXT),
    order_priority = :order_priority, is_template = :is_template, version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: delete_item
UPDATE content_items SET deleted_at = :now, version = version + 1 WHERE workspace_id = :workspace_id AND id = :id

-- name: insert_text
INSERT INTO content_texts (workspace_id, model_id, content_type, text_content, order_priority, is_template,
                           created_at, updated_at)
VALUES (:workspace_id, :model_id, :content_type, :text_content, :order_priority, :is_template, :now, :now)
RETURNING id

-- name: insert_texts
INSERT INTO content_texts (workspace_id, model_id, content_type, text_content, order_priority, is_template,
                           created_at, updated_at)
SELECT :workspace_id, :model_id, each.content_type, each.text_content, CAST(each.order_priority AS BIGINT),
       CAST(each.is_template AS BIGINT), :now, :now
FROM {{rows(:rows: content_type, text_content, order_priority, is_template)}}
WHERE NOT EXISTS (
    SELECT 1 FROM content_texts AS t
    WHERE t.workspace_id = :workspace_id AND t.model_id = :model_id AND t.content_type = each.content_type
      AND t.deleted_at IS NULL AND t.text_content = each.text_content)

-- name: text_list
SELECT content_texts.id, content_texts.model_id, content_texts.content_type, content_texts.text_content,
       content_texts.order_priority, content_texts.usage_count, content_texts.reserved_count,
       content_texts.template_id, content_texts.is_template, content_texts.version, content_texts.created_at,
       content_texts.updated_at
FROM content_texts
WHERE content_texts.workspace_id = :workspace_id AND content_texts.model_id = :model_id
  AND content_texts.deleted_at IS NULL

-- name: count_text_list
SELECT COUNT(*) FROM content_texts
WHERE content_texts.workspace_id = :workspace_id AND content_texts.model_id = :model_id
  AND content_texts.deleted_at IS NULL

-- name: text_by_id
SELECT content_texts.id, content_texts.model_id, content_texts.content_type, content_texts.text_content,
       content_texts.order_priority, content_texts.usage_count, content_texts.reserved_count,
       content_texts.template_id, content_texts.is_template, content_texts.version, content_texts.created_at,
       content_texts.updated_at
FROM content_texts
WHERE content_texts.workspace_id = :workspace_id AND content_texts.model_id = :model_id
  AND content_texts.id = :id AND content_texts.deleted_at IS NULL

-- name: update_text
UPDATE content_texts SET content_type = :content_type, text_content = :text_content,
    order_priority = :order_priority, is_template = :is_template, version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: delete_text
UPDATE content_texts SET deleted_at = :now, version = version + 1 WHERE workspace_id = :workspace_id AND id = :id

-- name: swept_items
SELECT id, sha256 FROM content_items
WHERE workspace_id = :workspace_id AND deleted_at IS NOT NULL AND reserved_count = 0
ORDER BY id LIMIT 200

-- name: purge_item
DELETE FROM content_items WHERE workspace_id = :workspace_id AND id = :id

-- name: purge_texts
DELETE FROM content_texts WHERE workspace_id = :workspace_id AND deleted_at IS NOT NULL AND reserved_count = 0

-- Rows that still need the file: shown in lists, or deleted while a task holds them.
-- name: items_with_file
SELECT COUNT(*) FROM content_items
WHERE workspace_id = :workspace_id AND sha256 = :sha256 AND (deleted_at IS NULL OR reserved_count > 0)

-- Asked by the schedule, which belongs to no workspace: who has deleted content to sweep.
-- name: workspaces_to_sweep
SELECT DISTINCT workspace_id FROM content_items WHERE workspace_id > :after_workspace_id AND deleted_at IS NOT NULL
UNION
SELECT DISTINCT workspace_id FROM content_texts WHERE workspace_id > :after_workspace_id AND deleted_at IS NOT NULL
