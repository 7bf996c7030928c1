// timeline_words.ts: an event of an account in people's words: what happened, to which step, and what of its detail they can use.
import { format_relative } from "@/lib/format";
import { t } from "@/lib/i18n";
import type { Tone } from "@/ui/tokens";
import type { AccountEvent, LifecycleState } from "./queries";
import { STATE_TONES } from "./states";

export interface Names {
  model: (id: number) => string | undefined;
  bot: (id: string) => string;
}

const STEP_TONES: Record<string, Tone> = { step_completed: "green", step_failed: "red", review: "violet" };

/** Named elsewhere in the entry, or of use to programs only. */
const UNSAID = new Set(["kind", "step", "task_id"]);

const state_name = (value: string) => t(`accounts.state.${value}` as "accounts.state.ready", { defaultValue: value });
const step_name = (value: unknown) => t(`accounts.step.${String(value)}` as "accounts.step.add_post", { defaultValue: String(value) });
const plain = (name: string) => name.replaceAll("_", " ");

export function event_tone(event: AccountEvent): Tone {
  return STEP_TONES[event.action] ?? (event.to_state === null ? "grey" : STATE_TONES[event.to_state as LifecycleState]);
}

export function event_title(event: AccountEvent): string {
  if (event.to_state !== null && event.from_state !== null && event.from_state !== event.to_state) {
    return t("accounts.event.from_to", { from: state_name(event.from_state), to: state_name(event.to_state) });
  }
  // The server's actions are words of its own: step_failed reads as "Step failed".
  const words = plain(event.action.replace(/^.*\./, ""));
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return event.detail.step === undefined ? title : `${title} · ${step_name(event.detail.step)}`;
}

function changed_words(name: string, { from, to }: { from?: unknown; to?: unknown }, names: Names): string {
  const of = (value: unknown) => {
    const text = String(value ?? "");
    if (text === "") return t("common.none");
    if (name.endsWith("model_id")) return names.model(Number(value)) ?? `#${text}`;
    return name === "proxy_id" ? `#${text}` : text;
  };
  return `${plain(name.replace(/_id$/, ""))}: ${t("accounts.event.from_to", { from: of(from), to: of(to) })}`;
}

function one_detail(name: string, value: unknown, names: Names): string | null {
  if (UNSAID.has(name) || value === null) return null;
  if (name === "attempt") return t("accounts.panel.attempt", { n: value });
  if (name === "next_step") return t("accounts.event.next_step", { step: step_name(value) });
  if (name === "retry_at") return t("accounts.event.retry_at", { at: format_relative(String(value)) });
  if (name === "error_code") return plain(String(value));
  if (typeof value === "string" || typeof value === "number") return `${plain(name)}: ${String(value)}`;
  return typeof value === "object" && "to" in value ? changed_words(name, value, names) : null;
}

export function detail_words(detail: AccountEvent["detail"], names: Names): string {
  return Object.entries(detail).flatMap(([name, value]) => one_detail(name, value, names) ?? []).join(" · ");
}
