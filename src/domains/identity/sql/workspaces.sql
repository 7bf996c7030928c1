-- name: workspace_insert
INSERT INTO workspaces (name, settings, created_at, updated_at)
VALUES (:name, :settings, :now, :now) RETURNING id

-- name: workspaces_exist
SELECT COUNT(*) FROM (SELECT 1 FROM workspaces LIMIT 1) AS first_workspace

-- name: workspace_by_id
SELECT id, name, created_at FROM workspaces WHERE id = :workspace_id

-- name: workspaces_by_name
SELECT id, name, created_at FROM workspaces WHERE name = :name ORDER BY id LIMIT 2

-- name: workspace_set_name
UPDATE workspaces SET name = :name, updated_at = :now WHERE id = :workspace_id

-- name: workspace_settings
SELECT settings FROM workspaces WHERE id = :workspace_id

-- name: workspace_token_set
SELECT CASE WHEN airtable_token IS NULL THEN 0 ELSE 1 END FROM workspaces WHERE id = :workspace_id

-- name: workspace_set_settings
UPDATE workspaces SET settings = :settings, updated_at = :now WHERE id = :workspace_id

-- name: workspace_set_airtable_token
UPDATE workspaces SET airtable_token = :airtable_token WHERE id = :workspace_id

-- name: workspaces_of_user
SELECT workspaces.id, workspaces.name, members.role FROM members
JOIN workspaces ON workspaces.id = members.workspace_id
WHERE members.user_id = :user_id ORDER BY workspaces.name, workspaces.id

-- name: member_insert
INSERT INTO members (workspace_id, user_id, role, created_at)
VALUES (:workspace_id, :user_id, :role, :now)

-- name: member_by_user
SELECT users.id, users.email, users.name, members.role, members.created_at FROM members
JOIN users ON users.id = members.user_id
WHERE members.workspace_id = :workspace_id AND members.user_id = :user_id

-- name: member_set_role
UPDATE members SET role = :role WHERE workspace_id = :workspace_id AND user_id = :user_id

-- name: member_delete
DELETE FROM members WHERE workspace_id = :workspace_id AND user_id = :user_id

-- name: owners_count
SELECT COUNT(*) FROM members WHERE workspace_id = :workspace_id AND role = 'owner'

-- name: members_list
SELECT users.id, users.email, users.name, members.role, members.created_at FROM members
JOIN users ON users.id = members.user_id WHERE members.workspace_id = :workspace_id

-- name: members_count
SELECT COUNT(*) FROM members
JOIN users ON users.id = members.user_id WHERE members.workspace_id = :workspace_id

-- name: all_workspaces
SELECT id FROM workspaces ORDER BY id

-- name: airtable_boxes
SELECT id, airtable_token, '' AS name FROM workspaces
WHERE id = :workspace_id AND id > :after AND airtable_token IS NOT NULL ORDER BY id LIMIT :limit

-- name: put_airtable_box
UPDATE workspaces SET airtable_token = :box WHERE id = :workspace_id AND id = :id AND airtable_token = :former
