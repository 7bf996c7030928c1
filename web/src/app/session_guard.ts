// session_guard.ts: who is logged in, before a page is shown; and leaving when the session has ended.
import { redirect } from "@tanstack/react-router";
import { session } from "@/api/session";
import { me_query } from "@/features/identity/queries";
import { is_status } from "@/lib/errors";
import { load_inside_texts } from "@/lib/i18n";
import { live } from "@/lib/live";
import { query_client } from "./query_client";

export async function require_session(address: string) {
  try {
    const [me] = await Promise.all([query_client.ensureQueryData(me_query), load_inside_texts()]);
    live.start();
    return me;
  } catch (error) {
    if (is_status(error, 401)) throw redirect({ to: "/login", search: address === "/" ? {} : { next: address } });
    throw error;
  }
}

/** Another person or workspace must not see anything of the last one. */
export function forget_everything(): void {
  live.stop();
  query_client.clear();
}

export function switch_workspace(id: number): void {
  session.set_workspace_id(id);
  location.assign("/");
}
