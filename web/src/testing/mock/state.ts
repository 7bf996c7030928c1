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
const MODELS = ["Mira Holt", "Lola Vance", "Ada Nyström"];
const START = Date.UTC(2026, 9, 1);

export const ACCOUNT_COUNT = Number(process.env.MOCK_ACCOUNTS ?? 1_000_000);

export class MockServer {
  readonly sockets = new Set<WebSocket>();
  readonly edits = new Map<number, Partial<MockAccount>>();
  readonly preferences = new Map<string, unknown>();
  readonly jobs = new Map<number, { started: number; title: string; ms: number; cancelled: boolean; result: unknown }>();
  logged_in = true;
  private seq = 0;

  account(id: number): MockAccount {
    const state = STATES[(id * 7) % STATES.length] ?? "imported";
    const broken = state === "warming_up" && id % 11 === 0;
    const model = state === "imported" ? null : id % MODELS.length;
    return {
      id,
      username: `${FIRST[id % FIRST.length]}.${LAST[Math.floor(id / 3) % LAST.length]}.${id}`,
      email: id % 9 === 0 ? null : `${FIRST[id % FIRST.length]}${id}@example.com`,
      lifecycle_state: state,
      warmup_step: state === "warming_up" ? (id % 5) + 1 : null,
      model_id: model === null ? null : model + 1,
      model_name: model === null ? null : (MODELS[model] ?? null),
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

  publish(frame: Record<string, unknown>): void {
    this.seq += 1;
    for (const socket of this.sockets) socket.send(JSON.stringify({ seq: this.seq, ...frame }));
  }
}
