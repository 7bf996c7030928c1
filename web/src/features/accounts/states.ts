// states.ts: the words and colours of an account's life.
import { t } from "@/lib/i18n";
import type { StateOption } from "@/ui/data-sheet/types";
import type { Tone } from "@/ui/tokens";
import type { Account, AccountCounts, AccountStats, LifecycleState } from "./queries";

export const STATES = ["imported", "warming_up", "ready", "assigned", "cleanup", "disabled"] as const satisfies readonly LifecycleState[];

export const STATE_TONES: Record<LifecycleState, Tone> = {
  imported: "grey",
  warming_up: "blue",
  ready: "green",
  assigned: "green",
  cleanup: "blue",
  disabled: "red",
};

export const state_options = (): StateOption[] =>
  STATES.map((value) => ({ value, label: t(`accounts.state.${value}`), tone: STATE_TONES[value] }));

export const WARMUP_STEPS = ["change_pfp", "change_bio", "add_highlight", "add_story", "add_post"] as const;
export const CLEANUP_STEPS = ["remove_posts", "remove_story", "remove_highlight", "reset_bio", "reset_pfp"] as const;

export const LAST_STEP = 5;

/** How far the five steps are, in the colour of what happens with the next one. */
export function progress(account: Account): { done: number; of: number; tone: Tone } {
  const next = account.lifecycle_state === "cleanup" ? account.cleanup_step : account.warmup_step;
  const done = next === null ? (account.warmup_completed_at ? LAST_STEP : 0) : next - 1;
  const tone: Tone = account.requires_human_review ? "violet" : account.retry_count > 0 ? "amber" : next === null ? "grey" : "blue";
  return { done, of: LAST_STEP, tone };
}

export function step_name(account: Account): string | null {
  if (account.lifecycle_state === "cleanup" && account.cleanup_step !== null) {
    return t(`accounts.step.${CLEANUP_STEPS[account.cleanup_step - 1] ?? "reset_pfp"}`);
  }
  return account.warmup_step === null ? null : t(`accounts.step.${WARMUP_STEPS[account.warmup_step - 1] ?? "add_post"}`);
}

const ERROR_CODES = ["checkpoint", "bad_credentials", "account_disabled", "proxy_failed", "rate_limited", "content_rejected", "network"] as const;

/** What a bot's error code means; nothing for `other`, of which the message says it all. */
export function error_words(code: string | null): string {
  const known = ERROR_CODES.find((one) => one === code);
  return known === undefined ? "" : t(`accounts.error_code.${known}`);
}

/** Where a person may take an account from a state; the server has the last word and names it in its refusal. */
export const LEGAL: Record<LifecycleState, readonly LifecycleState[]> = {
  imported: ["warming_up", "disabled"],
  warming_up: ["ready", "disabled"],
  ready: ["assigned", "warming_up", "disabled"],
  assigned: ["cleanup", "disabled"],
  cleanup: ["ready", "assigned", "disabled"],
  disabled: [],
};

export function next_states(account: Account): readonly LifecycleState[] {
  if (account.lifecycle_state !== "disabled") return LEGAL[account.lifecycle_state];
  return account.disabled_from === null ? [] : [account.disabled_from as LifecycleState];
}

const sum = (groups: Record<string, number>[]) => {
  const total: Record<string, number> = {};
  for (const group of groups) for (const [key, count] of Object.entries(group)) total[key] = (total[key] ?? 0) + count;
  return total;
};

/** What the cards of some models count; null stands for the accounts without a model. */
export function counts_of(stats: AccountStats, models: (number | null)[]): AccountCounts {
  const of = stats.models.filter((model) => models.includes(model.model_id));
  const add = (key: "total" | "requires_review" | "without_proxy" | "trashed") => of.reduce((count, model) => count + model[key], 0);
  return {
    total: add("total"),
    requires_review: add("requires_review"),
    review_by_state: sum(of.map((model) => model.review_by_state)),
    without_proxy: add("without_proxy"),
    without_proxy_by_state: sum(of.map((model) => model.without_proxy_by_state)),
    trashed: add("trashed"),
    by_state: sum(of.map((model) => model.by_state)),
    by_warmup_step: sum(of.map((model) => model.by_warmup_step)),
    by_cleanup_step: sum(of.map((model) => model.by_cleanup_step)),
  };
}
