// state.ts: what the stand-in remembers: one demonstration workspace made of arithmetic, so that a million rows cost nothing.
import type { WebSocket } from "ws";

export interface MockAccount {
  id: number;
  username: string;
  email: string | null;
  lifecycle_state: string;
  warmup_step: number | null;
  model_id: number | null;
  model_name: string | null;
  proxy_id: number | null;
  proxy_label: string | null;
  requires_human_review: boolean;
  retry_count: number;
  last_error_message: string | null;
  last_bot_action_at: string | null;
  created_at: string;
}

const STATES = ["imported", "warming_up", "warming_up", "ready", "assigned", "assigned", "cleanup", "disabled"];
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
    return {
      id,
      username: `${FIRST[id % FIRST.length]}.${LAST[Math.floor(id / 3) % LAST.length]}.${id}`,
      email: id % 9 === 0 ? null : `${FIRST[id % FIRST.length]}${id}@example.com`,
      lifecycle_state: state,
      warmup_step: state === "warming_up" ? (id % 5) + 1 : null,
      model_id: model === null ? null : model + 1,
      model_name: model === null ? null : (MODEL_NAMES[model] ?? null),
      proxy_id: id % 13 === 0 ? null : Math.ceil(id / 3),
      proxy_label: id % 13 === 0 ? null : `10.0.${id % 200}.${id % 250}:8000`,
      requires_human_review: broken,
      retry_count: broken ? 3 : 0,
      last_error_message: broken ? "checkpoint required: the account must confirm its phone number" : null,
      last_bot_action_at: state === "imported" ? null : new Date(START + ((id * 977) % 4_000_000) * 1000).toISOString(),
      created_at: new Date(START + id * 1000).toISOString(),
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

  publish(frame: Record<string, unknown>): void {
    this.seq += 1;
    for (const socket of this.sockets) socket.send(JSON.stringify({ seq: this.seq, ...frame }));
  }
}
