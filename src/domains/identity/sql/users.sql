-- name: user_insert
INSERT INTO users (email, name, password_hash, created_at, updated_at)
VALUES (:email, :name, :password_hash, :now, :now) RETURNING id

-- name: user_by_email
SELECT id, email, name, created_at, password_hash FROM users WHERE email = :email

-- name: user_by_id
SELECT id, email, name, created_at, password_hash FROM users WHERE id = :id

-- name: users_exist
SELECT COUNT(*) FROM (SELECT 1 FROM users LIMIT 1) AS first_user

-- name: user_set_name
UPDATE users SET name = :name, updated_at = :now WHERE id = :id

-- name: user_set_password
UPDATE users SET password_hash = :password_hash, updated_at = :now WHERE id = :id

-- name: owner_link_insert
INSERT INTO owner_links (token_hash, created_at) VALUES (:token_hash, :now)

-- name: owner_link_exists
SELECT COUNT(*) FROM owner_links WHERE token_hash = :token_hash

-- name: owner_links_keep_newest
DELETE FROM owner_links WHERE token_hash NOT IN
    (SELECT token_hash FROM owner_links ORDER BY created_at DESC LIMIT 20)

-- name: owner_links_delete
DELETE FROM owner_links
