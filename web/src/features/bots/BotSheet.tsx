// BotSheet.tsx: the workspace's bots: who is online, what they do, how well, in which version.
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { format_percent } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useSheetQuery } from "@/lib/use_search";
import { check_text } from "@/ui/data-sheet/checks";
import { DataSheet } from "@/ui/data-sheet/DataSheet";
import { list_params } from "@/ui/data-sheet/query";
import type { RowAction, SheetColumn, SheetSource } from "@/ui/data-sheet/types";
import { type Bot, change_bot, list_bots } from "./queries";
import { bot_states, shown_status } from "./states";

const source: SheetSource<Bot> = {
  name: "bots",
  topic: "bots",
  id: (bot) => bot.id,
  read: list_bots,
  change: async (id, changes) => ({ row: await change_bot(Number(id), { name: String(changes.name) }), undo_ids: [] }),
  csv: (query) => ({ path: "/api/bots", params: list_params(query) }),
};

const task_text = (bot: Bot) =>
  bot.current_task && `${bot.current_task.username} · ${t(`accounts.step.${bot.current_task.step.name}`)}`;

function columns(may_change: boolean): SheetColumn<Bot>[] {
  const c = (key: string) => t(`bots.column.${key}` as "bots.column.name");
  return [
    { key: "name", title: c("name"), kind: "text", value: (b) => b.name, width: 180, pinned: true, opens: true,
      edit: may_change ? { check: check_text({ required: true, max: 100 }) } : undefined },
    { key: "status", title: c("status"), kind: "state", states: bot_states(), value: shown_status, width: 120, sortable: false, filterable: false },
    { key: "current_task", title: c("task"), kind: "text", value: task_text, width: 250, sortable: false, filterable: false },
    { key: "completed", title: c("completed"), kind: "number", value: (b) => b.completed, width: 90, summable: true },
    { key: "failed", title: c("failed"), kind: "number", value: (b) => b.failed, width: 90, summable: true },
    { key: "success_rate", title: c("success"), kind: "number", value: (b) => b.success_rate,
      text: (b) => (b.success_rate === null ? "" : format_percent(b.success_rate)), width: 100, sortable: false, filterable: false },
    { key: "version", title: c("version"), kind: "text", value: (b) => b.version, width: 110 },
    { key: "last_seen_at", title: c("last_seen"), kind: "time", value: (b) => b.last_seen_at, width: 130 },
    { key: "bot_id", title: c("id"), kind: "text", value: (b) => b.bot_id, width: 230 },
    { key: "created_at", title: c("created"), kind: "time", value: (b) => b.created_at, width: 120, hidden: true },
  ];
}

interface BotSheetProps {
  may_change: boolean;
  open_id?: number;
  on_open: (bot: Bot) => void;
  actions: RowAction<Bot>[];
  empty_action: ReactNode;
}

export function BotSheet({ may_change, open_id, on_open, actions, empty_action }: BotSheetProps) {
  const { t: words } = useTranslation();
  const [query, set_query] = useSheetQuery();
  const shown = useMemo(() => columns(may_change), [may_change]);
  return (
    <DataSheet
      source={source}
      columns={shown}
      query={query}
      on_query={set_query}
      on_open={on_open}
      open_id={open_id}
      row_actions={may_change ? actions : []}
      empty={{ title: words("bots.empty.title"), text: words("bots.empty.text"), action: empty_action }}
    />
  );
}
