-- How many accounts there are of each sort, kept true by triggers: the cards of a workspace with a
-- million accounts read a few rows. Two files because trigger syntax differs between the engines.
-- A new account is counted by the statement that inserts it (accounts/sql: count_new_accounts): once
-- for a batch is much cheaper than once for a row.

CREATE TABLE account_counts (
    workspace_id BIGINT NOT NULL,
    model_id BIGINT NOT NULL,         -- 0: none
    lifecycle_state TEXT NOT NULL,
    step BIGINT NOT NULL,             -- warmup_step, or cleanup_step in cleanup; 0: none
    review BIGINT NOT NULL,
    with_proxy BIGINT NOT NULL,
    trashed BIGINT NOT NULL,
    accounts BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed)
) WITHOUT ROWID;

CREATE TRIGGER accounts_counted_update
AFTER UPDATE OF model_id, lifecycle_state, warmup_step, cleanup_step, requires_human_review, proxy_id, trashed_at ON accounts
WHEN old.model_id IS NOT new.model_id OR old.lifecycle_state <> new.lifecycle_state
    OR old.warmup_step IS NOT new.warmup_step OR old.cleanup_step IS NOT new.cleanup_step
    OR old.requires_human_review <> new.requires_human_review
    OR (old.proxy_id IS NULL) <> (new.proxy_id IS NULL) OR (old.trashed_at IS NULL) <> (new.trashed_at IS NULL)
BEGIN
    UPDATE account_counts SET accounts = accounts - 1
    WHERE workspace_id = old.workspace_id AND model_id = COALESCE(old.model_id, 0)
        AND lifecycle_state = old.lifecycle_state AND step = COALESCE(old.warmup_step, old.cleanup_step, 0)
        AND review = old.requires_human_review AND with_proxy = (old.proxy_id IS NOT NULL)
        AND trashed = (old.trashed_at IS NOT NULL);
    INSERT INTO account_counts (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed, accounts)
    VALUES (new.workspace_id, COALESCE(new.model_id, 0), new.lifecycle_state,
        COALESCE(new.warmup_step, new.cleanup_step, 0), new.requires_human_review,
        new.proxy_id IS NOT NULL, new.trashed_at IS NOT NULL, 1)
    ON CONFLICT (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed)
    DO UPDATE SET accounts = account_counts.accounts + 1;
END;

CREATE TRIGGER accounts_counted_delete AFTER DELETE ON accounts
BEGIN
    UPDATE account_counts SET accounts = accounts - 1
    WHERE workspace_id = old.workspace_id AND model_id = COALESCE(old.model_id, 0)
        AND lifecycle_state = old.lifecycle_state AND step = COALESCE(old.warmup_step, old.cleanup_step, 0)
        AND review = old.requires_human_review AND with_proxy = (old.proxy_id IS NOT NULL)
        AND trashed = (old.trashed_at IS NOT NULL);
END;
