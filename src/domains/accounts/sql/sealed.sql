-- Sealed columns, for a new master key.

-- name: password_boxes
SELECT id, password_box, username FROM accounts
WHERE workspace_id = :workspace_id AND id > :after AND password_box IS NOT NULL ORDER BY id LIMIT :limit

-- name: put_password_boxes
UPDATE accounts SET password_box = each.box FROM {{rows(:rows: id, box, former)}}
WHERE {{by_id}}accounts.workspace_id = :workspace_id AND accounts.id = CAST(each.id AS BIGINT)
  AND accounts.password_box = each.former

-- name: extra_boxes
SELECT id, extra_box, username FROM accounts
WHERE workspace_id = :workspace_id AND id > :after AND extra_box IS NOT NULL ORDER BY id LIMIT :limit

-- name: put_extra_boxes
UPDATE accounts SET extra_box = each.box FROM {{rows(:rows: id, box, former)}}
WHERE {{by_id}}accounts.workspace_id = :workspace_id AND accounts.id = CAST(each.id AS BIGINT)
  AND accounts.extra_box = each.former

-- name: undo_password_boxes
SELECT id, password_box, username FROM account_undo_rows
WHERE workspace_id = :workspace_id AND id > :after AND password_box IS NOT NULL ORDER BY id LIMIT :limit

-- name: put_undo_password_boxes
UPDATE account_undo_rows SET password_box = each.box FROM {{rows(:rows: id, box, former)}}
WHERE {{by_id}}account_undo_rows.workspace_id = :workspace_id AND account_undo_rows.id = CAST(each.id AS BIGINT)
  AND account_undo_rows.password_box = each.former

-- name: undo_extra_boxes
SELECT id, extra_box, username FROM account_undo_rows
WHERE workspace_id = :workspace_id AND id > :after AND extra_box IS NOT NULL ORDER BY id LIMIT :limit

-- name: put_undo_extra_boxes
UPDATE account_undo_rows SET extra_box = each.box FROM {{rows(:rows: id, box, former)}}
WHERE {{by_id}}account_undo_rows.workspace_id = :workspace_id AND account_undo_rows.id = CAST(each.id AS BIGINT)
  AND account_undo_rows.extra_box = each.former
