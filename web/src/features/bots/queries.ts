// queries.ts: what the bot pages ask of the server.
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { Schemas } from "@/api/types";
import { list_query } from "@/ui/data-sheet/query";
import type { SheetQuery } from "@/ui/data-sheet/types";

export type Bot = Schemas["Bot"];
export type BotAttempt = Schemas["WarmupStepLog"];

const on = (id: number) => ({ params: { path: { id: String(id) } } });

export const list_bots = (query: SheetQuery, offset: number, limit: number, signal: AbortSignal) =>
  call(api.GET("/api/bots", { params: { query: list_query(query, {}, offset, limit) }, signal }));

export const bots_query = () =>
  queryOptions({
    queryKey: ["bots", session.workspace_id(), "count"],
    queryFn: () => call(api.GET("/api/bots", { params: { query: { limit: 1 } } })),
  });

export const bot_names_query = () =>
  queryOptions({
    queryKey: ["bots", session.workspace_id(), "names"],
    queryFn: () => call(api.GET("/api/bots", { params: { query: { limit: 1000 } } })),
  });

export const bot_query = (id: number) =>
  queryOptions({
    queryKey: ["bots", session.workspace_id(), id],
    queryFn: () => call(api.GET("/api/bots/{id}", on(id))),
  });

export const bot_attempts_query = (bot_id: string) =>
  queryOptions({
    queryKey: ["bots", session.workspace_id(), "attempts", bot_id],
    queryFn: () =>
      call(api.GET("/api/accounts/warmup-steps", { params: { query: { limit: 30, filter: { bot_id } } } })),
  });

export const create_bot = (name: string) => call(api.POST("/api/bots", { body: { name } }));
export const change_bot = (id: number, body: { name?: string; paused?: boolean }) => call(api.PATCH("/api/bots/{id}", { ...on(id), body }));
export const rotate_bot = (id: number) => call(api.POST("/api/bots/{id}/rotate", on(id)));
export const revoke_bot = (id: number) => api.DELETE("/api/bots/{id}", on(id));
