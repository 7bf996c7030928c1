-- Whether a model has what one step of warm-up must have.

-- name: model_has_picture
SELECT CASE WHEN EXISTS (SELECT 1 FROM content_items
    WHERE workspace_id = :workspace_id AND model_id = :model_id AND content_type IN (:content_type, 'any')
        AND deleted_at IS NULL) THEN 1 ELSE 0 END

-- name: model_has_text
SELECT CASE WHEN EXISTS (SELECT 1 FROM content_texts
    WHERE workspace_id = :workspace_id AND model_id = :model_id AND content_type = :content_type
        AND deleted_at IS NULL) THEN 1 ELSE 0 END
