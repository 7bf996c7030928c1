// queries.ts: what the identity pages ask of the server.
import { queryOptions } from "@tanstack/react-query";
import { http } from "@/api/http";
import { session } from "@/api/session";
import type { Role } from "@/lib/roles";

export interface User {
  id: number;
  email: string;
  name: string;
}

export interface Workspace {
  id: number;
  name: string;
  role: Role;
}

export interface Me {
  user: User;
  workspaces: Workspace[];
  csrf_token?: string;
}

export const me_query = queryOptions({
  queryKey: ["me"],
  staleTime: 5 * 60_000,
  retry: false,
  queryFn: async ({ signal }) => remember(await http.get<Me>("/api/auth/me", { signal })),
});

/** Keeps the CSRF token, and chooses a workspace when none or a foreign one was chosen. */
export function remember(me: Me): Me {
  session.set_csrf_token(me.csrf_token ?? null);
  const chosen = session.workspace_id();
  if (!me.workspaces.some((workspace) => workspace.id === chosen)) {
    session.set_workspace_id(me.workspaces[0]?.id ?? null);
  }
  return me;
}

export interface Credentials {
  email: string;
  password: string;
}

export const log_in = (credentials: Credentials) => http.post<Me>("/api/auth/login", credentials);
export const log_out = () => http.post<void>("/api/auth/logout");

export interface Registration extends Credentials {
  name: string;
  workspace?: string;
  setup_token?: string;
  invitation_token?: string;
}

export const register = (registration: Registration) => http.post<unknown>("/api/auth/register", registration);
