// bulk.ts: changes over many rows: done at once where the server is quick, else a job in the tray.
import { is_job_started, track_job } from "./jobs";
import type { BulkResult, JobStarted } from "./types";

/** Structurally what the grid calls a target. */
export type BulkTarget = { ids: (number | string)[]; count: number } | { filter: Record<string, string>; count: number };

export interface BulkBody {
  action: string;
  ids?: number[];
  filter?: Record<string, string>;
  params?: Record<string, never>;
}

/** How long the call may hold before it becomes a job. */
export const BULK_WAIT = "wait=2";

export function bulk_body(action: string, target: BulkTarget, params: Record<string, unknown> = {}): BulkBody {
  const chosen = "ids" in target ? { ids: target.ids.map(Number) } : { filter: target.filter };
  return { action, ...chosen, params: params as Record<string, never> };
}

/** The result, or null when it goes on as a job that the tray shows under `title`. */
export function bulk_outcome<Result extends BulkResult>(answer: Result | JobStarted, title: string): Result | null {
  if (!is_job_started(answer)) return answer;
  track_job(answer.job_id, title);
  return null;
}
