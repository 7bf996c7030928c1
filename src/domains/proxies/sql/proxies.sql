-- The proxies themselves: one at a time, as lists, and their slots.

-- name: insert_proxy
INSERT INTO proxies (workspace_id, kind, host, port, username, provider, location, country, city,
                     monthly_cost_cents, currency, status, assigned_model_id, max_accounts, max_concurrent,
                     created_at, updated_at)
VALUES (:workspace_id, :kind, :host, :port, :username, :provider, :location, :country, :city,
        :monthly_cost_cents, :currency, :status, :assigned_model_id, :max_accounts, :max_concurrent, :now, :now)
RETURNING id

-- name: update_proxy
UPDATE proxies SET kind = :kind, host = :host, port = :port, username = :username, provider = :provider,
    location = :location, country = :country, city = :city, monthly_cost_cents = :monthly_cost_cents,
    currency = :currency, status = :status, assigned_model_id = CAST(:assigned_model_id AS BIGINT),
    max_accounts = :max_accounts, max_concurrent = :max_concurrent, version = version + 1, updated_at = :now
WHERE workspace_id = :workspace_id AND id = :id

-- name: set_proxy_password
UPDATE proxies SET password_box = CAST(:password_box AS TEXT) WHERE workspace_id = :workspace_id AND id = :id

-- name: delete_proxy
DELETE FROM proxies WHERE workspace_id = :workspace_id AND id = :id

-- name: record_proxy_test
UPDATE proxies SET status = :status, failed_tests = :failed_tests, last_tested_at = :now,
    latency_ms = CAST(:latency_ms AS BIGINT), exit_address = CAST(:exit_address AS TEXT),
    last_error_message = CAST(:error_message AS TEXT),
    country = CASE WHEN country = '' AND city = '' THEN :exit_country ELSE country END
WHERE workspace_id = :workspace_id AND id = :id

-- name: proxy_failed_tests
SELECT failed_tests FROM proxies WHERE workspace_id = :workspace_id AND id = :id

-- name: proxy_endpoint
SELECT kind, host, port, username, password_box FROM proxies WHERE workspace_id = :workspace_id AND id = :id

-- name: proxy_by_id
SELECT proxies.id, proxies.kind, proxies.host, proxies.port, proxies.username, CAST(CASE WHEN proxies.password_box IS NULL THEN 0 ELSE 1 END AS BIGINT),
       proxies.provider, proxies.location, proxies.country, proxies.city, proxies.monthly_cost_cents,
       proxies.currency, proxies.status, proxies.assigned_model_id, proxies.account_count, proxies.max_accounts,
       proxies.max_concurrent, proxies.last_tested_at, proxies.latency_ms, proxies.exit_address,
       proxies.last_error_message, proxies.version, proxies.created_at, proxies.updated_at
FROM proxies WHERE proxies.workspace_id = :workspace_id AND proxies.id = :id

-- name: proxy_list
SELECT proxies.id, proxies.kind, proxies.host, proxies.port, proxies.username, CAST(CASE WHEN proxies.password_box IS NULL THEN 0 ELSE 1 END AS BIGINT),
       proxies.provider, proxies.location, proxies.country, proxies.city, proxies.monthly_cost_cents,
       proxies.currency, proxies.status, proxies.assigned_model_id, proxies.account_count, proxies.max_accounts,
       proxies.max_concurrent, proxies.last_tested_at, proxies.latency_ms, proxies.exit_address,
       proxies.last_error_message, proxies.version, proxies.created_at, proxies.updated_at
FROM proxies WHERE proxies.workspace_id = :workspace_id

-- name: count_proxy_list
SELECT COUNT(*) FROM proxies WHERE proxies.workspace_id = :workspace_id

-- name: available_list
SELECT proxies.id, proxies.kind, proxies.host, proxies.port, proxies.username, CAST(CASE WHEN proxies.password_box IS NULL THEN 0 ELSE 1 END AS BIGINT),
       proxies.provider, proxies.location, proxies.country, proxies.city, proxies.monthly_cost_cents,
       proxies.currency, proxies.status, proxies.assigned_model_id, proxies.account_count, proxies.max_accounts,
       proxies.max_concurrent, proxies.last_tested_at, proxies.latency_ms, proxies.exit_address,
       proxies.last_error_message, proxies.version, proxies.created_at, proxies.updated_at
FROM proxies
WHERE proxies.workspace_id = :workspace_id AND proxies.status = 'active' AND proxies.account_count < proxies.max_accounts

-- name: count_available_list
SELECT COUNT(*) FROM proxies
WHERE proxies.workspace_id = :workspace_id AND proxies.status = 'active' AND proxies.account_count < proxies.max_accounts

-- name: free_slots
SELECT id, assigned_model_id, max_accounts - account_count FROM proxies
WHERE workspace_id = :workspace_id AND status = 'active' AND account_count < max_accounts AND id > :after
ORDER BY id LIMIT :row_limit

-- The CHECK of the table would refuse too, but a statement that changes fewer rows can name the reason.
-- name: change_slots
UPDATE proxies SET account_count = account_count + CAST(each.value ->> 'delta' AS BIGINT), updated_at = :now
FROM {{each(:changes)}}
WHERE proxies.workspace_id = :workspace_id AND proxies.id = CAST(each.value ->> 'id' AS BIGINT)
  AND proxies.account_count + CAST(each.value ->> 'delta' AS BIGINT) BETWEEN 0 AND proxies.max_accounts

-- name: count_known
SELECT COUNT(*) FROM proxies JOIN {{each(:changes)}} ON proxies.id = CAST(each.value ->> 'id' AS BIGINT)
WHERE proxies.workspace_id = :workspace_id

-- Asked by the schedule, which belongs to no workspace: who has proxies to test.
-- name: workspaces_with_proxies
SELECT DISTINCT workspace_id FROM proxies WHERE workspace_id > :after_workspace_id ORDER BY workspace_id

-- name: proxies_to_test
SELECT id FROM proxies
WHERE workspace_id = :workspace_id AND status <> 'disabled' AND id > :after
ORDER BY id LIMIT :row_limit

-- name: password_boxes
SELECT id, password_box, '' AS name FROM proxies
WHERE workspace_id = :workspace_id AND id > :after AND password_box IS NOT NULL ORDER BY id LIMIT :limit

-- name: put_password_boxes
UPDATE proxies SET password_box = each.box FROM {{rows(:rows: id, box, former)}}
WHERE {{by_id}}proxies.workspace_id = :workspace_id AND proxies.id = CAST(each.id AS BIGINT)
  AND proxies.password_box = each.former
