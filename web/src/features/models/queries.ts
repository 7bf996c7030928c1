// queries.ts: what the model pages ask of the server.
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { Schemas } from "@/api/types";

export type Model = Schemas["Model"];
export type ModelFields = { name: string; description?: string };

export const models_query = (archived = false) =>
  queryOptions({
    queryKey: ["models", session.workspace_id(), archived],
    queryFn: () =>
      call(api.GET("/api/models", { params: { query: { limit: 1000, sort: "name", archived: archived ? "true" : "false" } } })),
  });

export const model_query = (id: number) =>
  queryOptions({
    queryKey: ["models", session.workspace_id(), id],
    queryFn: () => call(api.GET("/api/models/{id}", { params: { path: { id } } })),
  });

export const create_model = (body: ModelFields) => call(api.POST("/api/models", { body }));
export const change_model = (id: number, body: Partial<ModelFields>) =>
  call(api.PUT("/api/models/{id}", { params: { path: { id } }, body }));
export const archive_model = (id: number, accounts?: "unassign") =>
  call(api.DELETE("/api/models/{id}", { params: { path: { id }, query: { accounts } } }));
export const restore_model = (id: number) => call(api.POST("/api/models/{id}/restore", { params: { path: { id } } }));
