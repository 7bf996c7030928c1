// fixtures.ts: the stand-in's settings, people and an import.
import type { Schemas } from "../../api/types";

const AT = "2026-11-20T10:00:00.000Z";
const page = <Row>(items: Row[]) => ({ items, total: items.length, total_is_estimate: false, next_cursor: null });

export const SETTINGS: Schemas["WorkspaceSettings"] = {
  time_zone: "Europe/Berlin",
  warmup: {
    auto_start: true, require_proxy: true, gap_s: 14_400, hours: { from: "08:00", to: "22:00" }, cap_per_account_day: 3,
    cap_per_proxy_day: 9, max_retries: 3, backoff_base_s: 60, backoff_max_s: 3600, lease_s: 600,
  },
  outreach: { daily_selection_target: 14_400, num_va_tables: 80, profiles_per_table: 180, low_pool_days: 2 },
  airtable: { bases: [], token_set: false },
};

export const MEMBERS: Schemas["MemberList"] = page([
  { id: 1, email: "dana@example.com", name: "Dana Reyes", role: "owner" as const, joined_at: AT },
  { id: 2, email: "jo@example.com", name: "Jo Lindqvist", role: "manager" as const, joined_at: AT },
]);

export const SESSIONS: Schemas["SessionList"] = page([
  { id: 1, address: "127.0.0.1", user_agent: "Chromium 156 on Debian", created_at: AT, last_used_at: AT, expires_at: AT, current: true },
  { id: 2, address: "127.0.0.1", user_agent: "Firefox on a phone", created_at: AT, last_used_at: AT, expires_at: AT, current: false },
]);

export const PREVIEW: Schemas["AccountImportPreview"] = {
  import_id: 5, file_name: "accounts.csv", bytes: 48_211_034, encoding: "utf8", delimiter: ",", header: true,
  columns: ["username", "password", "email", "phone"],
  rows: Array.from({ length: 20 }, (_, i) => ({
    line: i + 2,
    fields: [`mira.travels.${i}`, "••••••••", i === 6 ? "not-an-address" : `mira${i}@example.com`, "••••"],
    code: i === 6 ? "invalid_email" : null,
    message: i === 6 ? "The e-mail is not an address." : null,
  })),
};

export const IMPORT_RESULT: Schemas["AccountImportResult"] = {
  import_id: 5, dry_run: true, lines: 1_000_000, imported: 998_120, duplicates: 1_640, rejected: 240, proxies_assigned: 600,
  without_proxy: 997_520, report_url: "/api/accounts/imports/5/report", undo_id: 9,
  rejected_lines: [{ line: 8, code: "invalid_email", message: "The e-mail is not an address." }],
};
