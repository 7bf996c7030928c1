// roles.ts: what each role may do, so that what it may not is absent instead of dead. The server decides; this only hides.
import type { Schemas } from "@/api/types";

export type Role = Schemas["Role"];
export type Right = "read" | "change" | "reveal" | "members" | "settings" | "audit";

const RIGHTS: Record<Role, readonly Right[]> = {
  owner: ["read", "change", "reveal", "members", "settings", "audit"],
  manager: ["read", "change", "reveal", "settings", "audit"],
  viewer: ["read"],
  va: [],
};

export function may(role: Role | null | undefined, right: Right): boolean {
  return role !== null && role !== undefined && RIGHTS[role].includes(right);
}
