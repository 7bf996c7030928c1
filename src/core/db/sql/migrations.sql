-- The migrator's own table, and the question of /readyz.

-- name: create_migrations_table
CREATE TABLE IF NOT EXISTS schema_migrations (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
);

-- name: list_migrations
SELECT number, name, checksum FROM schema_migrations ORDER BY number;

-- name: insert_migration
INSERT INTO schema_migrations (number, name, checksum) VALUES (:number, :name, :checksum);

-- name: ping
SELECT 1;
