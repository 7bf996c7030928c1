-- How many accounts there are of each sort, kept true by triggers: the cards of a workspace with a
-- million accounts read a few rows. Two files because trigger syntax differs between the engines.
-- A new account is counted by the statement that inserts it (accounts/sql: count_new_accounts).
-- Triggers run once per statement over its transition tables, so that mass changes stay set-based.

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
) WITH (fillfactor = 50);

CREATE FUNCTION accounts_recount_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_counts AS counted
    SELECT workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed, SUM(change)
    FROM (
        SELECT workspace_id, COALESCE(model_id, 0) AS model_id, lifecycle_state,
            COALESCE(warmup_step, cleanup_step, 0) AS step, requires_human_review AS review,
            CASE WHEN proxy_id IS NULL THEN 0 ELSE 1 END AS with_proxy,
            CASE WHEN trashed_at IS NULL THEN 0 ELSE 1 END AS trashed, -1 AS change
        FROM old_rows
        UNION ALL
        SELECT workspace_id, COALESCE(model_id, 0), lifecycle_state,
            COALESCE(warmup_step, cleanup_step, 0), requires_human_review,
            CASE WHEN proxy_id IS NULL THEN 0 ELSE 1 END,
            CASE WHEN trashed_at IS NULL THEN 0 ELSE 1 END, 1
        FROM new_rows
    ) AS changes
    GROUP BY workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed
    HAVING SUM(change) <> 0
    ON CONFLICT (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed)
    DO UPDATE SET accounts = counted.accounts + excluded.accounts;
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_recount_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_counts AS counted
    SELECT workspace_id, COALESCE(model_id, 0), lifecycle_state, COALESCE(warmup_step, cleanup_step, 0),
        requires_human_review, CASE WHEN proxy_id IS NULL THEN 0 ELSE 1 END,
        CASE WHEN trashed_at IS NULL THEN 0 ELSE 1 END, -COUNT(*)
    FROM old_rows GROUP BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (workspace_id, model_id, lifecycle_state, step, review, with_proxy, trashed)
    DO UPDATE SET accounts = counted.accounts + excluded.accounts;
    RETURN NULL;
END $$;

CREATE TRIGGER accounts_counted_update AFTER UPDATE ON accounts
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_recount_update();
CREATE TRIGGER accounts_counted_delete AFTER DELETE ON accounts
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION accounts_recount_delete();
