// bulk_actions.tsx: the actions of the account grid, for a selection and for one row.
import { IconArrowBackUp, IconBan, IconPlayerPlay, IconServer2, IconTag, IconTrash, IconUserShare, IconArrowsExchange, IconBrush } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { BulkAction, RowAction } from "@/ui/data-sheet/types";
import type { Account } from "./queries";
import type { AccountActions } from "./use_account_actions";

const ICON = { size: 15, stroke: 1.6 } as const;

export function account_bulk_actions(t: TFunction, actions: AccountActions): BulkAction[] {
  const { ask, run } = actions;
  const name = (key: string) => t(`accounts.action.${key}` as "accounts.action.assign");
  return [
    { key: "assign", label: name("assign"), icon: <IconUserShare {...ICON} />, run: (target, clear) => ask("assign", target, clear) },
    { key: "start", label: name("start"), icon: <IconPlayerPlay {...ICON} />,
      run: (target, clear) => void run(name("start"), "lifecycle", target, { lifecycle_state: "warming_up" }).then(clear) },
    { key: "proxy", label: name("proxy"), icon: <IconServer2 {...ICON} />, run: (target, clear) => ask("proxy", target, clear) },
    { key: "state", label: name("state"), icon: <IconArrowsExchange {...ICON} />, run: (target, clear) => ask("state", target, clear) },
    { key: "tags", label: name("tags"), icon: <IconTag {...ICON} />, run: (target, clear) => ask("tags", target, clear) },
    { key: "cleanup", label: name("cleanup"), icon: <IconBrush {...ICON} />, run: (target, clear) => void run(name("cleanup"), "cleanup", target).then(clear) },
    { key: "disable", label: name("disable"), icon: <IconBan {...ICON} />,
      run: (target, clear) => void run(name("disable"), "lifecycle", target, { lifecycle_state: "disabled" }).then(clear) },
    { key: "delete", label: name("delete"), icon: <IconTrash {...ICON} />, danger: true, run: (target, clear) => void run(name("delete"), "delete", target).then(clear) },
  ];
}

export function trash_actions(t: TFunction, { run }: AccountActions): BulkAction[] {
  const label = t("accounts.action.restore");
  return [{ key: "restore", label, icon: <IconArrowBackUp {...ICON} />, run: (target, clear) => void run(label, "restore", target).then(clear) }];
}

export function review_actions(t: TFunction, { run, ask }: AccountActions): BulkAction[] {
  const settle = (key: "retry" | "skip" | "disable"): BulkAction => ({
    key,
    label: t(`accounts.action.${key}`),
    danger: key === "disable",
    run: (target, clear) => void run(t(`accounts.action.${key}`), "review", target, { action: key }).then(clear),
  });
  return [
    settle("retry"),
    settle("skip"),
    { key: "back", label: t("accounts.action.back"), run: (target, clear) => ask("back", target, clear) },
    settle("disable"),
  ];
}

const nothing = () => undefined;

/** The same actions for one row. */
export const as_row_actions = (actions: BulkAction[]): RowAction<Account>[] =>
  actions.map(({ run, ...action }) => ({ ...action, run: (account) => run({ ids: [account.id], count: 1 }, nothing) }));
