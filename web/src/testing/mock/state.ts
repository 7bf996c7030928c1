// state.ts: what the stand-in remembers: one demonstration workspace made of arithmetic, so that a million rows cost nothing.
import type { WebSocket } from "ws";
import type { Schemas } from "../../api/types";

export type MockAccount = Schemas["Account"];

const STATES: MockAccount["lifecycle_state"][] = ["imported", "warming_up", "warming_up", "ready", "assigned", "assigned", "cleanup", "disabled"];
const FIRST = ["mira", "leon", "ada", "nora", "finn", "lola", "ines", "theo", "yuna", "kira", "milo", "vera"];
const LAST = ["travels", "fit", "paints", "cooks", "runs", "studio", "daily", "frames", "notes", "light"];
const MODEL_NAMES = ["Mira Holt", "Lola Vance", "Ada Nyström"];
const CITIES = [["Germany", "Berlin"], ["France", "Lyon"], ["Spain", "Valencia"], ["United States", "Austin"]] as const;
const START = Date.UTC(2026, 9, 1);

export const ACCOUNT_COUNT = Number(process.env.MOCK_ACCOUNTS ?? 1_000_000);

export const MODELS = MODEL_NAMES.map((name, index) => ({
  id: index + 1, name, description: "Travel and slow mornings", photo_url: null, accounts: 640 + index * 87,
  counts: { imported: 40, warming_up: 120 + index, ready: 80, assigned: 380, cleanup: 12, disabled: 8 },
  alerts: { requires_review: index * 3, without_proxy: index }, created_at: new Date(START).toISOString(),
  updated_at: new Date(START).toISOString(), archived_at: null,
}));

export class MockServer {
  readonly proxy_edits = new Map<number, object>();
  readonly sockets = new Set<WebSocket>();
  readonly edits = new Map<number, Partial<MockAccount>>();
  readonly preferences = new Map<string, unknown>();
  readonly jobs = new Map<number, { started: number; title: string; ms: number; cancelled: boolean; result: unknown }>();
  logged_in = true;
  private seq = 0;

  reset(): void {
    this.edits.clear();
    this.proxy_edits.clear();
    this.preferences.clear();
    this.logged_in = true;
  }

  account(id: number): MockAccount {
    const state = STATES[(id * 7) % STATES.length] ?? "imported";
    const broken = state === "warming_up" && id % 11 === 0;
    const model = state === "imported" ? null : id % MODEL_NAMES.length;
    const done = state === "ready" || state === "assigned" || state === "cleanup";
    const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
    const acted = state === "imported" ? null : at((id * 977) % 4_000_000);
    return {
      id,
      username: `${FIRST[id % FIRST.length]}.${LAST[Math.floor(id / 3) % LAST.length]}.${id}`,
      email: id % 9 === 0 ? null : `${FIRST[id % FIRST.length]}${id}@example.com`,
      lifecycle_state: state,
      disabled_from: state === "disabled" ? "assigned" : null,
      warmup_step: state === "warming_up" ? (id % 5) + 1 : null,
      cleanup_step: state === "cleanup" ? (id % 5) + 1 : null,
      retry_count: broken ? 3 : 0,
      due_at: state === "warming_up" ? at(6_000_000) : null,
      warmup_started_at: acted,
      warmup_completed_at: done ? acted : null,
      requires_human_review: broken,
      last_error_code: broken ? "checkpoint" : null,
      last_error_message: broken ? "checkpoint required: the account must confirm its phone number" : null,
      last_error_at: broken ? acted : null,
      last_bot_action_by: acted === null ? null : `bot_${id % 7}`,
      last_bot_action_at: acted,
      model_id: model === null ? null : model + 1,
      assigned_to_model_at: state === "assigned" ? acted : null,
      content_model_id: null,
      cleanup_target_model_id: null,
      proxy_id: id % 13 === 0 ? null : (Math.ceil(id / 3) % 240) + 1,
      proxy_assigned_at: null,
      proxy_hold: false,
      connection_id: null,
      tags: id % 4 === 0 ? ["de", "vip"] : [],
      import_id: 1,
      trashed_at: null,
      version: 1,
      created_at: at(id),
      updated_at: at(id),
      has_password: true,
      has_extra: id % 3 === 0,
      ...this.edits.get(id),
    };
  }

  proxy(id: number) {
    const [country, city] = CITIES[id % CITIES.length] ?? ["", ""];
    const failing = id % 17 === 0;
    return {
      id, kind: id % 5 === 0 ? "socks5" : "http", host: `10.${id % 9}.${id % 200}.${(id * 7) % 250}`, port: 8000 + (id % 40),
      username: `user${id}`, has_password: true, provider: ["Northproxy", "Hexanet"][id % 2] ?? "", location: "", country, city,
      monthly_cost_cents: 200 + (id % 5) * 50, currency: "USD", status: failing ? "failing" : id % 31 === 0 ? "disabled" : "active",
      assigned_model_id: null, account_count: id % 4, max_accounts: 3, free: 3 - (id % 4), max_concurrent: 1,
      last_tested_at: new Date(Date.now() - id * 60_000).toISOString(), latency_ms: failing ? null : 80 + (id * 13) % 300,
      exit_address: `10.9.${id % 200}.1`, last_error_message: failing ? "407 Proxy Authentication Required" : null,
      created_at: new Date(START).toISOString(), updated_at: new Date(START).toISOString(), ...this.proxy_edits.get(id),
    };
  }

  before: Partial<MockAccount> = {};
  private readonly undos = new Map<number, { id: number; edits: Partial<MockAccount> }>();

  /** Keeps what stood before the last edit, for its undo. */
  remember(id: number): number {
    const undo_id = this.undos.size + 100;
    this.undos.set(undo_id, { id, edits: this.before });
    return undo_id;
  }

  swap(undo_id: number): void {
    const undo = this.undos.get(undo_id);
    if (undo === undefined) return;
    const now = this.edits.get(undo.id) ?? {};
    this.edits.set(undo.id, undo.edits);
    this.undos.set(undo_id, { id: undo.id, edits: now });
    this.publish({ topic: "accounts", kind: "updated", ids: [undo.id] });
  }

  publish(frame: Record<string, unknown>): void {
    this.seq += 1;
    for (const socket of this.sockets) socket.send(JSON.stringify({ seq: this.seq, ...frame }));
  }
}
