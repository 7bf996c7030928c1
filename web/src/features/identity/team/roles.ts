// roles.ts: the roles in the order of what they may do.
import type { Role } from "@/lib/roles";

export const ROLES: Role[] = ["owner", "manager", "va", "viewer"];
