// use_session.ts: the person, their workspace and role, inside the shell.
import { useSuspenseQuery } from "@tanstack/react-query";
import { session } from "@/api/session";
import { me_query } from "@/features/identity/queries";
import { may, type Right } from "@/lib/roles";

export function useSession() {
  const { data: me } = useSuspenseQuery(me_query);
  const workspace = me.workspaces.find((entry) => entry.id === session.workspace_id()) ?? me.workspaces[0];
  const role = workspace?.role;
  return { user: me.user, is_demo: me.server.demo, workspaces: me.workspaces, workspace, role, may: (right: Right) => may(role, right) };
}
