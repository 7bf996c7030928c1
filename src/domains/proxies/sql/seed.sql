-- seed.sql: what only the demonstration asks of proxies.

-- name: any_proxy
SELECT COUNT(*) FROM (SELECT 1 FROM proxies WHERE workspace_id = :workspace_id LIMIT 1) AS first_proxy

-- name: seed_proxy_states
-- Tests as they went. Only a proxy that nobody changed since it was imported: a second run does nothing.
UPDATE proxies SET status = n.status, last_tested_at = CAST(:now AS BIGINT), latency_ms = n.latency_ms,
    exit_address = n.exit_address, last_error_message = n.error_message, failed_tests = n.failed_tests,
    assigned_model_id = n.model_id
FROM (SELECT each.value ->> 'username' AS username, each.value ->> 'status' AS status,
        CAST(each.value ->> 'latency_ms' AS BIGINT) AS latency_ms, each.value ->> 'exit_address' AS exit_address,
        each.value ->> 'error_message' AS error_message, CAST(each.value ->> 'failed_tests' AS BIGINT) AS failed_tests,
        CAST(each.value ->> 'model_id' AS BIGINT) AS model_id
    FROM {{each(:rows)}}) AS n
WHERE proxies.workspace_id = :workspace_id AND proxies.username = n.username AND proxies.version = 1

-- name: move_proxies
-- The stand-in listens on another port than the last time.
UPDATE proxies SET port = :port
WHERE workspace_id = :workspace_id AND host = :host AND port <> :port AND import_id IS NOT NULL
