-- Imports of proxy files: set-based, one batch of lines per transaction.

-- name: insert_import
INSERT INTO proxy_imports (workspace_id, file_name, file_path, user_id, options, created_at)
VALUES (:workspace_id, :file_name, :file_path, :user_id, :options, :now)
RETURNING id

-- name: import_by_id
SELECT id, file_name, file_path, options, lines, imported, duplicates, rejected, created_at, finished_at
FROM proxy_imports WHERE workspace_id = :workspace_id AND id = :id

-- name: count_import
UPDATE proxy_imports SET lines = :lines, imported = :imported, duplicates = :duplicates, rejected = :rejected
WHERE workspace_id = :workspace_id AND id = :id

-- name: finish_import
UPDATE proxy_imports SET finished_at = :now, file_path = NULL WHERE workspace_id = :workspace_id AND id = :id

-- name: import_proxies
INSERT INTO proxies (workspace_id, kind, host, port, username, provider, location, country, city,
                     monthly_cost_cents, currency, max_accounts, max_concurrent, import_id, created_at, updated_at)
SELECT CAST(:workspace_id AS BIGINT), each.value ->> 'kind', each.value ->> 'host', CAST(each.value ->> 'port' AS BIGINT),
       each.value ->> 'username', each.value ->> 'provider', each.value ->> 'location', each.value ->> 'country',
       each.value ->> 'city', CAST(each.value ->> 'monthly_cost_cents' AS BIGINT), each.value ->> 'currency',
       CAST(each.value ->> 'max_accounts' AS BIGINT), CAST(each.value ->> 'max_concurrent' AS BIGINT),
       CAST(:import_id AS BIGINT), CAST(:now AS BIGINT), CAST(:now AS BIGINT)
FROM {{each(:rows)}}
WHERE 1 = 1
ON CONFLICT (workspace_id, kind, host, port, username) DO NOTHING
RETURNING id, kind, host, port, username

-- name: seal_imported
UPDATE proxies SET password_box = each.value ->> 'box'
FROM {{each(:rows)}}
WHERE proxies.workspace_id = :workspace_id AND proxies.id = CAST(each.value ->> 'id' AS BIGINT)

-- name: cost_imported
INSERT INTO proxy_costs (workspace_id, proxy_id, provider, monthly_cost_cents, currency, valid_from)
SELECT proxies.workspace_id, proxies.id, proxies.provider, proxies.monthly_cost_cents, proxies.currency, CAST(:now AS BIGINT)
FROM proxies JOIN {{each(:rows)}} ON proxies.id = CAST(each.value ->> 'id' AS BIGINT)
WHERE proxies.workspace_id = :workspace_id

-- name: known_addresses
SELECT proxies.kind, proxies.host, proxies.port, proxies.username, COALESCE(proxies.import_id, 0)
FROM proxies JOIN {{each(:rows)}}
  ON proxies.kind = each.value ->> 'kind' AND proxies.host = each.value ->> 'host'
 AND proxies.port = CAST(each.value ->> 'port' AS BIGINT) AND proxies.username = each.value ->> 'username'
WHERE proxies.workspace_id = :workspace_id

-- name: add_import_lines
INSERT INTO proxy_import_lines (workspace_id, import_id, line, outcome, code, message)
SELECT CAST(:workspace_id AS BIGINT), CAST(:import_id AS BIGINT), CAST(each.value ->> 'line' AS BIGINT),
       each.value ->> 'outcome', each.value ->> 'code', each.value ->> 'message'
FROM {{each(:rows)}}
WHERE 1 = 1
ON CONFLICT (workspace_id, import_id, line) DO NOTHING

-- name: import_lines
SELECT line, outcome, code, message FROM proxy_import_lines
WHERE workspace_id = :workspace_id AND import_id = :import_id AND line > :after
ORDER BY line LIMIT :row_limit

-- name: rejected_lines
SELECT line, outcome, code, message FROM proxy_import_lines
WHERE workspace_id = :workspace_id AND import_id = :import_id AND outcome = 'rejected'
ORDER BY line LIMIT :row_limit
