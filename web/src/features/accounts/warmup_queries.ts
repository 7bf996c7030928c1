// warmup_queries.ts: attempts at warm-up and cleanup steps.
import { queryOptions } from "@tanstack/react-query";
import { http } from "@/api/http";
import { session } from "@/api/session";
import type { Page } from "@/api/types";

export interface StepAttempt {
  id: number;
  kind: "warmup" | "cleanup";
  step_number: number;
  step_name: string;
  status: "pending" | "in_progress" | "completed" | "failed" | "requires_review" | "skipped";
  attempt: number;
  bot_id: string | null;
  started_at: string | null;
  completed_at: string | null;
  error_code: string | null;
  error_message: string | null;
  execution_time_ms: number | null;
  evidence_url?: string | null;
}

export const attempts_query = (id: number) =>
  queryOptions({
    queryKey: ["accounts", session.workspace_id(), "attempts", id],
    queryFn: () => http.get<Page<StepAttempt>>(`/api/accounts/${id}/warmup-steps`, { query: { limit: 100 } }),
  });
