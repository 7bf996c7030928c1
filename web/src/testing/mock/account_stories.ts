// account_stories.ts: what happened to the stand-in's accounts: counts, timeline, attempts, gestures.
import type { MockAccount } from "./state";

const AT = "2026-11-20T10:00:00.000Z";
const page = (items: unknown[]) => ({ items, total: items.length, total_is_estimate: false, next_cursor: null });

export const STATS = {
  total: 1_000_000,
  by_state: { imported: 125_000, warming_up: 250_000, ready: 125_000, assigned: 250_000, cleanup: 125_000, disabled: 125_000 },
  by_warmup_step: { 1: 50_000, 2: 50_000, 3: 50_000, 4: 50_000, 5: 50_000 },
  by_cleanup_step: {},
  requires_review: 22_727,
  without_proxy: 76_923,
  trashed: 12,
  models: [],
};

export const UNDOS = [
  { id: 7, aspect: "assign", label: "Assigned to Mira Holt", accounts: 120, actor: "Dana Reyes", created_at: AT, expires_at: AT, undone_at: null },
];

export function events(account: MockAccount) {
  const who = { actor_kind: "user", actor: "Dana Reyes", detail: {} };
  return page([
    { id: 3, at: AT, action: "accounts.lifecycle", from_state: "warming_up", to_state: account.lifecycle_state, reason: "Checked by hand", ...who },
    { id: 2, at: AT, action: "accounts.reassign", from_state: null, to_state: null, reason: null, ...who, detail: { model: "Mira Holt" } },
    { id: 0, at: account.created_at, action: "accounts.import", from_state: null, to_state: "imported", reason: null, ...who },
  ]);
}

export function attempts(account: MockAccount) {
  const done = { kind: "warmup", status: "completed", attempt: 1, bot_id: "bot_3", started_at: AT, completed_at: AT, error_code: null, error_message: null, execution_time_ms: 42_300, evidence: [], created_at: AT };
  const failed = { ...done, status: "requires_review", attempt: 4, error_code: account.last_error_code, error_message: account.last_error_message };
  return page([
    { id: 2, step_number: 2, step_name: "change_bio", ...(account.requires_human_review ? failed : done) },
    { id: 1, step_number: 1, step_name: "change_pfp", ...done },
  ]);
}
