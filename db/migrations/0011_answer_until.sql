-- Answers that hold a secret shown once are kept for minutes, not for as long as their key (null: as long as the key).
ALTER TABLE idempotency_keys ADD COLUMN answer_until BIGINT;
CREATE INDEX idempotency_keys_by_answer ON idempotency_keys (workspace_id, answer_until);
