// queries.ts: members, invitations, tokens and sessions.
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { Schemas } from "@/api/types";
import type { Role } from "@/lib/roles";

const ALL = { params: { query: { limit: 1000 } } };
const on = (id: number) => ({ params: { path: { id } } });
const key = (what: string) => ["team", session.workspace_id(), what];

export const members_query = () => queryOptions({ queryKey: key("members"), queryFn: () => call(api.GET("/api/members", ALL)) });
export const invitations_query = () => queryOptions({ queryKey: key("invitations"), queryFn: () => call(api.GET("/api/invitations", ALL)) });
export const tokens_query = () => queryOptions({ queryKey: key("tokens"), queryFn: () => call(api.GET("/api/tokens", ALL)) });
export const sessions_query = () => queryOptions({ queryKey: key("sessions"), queryFn: () => call(api.GET("/api/auth/sessions")) });

export const change_role = (id: number, role: Role) => call(api.PATCH("/api/members/{id}", { ...on(id), body: { role } }));
export const remove_member = (id: number) => call(api.DELETE("/api/members/{id}", on(id)));
export const invite = (body: Schemas["CreateInvitationRequest"]) => call(api.POST("/api/invitations", { body }));
export const withdraw = (id: number) => call(api.DELETE("/api/invitations/{id}", on(id)));
export const create_token = (body: Schemas["CreateTokenRequest"]) => call(api.POST("/api/tokens", { body }));
export const revoke_token = (id: number) => call(api.DELETE("/api/tokens/{id}", on(id)));
export const end_session = (id: number) => call(api.DELETE("/api/auth/sessions/{id}", on(id)));
export const end_other_sessions = () => call(api.DELETE("/api/auth/sessions"));
