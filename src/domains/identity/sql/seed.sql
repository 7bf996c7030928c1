-- seed.sql: what only the demonstration asks of people.

-- name: withdraw_open_owner_invitations
DELETE FROM invitations
WHERE workspace_id = :workspace_id AND role = 'owner' AND email IS NULL AND accepted_at IS NULL
