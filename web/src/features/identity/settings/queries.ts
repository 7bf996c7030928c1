// queries.ts: the workspace's name and settings.
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { Schemas } from "@/api/types";

export type Settings = Schemas["WorkspaceSettings"];
export type Warmup = Schemas["WarmupSettings"];

export const settings_query = () =>
  queryOptions({
    queryKey: ["settings", session.workspace_id()],
    queryFn: () => call(api.GET("/api/workspace/settings")),
  });

export const save_settings = (body: Schemas["WorkspaceSettingsPatch"]) => call(api.PUT("/api/workspace/settings", { body }));
export const rename_workspace = (name: string) => call(api.PATCH("/api/workspace", { body: { name } }));
