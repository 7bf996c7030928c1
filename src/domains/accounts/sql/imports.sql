-- imports.sql: imports of accounts, their counts and the lines that did not become accounts.

-- name: insert_import
INSERT INTO account_imports (workspace_id, file_name, upload, bytes, options, user_id, actor, created_at)
VALUES (:workspace_id, :file_name, :upload, :bytes, '{}', :user_id, :actor, :now)
RETURNING id

-- name: import_by_id
SELECT id, job_id, file_name, upload, bytes, options, user_id, actor, lines, imported, duplicates, rejected,
    first_account_id, last_account_id, created_at, finished_at, undone_at
FROM account_imports WHERE workspace_id = :workspace_id AND id = :id

-- name: start_import
UPDATE account_imports SET job_id = :job_id, options = :options, attested_by = :attested_by, attested_at = :now,
    lines = 0, imported = 0, duplicates = 0, rejected = 0, result = NULL, finished_at = NULL,
    first_account_id = NULL, last_account_id = NULL
WHERE workspace_id = :workspace_id AND id = :id

-- name: reset_import
UPDATE account_imports SET lines = 0, imported = 0, duplicates = 0, rejected = 0
WHERE workspace_id = :workspace_id AND id = :id

-- name: grow_import
UPDATE account_imports SET lines = lines + :lines, imported = imported + :imported,
    duplicates = duplicates + :duplicates, rejected = rejected + :rejected,
    first_account_id = COALESCE(first_account_id, CAST(:first_account_id AS BIGINT)),
    last_account_id = COALESCE(CAST(:last_account_id AS BIGINT), last_account_id)
WHERE workspace_id = :workspace_id AND id = :id

-- name: finish_import
UPDATE account_imports SET result = :result, finished_at = :now, upload = CAST(:upload AS TEXT)
WHERE workspace_id = :workspace_id AND id = :id

-- name: mark_import_undone
UPDATE account_imports SET undone_at = :now WHERE workspace_id = :workspace_id AND id = :id

-- name: insert_import_lines
INSERT INTO account_import_lines (workspace_id, import_id, line, outcome, code, username)
SELECT :workspace_id, CAST(:import_id AS BIGINT), CAST(each.value ->> 'l' AS BIGINT), each.value ->> 'o',
    each.value ->> 'c', each.value ->> 'u'
FROM {{each(:rows)}}

-- name: delete_import_lines
DELETE FROM account_import_lines WHERE workspace_id = :workspace_id AND import_id = :import_id

-- name: import_lines
SELECT line, code, username FROM account_import_lines
WHERE workspace_id = :workspace_id AND import_id = :import_id AND line > :after ORDER BY line LIMIT :limit

-- name: rejected_import_lines
SELECT line, code FROM account_import_lines
WHERE workspace_id = :workspace_id AND import_id = :import_id AND outcome = 'rejected' ORDER BY line LIMIT 100

-- name: account_id_by_username
SELECT id FROM accounts WHERE workspace_id = :workspace_id AND username = :username

-- name: imported_accounts
SELECT id FROM accounts
WHERE workspace_id = :workspace_id AND id BETWEEN :first AND :last AND import_id = :import_id ORDER BY id LIMIT :limit

-- name: imported_accounts_changed
-- Automatic assignment of a proxy is no change that a person would miss.
SELECT a.id FROM accounts AS a
WHERE a.workspace_id = :workspace_id AND a.id BETWEEN :first AND :last AND a.import_id = :import_id
    AND (a.lifecycle_state <> 'imported' OR a.trashed_at IS NOT NULL OR a.last_bot_action_at IS NOT NULL
        OR EXISTS (SELECT 1 FROM account_events AS e WHERE e.workspace_id = a.workspace_id
            AND e.account_id = a.id AND e.action <> 'proxy'))
ORDER BY a.id LIMIT :limit

-- name: delete_events_of
DELETE FROM account_events WHERE workspace_id = :workspace_id
    AND account_id IN (SELECT CAST(each.value AS BIGINT) FROM {{each(:ids)}})

-- name: stale_uploads
SELECT workspace_id, id, upload FROM account_imports
WHERE workspace_id > 0 AND upload IS NOT NULL AND finished_at IS NULL AND job_id IS NULL AND created_at < :before LIMIT 100

-- name: forget_upload
UPDATE account_imports SET upload = NULL WHERE workspace_id = :workspace_id AND id = :id

-- name: list_imports
SELECT i.id, i.file_name, i.bytes, i.actor, i.job_id, i.lines, i.imported, i.duplicates, i.rejected, i.created_at,
    i.finished_at, i.undone_at
FROM account_imports AS i WHERE i.workspace_id = :workspace_id AND i.job_id IS NOT NULL

-- name: count_imports
SELECT COUNT(*) FROM account_imports AS i WHERE i.workspace_id = :workspace_id AND i.job_id IS NOT NULL
