-- name: installation_value
SELECT value FROM installation WHERE name = :name

-- name: put_installation_value
INSERT INTO installation (name, value, changed_at) VALUES (:name, :value, :now)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at

-- name: schema_version
SELECT COALESCE(MAX(number), 0) FROM schema_migrations

-- name: installation_tables
-- each engine has a catalogue of its own
-- sqlite:
SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'installation'
-- postgres:
SELECT COUNT(*) FROM pg_tables WHERE schemaname = CURRENT_SCHEMA() AND tablename = 'installation'

-- name: installation_values
SELECT name, value FROM installation ORDER BY name
