-- seed.sql: what only the demonstration asks of bots.

-- name: seeded_bots
SELECT id, bot_id, name, paused FROM bots WHERE workspace_id = :workspace_id AND revoked_at IS NULL ORDER BY id LIMIT 5

-- name: count_seeded_reports
UPDATE bots SET completed = CAST(each.value ->> 'completed' AS BIGINT), failed = CAST(each.value ->> 'failed' AS BIGINT),
    last_seen_at = CAST(each.value ->> 'at' AS BIGINT)
FROM {{each(:rows)}}
WHERE bots.workspace_id = :workspace_id AND bots.id = CAST(each.value ->> 'id' AS BIGINT)
