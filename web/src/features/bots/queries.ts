// queries.ts: bots as people see them.
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { Page, Schemas } from "@/api/types";

/** As the bots' part of the document describes it. */
export interface Bot {
  id: number;
  bot_id: string;
  name: string;
  online: boolean;
  status: "unknown" | "idle" | "working" | "paused" | "stopping";
  paused: boolean;
  revoked_at: string | null;
  version: string | null;
  last_seen_at: string | null;
  current_task: { account_id: number; username: string; step: Schemas["StepRef"]; lease_expires_at: string } | null;
  completed: number;
  failed: number;
  success_rate: number | null;
  created_by: string;
  created_at: string;
}

type WithToken = Bot & { token: string };

type Send = (path: string, options?: object) => Promise<{ data?: unknown }>;
const bots_api = api as unknown as Record<"GET" | "POST" | "PATCH" | "DELETE", Send>;
const ask = async <Answer>(answer: Promise<{ data?: unknown }>) => (await answer).data as Answer;

export const list_bots = (query: object, signal?: AbortSignal) => ask<Page<Bot>>(bots_api.GET("/api/bots", { params: { query }, signal }));
export type BotAttempt = Schemas["WarmupStepLog"];

const on = (id: number) => ({ params: { path: { id: String(id) } } });

export const bots_query = () =>
  queryOptions({
    queryKey: ["bots", session.workspace_id(), "count"],
    queryFn: () => list_bots({ limit: 1 }),
  });

export const bot_query = (id: number) =>
  queryOptions({
    queryKey: ["bots", session.workspace_id(), id],
    queryFn: () => ask<Bot>(bots_api.GET("/api/bots/{id}", on(id))),
  });

export const bot_attempts_query = (bot_id: string) =>
  queryOptions({
    queryKey: ["bots", session.workspace_id(), "attempts", bot_id],
    queryFn: () =>
      call(api.GET("/api/accounts/warmup-steps", { params: { query: { limit: 30, filter: { bot_id } } } })),
  });

export const create_bot = (name: string) => ask<WithToken>(bots_api.POST("/api/bots", { body: { name } }));
export const change_bot = (id: number, body: { name?: string; paused?: boolean }) => ask<Bot>(bots_api.PATCH("/api/bots/{id}", { ...on(id), body }));
export const rotate_bot = (id: number) => ask<WithToken>(bots_api.POST("/api/bots/{id}/rotate", on(id)));
export const revoke_bot = (id: number) => bots_api.DELETE("/api/bots/{id}", on(id));
