// types.ts: the shapes that every route shares: pages, problems and jobs.
import type { components } from "./schema";

/** Every shape of the server's document by its name there. */
export type Schemas = components["schemas"];

export interface Page<Row> {
  items: Row[];
  total: number;
  total_is_estimate: boolean;
  next_cursor: string | null;
}

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/** RFC 9457 with Roost's additions. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  request_id?: string;
  errors?: FieldProblem[];
  retry_after_s?: number;
  current?: unknown;
  allowed?: string[];
}

export type JobState = "queued" | "running" | "succeeded" | "failed" | "cancelled";

export interface Job<Result = Record<string, unknown>> {
  id: number;
  kind: string;
  state: JobState;
  stage: string | null;
  done: number;
  total: number | null;
  percent: number | null;
  started_at: string | null;
  eta_s: number | null;
  result: Result | null;
  problem: Problem | null;
}

export interface JobStarted {
  job_id: number;
  status_url: string;
}

export interface BulkResult {
  matched: number;
  changed: number;
  refused: number;
  refused_items: { id: number; code: string; message: string }[];
}
