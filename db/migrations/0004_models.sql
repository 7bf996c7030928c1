-- Models: the person or brand that accounts work for.
CREATE TABLE models (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    photo_sha256 TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    archived_at BIGINT,
    {{key}}
);
-- What foreign keys of other tables point at (SQLite needs a unique index, PostgreSQL has its key).
CREATE UNIQUE INDEX models_key ON models (workspace_id, id);
