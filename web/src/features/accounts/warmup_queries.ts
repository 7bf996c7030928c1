// warmup_queries.ts: attempts at warm-up and cleanup steps.
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { Schemas } from "@/api/types";

export type StepAttempt = Schemas["WarmupStepLog"];

export const attempts_query = (id: number) =>
  queryOptions({
    queryKey: ["accounts", session.workspace_id(), "attempts", id],
    queryFn: () =>
      call(api.GET("/api/accounts/{id}/warmup-steps", { params: { path: { id }, query: { limit: 100 } } })),
  });
