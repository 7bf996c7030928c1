// queries.ts: bots as people see them.
import { queryOptions } from "@tanstack/react-query";
import { http } from "@/api/http";
import { session } from "@/api/session";
import type { Page } from "@/api/types";

export interface Bot {
  id: number;
  bot_id: string;
  name: string;
  status: "unknown" | "idle" | "working" | "paused" | "stopping";
  online: boolean;
  version: string | null;
  last_seen_at: string | null;
  current_task: { account_id: number; username: string; step_name: string } | null;
  completed: number;
  failed: number;
  created_at: string;
}

export const bots_query = () =>
  queryOptions({ queryKey: ["bots", session.workspace_id()], queryFn: () => http.get<Page<Bot>>("/api/bots", { query: { limit: 1 } }) });

export interface NewBot {
  bot_id: string;
  token: string;
}

export const create_bot = (name: string) => http.post<NewBot>("/api/bots", { name });
