-- Pictures and texts per model, and what bots hold of them.
CREATE TABLE content_items (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    model_id BIGINT NOT NULL,
    content_type TEXT NOT NULL CHECK (content_type IN ('pfp', 'post', 'highlight', 'story', 'any')),
    file_name TEXT NOT NULL,
    upload_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    mime TEXT NOT NULL CHECK (mime IN ('image/jpeg', 'image/png', 'image/webp')),
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    text_content TEXT,
    order_priority BIGINT NOT NULL DEFAULT 0,
    usage_count BIGINT NOT NULL DEFAULT 0,
    reserved_count BIGINT NOT NULL DEFAULT 0 CHECK (reserved_count >= 0),
    template_id BIGINT,
    is_template BIGINT NOT NULL DEFAULT 0 CHECK (is_template IN (0, 1)),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    FOREIGN KEY (workspace_id, model_id) REFERENCES models (workspace_id, id),
    {{key}}
);
-- The same bytes once per model (a deleted item that a bot still holds does not count).
CREATE UNIQUE INDEX content_items_upload ON content_items (workspace_id, model_id, upload_sha256) WHERE deleted_at IS NULL;
CREATE INDEX content_items_choice ON content_items (workspace_id, model_id, content_type) WHERE deleted_at IS NULL;
CREATE INDEX content_items_file ON content_items (workspace_id, sha256);

CREATE TABLE content_texts (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    model_id BIGINT NOT NULL,
    content_type TEXT NOT NULL CHECK (content_type IN ('bio', 'post', 'story', 'highlight')),
    text_content TEXT NOT NULL,
    order_priority BIGINT NOT NULL DEFAULT 0,
    usage_count BIGINT NOT NULL DEFAULT 0,
    reserved_count BIGINT NOT NULL DEFAULT 0 CHECK (reserved_count >= 0),
    template_id BIGINT,
    is_template BIGINT NOT NULL DEFAULT 0 CHECK (is_template IN (0, 1)),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    FOREIGN KEY (workspace_id, model_id) REFERENCES models (workspace_id, id),
    {{key}}
);
CREATE INDEX content_texts_choice ON content_texts (workspace_id, model_id, content_type) WHERE deleted_at IS NULL;

-- What one task holds, gone once the task ended. reserved_count above is the number of these rows.
CREATE TABLE content_reservations (
    id {{id}},
    workspace_id BIGINT NOT NULL,
    task_id TEXT NOT NULL,
    content_id BIGINT,
    text_id BIGINT,
    text_content TEXT,
    created_at BIGINT NOT NULL,
    {{key}}
);
CREATE UNIQUE INDEX content_reservations_task ON content_reservations (workspace_id, task_id);
