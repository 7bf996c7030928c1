// use_account_actions.tsx: what can be done with accounts, one or many: one gesture, one notice, one undo.
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkTarget } from "@/api/bulk";
import { is_job_started, track_job } from "@/api/jobs";
import { notify_bulk } from "@/ui/bulk_notice";
import { EditHistory } from "@/ui/data-sheet/history";
import type { StateOption } from "@/ui/data-sheet/types";
import { notify_done, notify_problem } from "@/ui/notify";
import { AssignDialog } from "./AssignDialog";
import { BackDialog } from "./BackDialog";
import { ProxyDialog } from "./ProxyDialog";
import { type AccountAction, bulk_accounts, take_back } from "./queries";
import { StateDialog } from "./StateDialog";
import { TagsDialog } from "./TagsDialog";

type DialogKind = "assign" | "state" | "proxy" | "tags" | "back";

interface Open {
  kind: DialogKind;
  target: BulkTarget;
  done: () => void;
}

export interface DialogProps {
  count: number;
  close: () => void;
  send: (action: AccountAction, params: Record<string, unknown>) => void;
}

const nothing = () => undefined;

export function useAccountActions(models: StateOption[]) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [history] = useState(() => new EditHistory());
  const [open, set_open] = useState<Open | null>(null);
  const changed = () => client.invalidateQueries({ queryKey: ["accounts"] });

  const undo = async (id: number, which: "undo" | "redo" = "undo") => {
    try {
      const answer = await take_back(id, which);
      if (is_job_started(answer)) track_job(answer.job_id, t(`common.${which}`));
      else notify_done(`${t(`common.${which}`)}: ${answer.label}`);
      await changed();
    } catch (error) {
      notify_problem(t(`common.${which}`), error);
    }
  };

  const run = async (title: string, action: AccountAction, target: BulkTarget, params: Record<string, unknown> = {}) => {
    try {
      const result = await bulk_accounts(title, action, target, params);
      const undo_id = result?.undo_id ?? null;
      if (undo_id !== null) history.push({ kind: "server", undo_ids: [undo_id] });
      notify_bulk(title, result, undo_id === null ? null : () => void undo(undo_id));
      await changed();
    } catch (error) {
      notify_problem(title, error);
    }
  };

  const ask = (kind: DialogKind, target: BulkTarget, done: () => void = nothing) => set_open({ kind, target, done });
  const props: DialogProps | null = open && {
    count: open.target.count,
    close: () => set_open(null),
    send: (action, params) => {
      const { target, done } = open;
      set_open(null);
      void run(t(`accounts.action.${ACTION_TITLE[open.kind]}`), action, target, params).then(done);
    },
  };
  const dialog: ReactNode = open && props && (
    <>
      {open.kind === "assign" && <AssignDialog {...props} models={models} />}
      {open.kind === "state" && <StateDialog {...props} />}
      {open.kind === "proxy" && <ProxyDialog {...props} />}
      {open.kind === "tags" && <TagsDialog {...props} />}
      {open.kind === "back" && <BackDialog {...props} />}
    </>
  );
  return { run, ask, undo, history, dialog };
}

const ACTION_TITLE = { assign: "assign", state: "state", proxy: "proxy", tags: "tags", back: "back" } as const satisfies Record<DialogKind, string>;

export type AccountActions = ReturnType<typeof useAccountActions>;
