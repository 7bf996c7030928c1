// backoff.ts: the waits between retries as the settings make them, for a sentence that explains the numbers.
import type { Warmup } from "./queries";

const SHOWN = 5;

/** Before retry n the wait is base·2^(n−1), at most the longest; the server takes half to all of it at random. */
export function backoff_waits({ backoff_base_s, backoff_max_s, max_retries }: Pick<Warmup, "backoff_base_s" | "backoff_max_s" | "max_retries">): number[] {
  return Array.from({ length: Math.min(max_retries, SHOWN) }, (_, index) => Math.min(backoff_base_s * 2 ** index, backoff_max_s));
}

export type Unit = "s" | "min" | "h";
export const UNIT_SECONDS: Record<Unit, number> = { s: 1, min: 60, h: 3600 };

/** The largest unit in which the seconds are a whole number. */
export function natural_unit(seconds: number): Unit {
  if (seconds > 0 && seconds % UNIT_SECONDS.h === 0) return "h";
  return seconds > 0 && seconds % UNIT_SECONDS.min === 0 ? "min" : "s";
}
