-- The choice for a step and what tasks hold (CNT-4).

-- name: choose_item
SELECT id, text_content FROM content_items
WHERE workspace_id = :workspace_id AND model_id = :model_id AND deleted_at IS NULL AND content_type IN (:content_type, 'any')
ORDER BY CASE WHEN content_type = 'any' THEN 1 ELSE 0 END, order_priority DESC, usage_count + reserved_count, created_at, id
LIMIT 1

-- name: choose_text
SELECT id, text_content FROM content_texts
WHERE workspace_id = :workspace_id AND model_id = :model_id AND deleted_at IS NULL AND content_type = :content_type
ORDER BY order_priority DESC, usage_count + reserved_count, created_at, id
LIMIT 1

-- name: hold_item
UPDATE content_items SET reserved_count = reserved_count + 1 WHERE workspace_id = :workspace_id AND id = :id

-- name: hold_text
UPDATE content_texts SET reserved_count = reserved_count + 1 WHERE workspace_id = :workspace_id AND id = :id

-- name: insert_reservation
INSERT INTO content_reservations (workspace_id, task_id, content_id, text_id, text_content, created_at)
VALUES (:workspace_id, :task_id, :content_id, :text_id, :text_content, :now)

-- name: reservation_of_task
SELECT content_id, text_id, text_content FROM content_reservations
WHERE workspace_id = :workspace_id AND task_id = :task_id

-- Gives back what these tasks hold, counting it as used (:used is 1) or not (0). Several tasks may hold one row.
-- name: settle_items
UPDATE content_items SET reserved_count = reserved_count - held.n, usage_count = usage_count + held.n * CAST(:used AS BIGINT),
    updated_at = :now
FROM (SELECT content_reservations.content_id AS content_id, COUNT(*) AS n
      FROM content_reservations JOIN {{each(:tasks)}} ON content_reservations.task_id = each.value ->> 'task'
      WHERE content_reservations.workspace_id = :workspace_id AND content_reservations.content_id IS NOT NULL
      GROUP BY content_reservations.content_id) AS held
WHERE content_items.workspace_id = :workspace_id AND content_items.id = held.content_id

-- name: settle_texts
UPDATE content_texts SET reserved_count = reserved_count - held.n, usage_count = usage_count + held.n * CAST(:used AS BIGINT),
    updated_at = :now
FROM (SELECT content_reservations.text_id AS text_id, COUNT(*) AS n
      FROM content_reservations JOIN {{each(:tasks)}} ON content_reservations.task_id = each.value ->> 'task'
      WHERE content_reservations.workspace_id = :workspace_id AND content_reservations.text_id IS NOT NULL
      GROUP BY content_reservations.text_id) AS held
WHERE content_texts.workspace_id = :workspace_id AND content_texts.id = held.text_id

-- name: end_reservations
DELETE FROM content_reservations
WHERE workspace_id = :workspace_id AND task_id IN (SELECT each.value ->> 'task' FROM {{each(:tasks)}})

-- name: picture_stock
SELECT model_id, content_type FROM content_items
WHERE workspace_id = :workspace_id AND deleted_at IS NULL
GROUP BY model_id, content_type

-- name: text_stock
SELECT model_id FROM content_texts
WHERE workspace_id = :workspace_id AND deleted_at IS NULL AND content_type = 'bio'
GROUP BY model_id

-- name: held_image
SELECT content_items.sha256, content_items.mime, content_items.bytes
FROM content_items JOIN content_reservations
  ON content_reservations.workspace_id = content_items.workspace_id AND content_reservations.content_id = content_items.id
WHERE content_items.workspace_id = :workspace_id AND content_items.id = :id AND content_reservations.task_id = :task_id
