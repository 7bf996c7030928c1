// queries.ts: what the pages of log-in, team and settings ask of the server.
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { Schemas } from "@/api/types";

export type Me = Schemas["Me"];

export const me_query = queryOptions({
  queryKey: ["me"],
  staleTime: 5 * 60_000,
  retry: false,
  queryFn: async () => remember(await call(api.GET("/api/auth/me"))),
});

/** Keeps the CSRF token, and chooses a workspace when none or a foreign one was chosen. */
export function remember(me: Me): Me {
  session.set_csrf_token(me.csrf_token);
  const chosen = session.workspace_id();
  if (!me.workspaces.some((workspace) => workspace.id === chosen)) {
    session.set_workspace_id(me.workspaces[0]?.id ?? null);
  }
  return me;
}

export const auth_options_query = queryOptions({
  queryKey: ["auth-options"],
  staleTime: 60_000,
  queryFn: () => call(api.GET("/api/auth/options")),
});

export const log_in = (body: Schemas["LoginRequest"]) => call(api.POST("/api/auth/login", { body }));
export const log_out = () => call(api.POST("/api/auth/logout"));
export const set_up = (body: Schemas["SetupRequest"]) => call(api.POST("/api/auth/setup", { body }));
export const register = (body: Schemas["RegisterRequest"]) => call(api.POST("/api/auth/register", { body }));
export const accept_invitation = (body: Schemas["AcceptInvitationRequest"]) =>
  call(api.POST("/api/auth/accept-invitation", { body }));
export const join_workspace = (token: string) => call(api.POST("/api/auth/join", { body: { token } }));

export const invitation_query = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    retry: false,
    queryFn: () => call(api.POST("/api/auth/invitation", { body: { token } })),
  });
