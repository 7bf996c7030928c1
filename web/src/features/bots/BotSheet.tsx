// BotSheet.tsx: the workspace's bots: who is online, what they do, how well, in which version.
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { http } from "@/api/http";
import type { Page } from "@/api/types";
import { t } from "@/lib/i18n";
import { format_percent } from "@/lib/format";
import { useSheetQuery } from "@/lib/use_search";
import { DataSheet } from "@/ui/data-sheet/DataSheet";
import { list_params } from "@/ui/data-sheet/query";
import type { SheetColumn, SheetSource, StateOption } from "@/ui/data-sheet/types";
import type { Tone } from "@/ui/tokens";
import type { Bot } from "./queries";

const TONES: Record<string, Tone> = { idle: "green", working: "blue", paused: "amber", stopping: "grey", offline: "grey" };

const shown_status = (bot: Bot) => (bot.online && bot.status !== "unknown" ? bot.status : "offline");

const source: SheetSource<Bot> = {
  name: "bots",
  topic: "bots",
  id: (bot) => bot.id,
  read: (query, offset, limit, signal) => {
    const params = list_params(query);
    params.set("offset", String(offset));
    params.set("limit", String(limit));
    return http.get<Page<Bot>>("/api/bots", { query: params, signal });
  },
};

function columns(): SheetColumn<Bot>[] {
  const statuses: StateOption[] = (["working", "idle", "paused", "stopping", "offline"] as const).map((value) => ({
    value, label: t(`bots.status.${value}`), tone: TONES[value] ?? "grey",
  }));
  const c = (key: string) => t(`bots.column.${key}` as "bots.column.name");
  return [
    { key: "name", title: c("name"), kind: "text", value: (b) => b.name, width: 180, pinned: true },
    { key: "status", title: c("status"), kind: "state", states: statuses, value: shown_status, width: 120 },
    { key: "current_task", title: c("task"), kind: "text", value: (b) => (b.current_task ? `${b.current_task.username} · ${b.current_task.step_name}` : null), width: 230, sortable: false, filterable: false },
    { key: "completed", title: c("completed"), kind: "number", value: (b) => b.completed, width: 90, summable: true },
    { key: "failed", title: c("failed"), kind: "number", value: (b) => b.failed, width: 90, summable: true },
    { key: "success", title: c("success"), kind: "number", value: (b) => (b.completed + b.failed === 0 ? null : b.completed / (b.completed + b.failed)),
      text: (b) => (b.completed + b.failed === 0 ? "" : format_percent(b.completed / (b.completed + b.failed))), width: 100, sortable: false, filterable: false },
    { key: "version", title: c("version"), kind: "text", value: (b) => b.version, width: 110 },
    { key: "last_seen_at", title: c("last_seen"), kind: "time", value: (b) => b.last_seen_at, width: 130 },
    { key: "bot_id", title: c("id"), kind: "text", value: (b) => b.bot_id, width: 230 },
    { key: "created_at", title: c("created"), kind: "time", value: (b) => b.created_at, width: 120, hidden: true },
  ];
}

export function BotSheet({ empty_action }: { empty_action: ReactNode }) {
  const { t: words } = useTranslation();
  const [query, set_query] = useSheetQuery();
  const shown = useMemo(() => columns(), []);
  return (
    <DataSheet
      source={source}
      columns={shown}
      query={query}
      on_query={set_query}
      empty={{ title: words("bots.empty.title"), text: words("bots.empty.text"), action: empty_action }}
    />
  );
}
