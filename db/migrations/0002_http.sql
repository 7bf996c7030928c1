-- 0002_http: answers of POST requests that carried an Idempotency-Key, kept for 24 hours.
-- workspace_id 0 holds those of callers without a workspace (registration, log-in).
CREATE TABLE idempotency_keys (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    actor TEXT NOT NULL,
    operation TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    node TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done')),
    answer {{blob}},
    created_at BIGINT NOT NULL,
    {{key}},
    UNIQUE (workspace_id, actor, operation, idempotency_key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (workspace_id, created_at);
