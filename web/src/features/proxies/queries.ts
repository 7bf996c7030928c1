// queries.ts: what the proxy pages ask of the server.
import { queryOptions } from "@tanstack/react-query";
import { BULK_WAIT, bulk_body, bulk_outcome, type BulkTarget } from "@/api/bulk";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { JobStarted, Schemas } from "@/api/types";
import type { paths } from "@/api/routes";
import { list_params, list_query, within } from "@/ui/data-sheet/query";
import type { CellValue, SheetSource } from "@/ui/data-sheet/types";

export type Proxy = Schemas["Proxy"];
export type ProxyFields = NonNullable<paths["/api/proxies"]["post"]["requestBody"]>["content"]["application/json"];
export type ProxyImportResult = Schemas["ProxyImportResult"];

export function proxy_source(fixed: Record<string, string> = {}, name = "proxies"): SheetSource<Proxy> {
  return {
    name,
    fixed,
    topic: "proxies",
    id: (proxy) => proxy.id,
    read: (query, offset, limit, signal) =>
      call(api.GET("/api/proxies", { params: { query: list_query(query, fixed, offset, limit) }, signal })),
    change: async (id, changes) => ({ row: await change_proxy(Number(id), changes), undo_ids: [] }),
    csv: (query) => ({ path: "/api/proxies", params: list_params(within(query, fixed)) }),
  };
}

export const proxy_query = (id: number) =>
  queryOptions({
    queryKey: ["proxies", session.workspace_id(), id],
    queryFn: () => call(api.GET("/api/proxies/{id}", { params: { path: { id } } })),
  });

export const utilization_query = () =>
  queryOptions({
    queryKey: ["proxies", session.workspace_id(), "utilization"],
    queryFn: () => call(api.GET("/api/proxies/utilization")),
  });

export const create_proxy = (body: ProxyFields) => call(api.POST("/api/proxies", { body }));

export const change_proxy = (id: number, body: Partial<Record<keyof ProxyFields, CellValue>>) =>
  call(api.PUT("/api/proxies/{id}", { params: { path: { id } }, body: body as Partial<ProxyFields> }));

export const delete_proxy = (id: number, accounts?: "move" | "leave") =>
  call(api.DELETE("/api/proxies/{id}", { params: { path: { id }, query: { accounts } } }));

export const test_proxy = (id: number) => call(api.POST("/api/proxies/{id}/test", { params: { path: { id } } }));

export const reveal_proxy = (id: number) => call(api.POST("/api/proxies/{id}/reveal", { params: { path: { id } } }));

export async function bulk_proxies(title: string, action: string, target: BulkTarget, params?: Record<string, unknown>) {
  const answer = await call(
    api.POST("/api/proxies/bulk", { params: { header: { Prefer: BULK_WAIT } }, body: bulk_body(action, target, params) }),
  );
  return bulk_outcome(answer, title);
}

export interface ProxyImportOptions {
  kind: "http" | "socks5";
  max_accounts: number;
  provider: string;
  dry_run: boolean;
}

/** Sends the file itself; answers the result, or the job that goes on with it. */
export const import_proxies = (file: Blob, { provider, ...options }: ProxyImportOptions): Promise<ProxyImportResult | JobStarted> =>
  call(
    api.POST("/api/proxies/import", {
      params: { header: { Prefer: "wait=5" }, query: { ...options, provider: provider === "" ? undefined : provider } },
      body: "" as never,
      bodySerializer: () => file,
      headers: { "Content-Type": "text/plain" },
    }),
  );
