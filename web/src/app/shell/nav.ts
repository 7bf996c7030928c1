// nav.ts: the entries of the left navigation, by job, and who has them.
import {
  IconActivity, IconHome, IconListCheck, IconRobot, IconServer2, IconSettings, IconUserCircle, IconUsers, IconUsersGroup,
} from "@tabler/icons-react";
import { paths } from "@/lib/paths";
import type { Right } from "@/lib/roles";

export type NavKey = "home" | "models" | "accounts" | "proxies" | "bots" | "review" | "team" | "audit" | "settings";

export interface NavEntry {
  key: NavKey;
  to: string;
  icon: typeof IconHome;
  right?: Right;
  foot?: boolean;
}

export const NAV: NavEntry[] = [
  { key: "home", to: paths.home(), icon: IconHome },
  { key: "models", to: paths.models(), icon: IconUserCircle, right: "read" },
  { key: "accounts", to: paths.accounts(), icon: IconUsers, right: "read" },
  { key: "proxies", to: paths.proxies(), icon: IconServer2, right: "read" },
  { key: "bots", to: paths.bots(), icon: IconRobot, right: "read" },
  { key: "review", to: paths.review(), icon: IconListCheck, right: "change" },
  { key: "team", to: paths.team(), icon: IconUsersGroup, right: "read", foot: true },
  { key: "audit", to: paths.audit_log(), icon: IconActivity, right: "audit", foot: true },
  { key: "settings", to: paths.settings(), icon: IconSettings, right: "settings", foot: true },
];
