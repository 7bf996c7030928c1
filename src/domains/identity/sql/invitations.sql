-- name: invitation_insert
INSERT INTO invitations (workspace_id, email, role, token_hash, invited_by, created_at, expires_at)
VALUES (:workspace_id, :email, :role, :token_hash, :invited_by, :now, :expires_at) RETURNING id

-- name: invitation_by_id
SELECT invitations.id, invitations.email, invitations.role, users.email, invitations.created_at,
    invitations.expires_at, invitations.accepted_at FROM invitations
JOIN users ON users.id = invitations.invited_by
WHERE invitations.workspace_id = :workspace_id AND invitations.id = :id

-- name: invitation_by_hash
SELECT invitations.id, invitations.email, invitations.role, users.email, invitations.created_at,
    invitations.expires_at, invitations.accepted_at FROM invitations
JOIN users ON users.id = invitations.invited_by
WHERE invitations.workspace_id = :workspace_id AND invitations.token_hash = :token_hash

-- name: invitation_accept
UPDATE invitations SET accepted_by = :user_id, accepted_at = :now
WHERE workspace_id = :workspace_id AND id = :id AND accepted_at IS NULL

-- name: invitation_delete
DELETE FROM invitations WHERE workspace_id = :workspace_id AND id = :id

-- name: invitations_list
SELECT invitations.id, invitations.email, invitations.role, users.email, invitations.created_at,
    invitations.expires_at, invitations.accepted_at FROM invitations
JOIN users ON users.id = invitations.invited_by WHERE invitations.workspace_id = :workspace_id

-- name: invitations_count
SELECT COUNT(*) FROM invitations
JOIN users ON users.id = invitations.invited_by WHERE invitations.workspace_id = :workspace_id
