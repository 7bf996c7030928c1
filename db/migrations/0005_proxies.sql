-- Proxies, what they cost over time, and their imports.
CREATE TABLE proxies (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('http', 'socks5')),
    host TEXT NOT NULL,
    port BIGINT NOT NULL CHECK (port BETWEEN 1 AND 65535),
    username TEXT NOT NULL DEFAULT '',
    password_box TEXT,                          -- sealed, base64 (null: none)
    provider TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    monthly_cost_cents BIGINT NOT NULL DEFAULT 0 CHECK (monthly_cost_cents >= 0),
    currency TEXT NOT NULL DEFAULT 'USD',
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'failing', 'disabled')),
    assigned_model_id BIGINT,
    account_count BIGINT NOT NULL DEFAULT 0,
    max_accounts BIGINT NOT NULL DEFAULT 3,
    max_concurrent BIGINT NOT NULL DEFAULT 1 CHECK (max_concurrent >= 1),
    last_tested_at BIGINT,
    latency_ms BIGINT,
    exit_address TEXT,
    last_error_message TEXT,
    failed_tests BIGINT NOT NULL DEFAULT 0,      -- in a row
    import_id BIGINT,                           -- the import that made it, to tell duplicates inside a file
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    CHECK (account_count BETWEEN 0 AND max_accounts),
    FOREIGN KEY (workspace_id, assigned_model_id) REFERENCES models (workspace_id, id),
    {{key}}
);
CREATE UNIQUE INDEX proxies_key ON proxies (workspace_id, id);
CREATE UNIQUE INDEX proxies_address ON proxies (workspace_id, kind, host, port, username);
-- Automatic assignment walks this one in the order of ids.
CREATE INDEX proxies_free ON proxies (workspace_id, id) WHERE status = 'active' AND account_count < max_accounts;

-- The monthly price from a point in time on. It stays when the proxy is deleted (a row of 0 ends it).
CREATE TABLE proxy_costs (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    proxy_id BIGINT NOT NULL,
    provider TEXT NOT NULL,
    monthly_cost_cents BIGINT NOT NULL,
    currency TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    {{key}}
);
CREATE INDEX proxy_costs_of_proxy ON proxy_costs (workspace_id, proxy_id, valid_from);

CREATE TABLE proxy_imports (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    file_path TEXT,
    user_id BIGINT NOT NULL,
    options TEXT NOT NULL,
    lines BIGINT NOT NULL DEFAULT 0,
    imported BIGINT NOT NULL DEFAULT 0,
    duplicates BIGINT NOT NULL DEFAULT 0,
    rejected BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    {{key}}
);
CREATE UNIQUE INDEX proxy_imports_key ON proxy_imports (workspace_id, id);

-- The lines that were not imported, with the reason. The report reads them in order.
CREATE TABLE proxy_import_lines (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('duplicate', 'rejected')),
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    FOREIGN KEY (workspace_id, import_id) REFERENCES proxy_imports (workspace_id, id),
    {{key}}
);
CREATE UNIQUE INDEX proxy_import_lines_order ON proxy_import_lines (workspace_id, import_id, line);
