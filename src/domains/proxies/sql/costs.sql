-- What proxies cost, now and over time, and how full they are.

-- name: add_cost
INSERT INTO proxy_costs (workspace_id, proxy_id, provider, monthly_cost_cents, currency, valid_from)
VALUES (:workspace_id, :proxy_id, :provider, :monthly_cost_cents, :currency, :now)

-- name: costs_of_proxy
SELECT proxy_id, monthly_cost_cents, currency, valid_from FROM proxy_costs
WHERE workspace_id = :workspace_id AND proxy_id = :proxy_id
ORDER BY valid_from, id

-- name: cost_history
SELECT proxy_id, monthly_cost_cents, currency, valid_from FROM proxy_costs
WHERE workspace_id = :workspace_id
ORDER BY proxy_id, valid_from, id

-- name: cost_totals
SELECT currency, CAST(SUM(monthly_cost_cents) AS BIGINT), COUNT(*), CAST(SUM(account_count) AS BIGINT),
       CAST(SUM(CASE WHEN account_count > 0 THEN monthly_cost_cents ELSE 0 END) AS BIGINT)
FROM proxies WHERE workspace_id = :workspace_id
GROUP BY currency ORDER BY currency

-- name: cost_by_model
SELECT model_id, currency, CAST(SUM(share) AS DOUBLE PRECISION) FROM (
    SELECT accounts.model_id AS model_id, proxies.currency AS currency,
           SUM(1.0 * proxies.monthly_cost_cents / proxies.account_count) AS share
    FROM proxies JOIN accounts ON accounts.workspace_id = proxies.workspace_id AND accounts.proxy_id = proxies.id
    WHERE proxies.workspace_id = :workspace_id AND proxies.assigned_model_id IS NULL AND proxies.account_count > 0
    GROUP BY accounts.model_id, proxies.currency
    UNION ALL
    SELECT assigned_model_id, currency, SUM(1.0 * monthly_cost_cents) FROM proxies
    WHERE workspace_id = :workspace_id AND (assigned_model_id IS NOT NULL OR account_count = 0)
    GROUP BY assigned_model_id, currency) AS shares
GROUP BY model_id, currency
ORDER BY currency, model_id

-- name: use_by_provider
SELECT provider, currency, COUNT(*),
       CAST(SUM(account_count) AS BIGINT),
       CAST(SUM(CASE WHEN status = 'active' THEN max_accounts - account_count ELSE 0 END) AS BIGINT),
       CAST(SUM(monthly_cost_cents) AS BIGINT)
FROM proxies WHERE workspace_id = :workspace_id
GROUP BY provider, currency ORDER BY provider, currency

-- name: use_by_location
SELECT country, city, location, COUNT(*),
       CAST(SUM(account_count) AS BIGINT),
       CAST(SUM(CASE WHEN status = 'active' THEN max_accounts - account_count ELSE 0 END) AS BIGINT)
FROM proxies WHERE workspace_id = :workspace_id
GROUP BY country, city, location ORDER BY country, city, location
