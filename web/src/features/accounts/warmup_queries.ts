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

/** The newest try; `version` of the account says when to ask anew. */
export const last_attempt_query = (id: number, version: number) =>
  queryOptions({
    queryKey: ["accounts", session.workspace_id(), "last-attempt", id, version],
    queryFn: () =>
      call(api.GET("/api/accounts/{id}/warmup-steps", { params: { path: { id }, query: { limit: 1, sort: "-id" } } })),
  });

const FAILING_SHOWN = 20;
const FAILING_STATES = "warming_up,cleanup";

const failing_of = (models: string, filter: Record<string, string>) =>
  call(
    api.GET("/api/accounts", {
      params: { query: { limit: FAILING_SHOWN, sort: "-last_error_at", filter: { model_id: models, lifecycle_state: FAILING_STATES, ...filter } } },
    }),
  );

/** Those that wait for a person first, then those that are tried again. */
export const failing_query = (models: string) =>
  queryOptions({
    queryKey: ["accounts", session.workspace_id(), "failing", models],
    queryFn: async () => {
      const [review, retrying] = await Promise.all([
        failing_of(models, { requires_human_review: "true" }),
        failing_of(models, { requires_human_review: "false", retry_count: "gt:0" }),
      ]);
      return { items: [...review.items, ...retrying.items].slice(0, FAILING_SHOWN), total: review.total + retrying.total };
    },
  });
