-- events.sql: the timeline of accounts, and what a person's decision does to open steps.

-- name: insert_events
INSERT INTO account_events (workspace_id, account_id, at, action, from_state, to_state, actor_kind, actor, reason, detail)
SELECT :workspace_id, CAST(each.value ->> 'id' AS BIGINT), :now, each.value ->> 'action',
    each.value ->> 'from', each.value ->> 'to', CAST(:actor_kind AS TEXT), CAST(:actor AS TEXT),
    CAST(:reason AS TEXT), COALESCE(each.value ->> 'detail', '{}')
FROM {{each(:rows)}}

-- name: list_events
-- The beginning of an imported account is told by its own row.
SELECT e.id, e.at, e.action, e.from_state, e.to_state, e.actor_kind, e.actor, e.reason, e.detail
FROM (
    SELECT id, at, action, from_state, to_state, actor_kind, actor, reason, detail
    FROM account_events WHERE workspace_id = :workspace_id AND account_id = :account_id
    UNION ALL
    SELECT 0, a.created_at, 'imported', NULL, 'imported', 'user', i.actor, NULL, '{}'
    FROM accounts AS a
    JOIN account_imports AS i ON i.workspace_id = a.workspace_id AND i.id = a.import_id
    WHERE a.workspace_id = :workspace_id AND a.id = :account_id
) AS e WHERE 1 = 1

-- name: count_events
SELECT COUNT(*) FROM (
    SELECT id, at, action, from_state, to_state, actor_kind, actor, reason, detail
    FROM account_events WHERE workspace_id = :workspace_id AND account_id = :account_id
    UNION ALL
    SELECT 0, a.created_at, 'imported', NULL, 'imported', 'user', i.actor, NULL, '{}'
    FROM accounts AS a
    JOIN account_imports AS i ON i.workspace_id = a.workspace_id AND i.id = a.import_id
    WHERE a.workspace_id = :workspace_id AND a.id = :account_id
) AS e WHERE 1 = 1

-- name: insert_passed_steps
INSERT INTO warmup_step_logs (workspace_id, account_id, task_id, kind, step_number, step_name, status, model_id,
    completed_at, resolved_at, resolved_by, resolution, created_at)
SELECT :workspace_id, CAST(each.value ->> 'id' AS BIGINT), each.value ->> 'task_id', each.value ->> 'kind',
    CAST(each.value ->> 'number' AS BIGINT), each.value ->> 'name', 'skipped', CAST(each.value ->> 'model_id' AS BIGINT),
    :now, :now, CAST(:actor AS TEXT), 'skip', :now
FROM {{each(:rows)}}
