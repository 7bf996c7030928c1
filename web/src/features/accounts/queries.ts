// queries.ts: what the account pages ask of the server.
import { queryOptions } from "@tanstack/react-query";
import { BULK_WAIT, bulk_body, bulk_outcome, type BulkTarget } from "@/api/bulk";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { Schemas } from "@/api/types";

export type Account = Schemas["Account"];
export type LifecycleState = Schemas["LifecycleState"];
export type AccountEvent = Schemas["AccountEvent"];
export type AccountStats = Schemas["AccountStats"];
export type AccountCounts = Schemas["AccountCounts"];

const on = (id: number) => ({ params: { path: { id } } });

export const account_query = (id: number) =>
  queryOptions({
    queryKey: ["accounts", session.workspace_id(), "one", id],
    queryFn: () => call(api.GET("/api/accounts/{id}", on(id))),
  });

export const account_events_query = (id: number) =>
  queryOptions({
    queryKey: ["accounts", session.workspace_id(), "events", id],
    queryFn: () => call(api.GET("/api/accounts/{id}/events", { params: { path: { id }, query: { limit: 100 } } })),
  });

export const account_stats_query = () =>
  queryOptions({
    queryKey: ["accounts", session.workspace_id(), "stats"],
    queryFn: () => call(api.GET("/api/accounts/stats")),
  });

export const undos_query = () =>
  queryOptions({
    queryKey: ["accounts", session.workspace_id(), "undo"],
    queryFn: () => call(api.GET("/api/accounts/undo")),
  });

export const update_account = (id: number, body: { username?: string; email?: string | null; tags?: string[] }) =>
  call(api.PATCH("/api/accounts/{id}", { ...on(id), body }));
export const set_lifecycle = (id: number, lifecycle_state: LifecycleState, more: { step?: number; reason?: string } = {}) =>
  call(api.PUT("/api/accounts/{id}/lifecycle", { ...on(id), body: { lifecycle_state, ...more } }));
export const reassign = (id: number, model_id: number | null) =>
  call(api.PUT("/api/accounts/{id}/reassign", { ...on(id), body: { model_id } }));
export const move_to_proxy = (account_id: number, proxy_id: number | null) =>
  call(api.POST("/api/proxies/assign", { body: { account_id, proxy_id } }));
export const reveal_account = (id: number) => call(api.POST("/api/accounts/{id}/reveal", on(id)));
export const assign_all_proxies = () => call(api.POST("/api/accounts/assign-proxies"));

export const take_back = (id: number, which: "undo" | "redo") =>
  which === "undo"
    ? call(api.POST("/api/accounts/undo/{id}", { params: { path: { id }, header: { Prefer: BULK_WAIT } } }))
    : call(api.POST("/api/accounts/undo/{id}/redo", { params: { path: { id }, header: { Prefer: BULK_WAIT } } }));

export type AccountAction = "lifecycle" | "reassign" | "cleanup" | "review" | "assign-proxies" | "tags" | "restore" | "delete";

export async function bulk_accounts(title: string, action: AccountAction, target: BulkTarget, params?: Record<string, unknown>) {
  const answer = await call(
    api.POST("/api/accounts/bulk", { params: { header: { Prefer: BULK_WAIT } }, body: bulk_body(action, target, params) }),
  );
  return bulk_outcome(answer, title);
}

export const available_proxies_query = (q: string) =>
  queryOptions({
    queryKey: ["proxies", session.workspace_id(), "available", q],
    queryFn: () => call(api.GET("/api/proxies/available", { params: { query: { limit: 30, q: q === "" ? undefined : q } } })),
  });

/** Those with room, or all that match what was typed: a full one that was searched for says so. */
export const board_proxies_query = (q: string) =>
  queryOptions({
    queryKey: ["proxies", session.workspace_id(), "board", q],
    queryFn: () =>
      q === ""
        ? call(api.GET("/api/proxies/available", { params: { query: { limit: 60 } } }))
        : call(api.GET("/api/proxies", { params: { query: { limit: 60, q } } })),
    placeholderData: (before) => before,
  });

export const account_proxy_query = (id: number) =>
  queryOptions({
    queryKey: ["proxies", session.workspace_id(), id],
    queryFn: () => call(api.GET("/api/proxies/{id}", on(id))),
  });

export const accounts_on_proxy_query = (proxy_id: number) =>
  queryOptions({
    queryKey: ["accounts", session.workspace_id(), "on-proxy", proxy_id],
    queryFn: () => call(api.GET("/api/accounts", { params: { query: { limit: 50, filter: { proxy_id: String(proxy_id) } } } })),
  });
