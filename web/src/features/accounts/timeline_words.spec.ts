// timeline_words.spec.ts: events of an account read as sentences, not as records.
import { expect, test } from "vitest";
import type { AccountEvent } from "./queries";
import { detail_words, event_title, event_tone } from "./timeline_words";

const NAMES = { model: (id: number) => (id === 4 ? "Mira Solane" : undefined), bot: (id: string) => id };
const event = (over: Partial<AccountEvent>): AccountEvent => ({
  id: 1, at: "2026-11-21T10:00:00Z", action: "edited", from_state: null, to_state: null, actor_kind: "user", actor: "ines@example.com", reason: null, detail: {}, ...over,
});

// shows ACC-6
test("a step is named by its words and coloured by what came of it", () => {
  const failed = event({ action: "step_failed", detail: { kind: "warmup", step: "add_post", attempt: 2, error_code: "proxy_failed", task_id: "t1" } });
  expect(event_title(failed)).toBe("Step failed · Add post");
  expect(event_tone(failed)).toBe("red");
  expect(detail_words(failed.detail, NAMES)).toBe("Attempt 2 · proxy failed");
  expect(event_tone(event({ action: "step_completed" }))).toBe("green");
});

test("a change of state says from where to where", () => {
  expect(event_title(event({ action: "lifecycle", from_state: "warming_up", to_state: "ready" }))).toBe("Warming up → Ready");
});

test("a change of model names both, and a time is no machine's text", () => {
  expect(detail_words({ model_id: { from: null, to: 4 }, proxy_id: { from: 7, to: null } }, NAMES)).toMatch(/^model: .+ → Mira Solane · proxy: #7 → .+$/);
  expect(detail_words({ retry_at: "2020-01-02T03:04:05.678Z" }, NAMES)).not.toContain("03:04:05.678Z");
});
