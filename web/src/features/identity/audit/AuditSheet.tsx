// AuditSheet.tsx: who did what to which object, filterable and exportable.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api/client";
import type { Schemas } from "@/api/types";
import { t } from "@/lib/i18n";
import { useSheetQuery } from "@/lib/use_search";
import { DataSheet } from "@/ui/data-sheet/DataSheet";
import { list_params, list_query } from "@/ui/data-sheet/query";
import type { SheetColumn, SheetSource, StateOption } from "@/ui/data-sheet/types";

type Entry = Schemas["AuditEntry"];

const source: SheetSource<Entry> = {
  name: "audit",
  id: (entry) => entry.id,
  read: (query, offset, limit, signal) => call(api.GET("/api/audit-log", { params: { query: list_query(query, {}, offset, limit) }, signal })),
  csv: (query) => ({ path: "/api/audit-log", params: list_params(query) }),
};

const detail_text = (entry: Entry) =>
  Object.entries(entry.detail)
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(" · ");

function columns(): SheetColumn<Entry>[] {
  const kinds: StateOption[] = (["user", "token", "bot", "system"] as const).map((value) => ({
    value,
    label: t(`audit.kind.${value}`),
    tone: value === "bot" ? "blue" : "grey",
  }));
  return [
    { key: "at", title: t("audit.column.at"), kind: "time", value: (e) => e.at, width: 130 },
    { key: "actor", title: t("audit.column.actor"), kind: "text", value: (e) => e.actor, width: 210 },
    { key: "actor_kind", title: t("audit.column.actor_kind"), kind: "state", states: kinds, value: (e) => e.actor_kind, width: 110 },
    { key: "action", title: t("audit.column.action"), kind: "text", value: (e) => e.action, width: 210 },
    { key: "object_type", title: t("audit.column.object_type"), kind: "text", value: (e) => e.object_type, width: 130 },
    { key: "object_id", title: t("audit.column.object_id"), kind: "number", value: (e) => e.object_id, text: (e) => (e.object_id === null ? "" : String(e.object_id)), width: 90 },
    { key: "detail", title: t("audit.column.detail"), kind: "text", value: detail_text, width: 420, sortable: false, filterable: false },
  ];
}

export function AuditSheet() {
  const { t: words } = useTranslation();
  const [query, set_query] = useSheetQuery();
  const shown = useMemo(() => columns(), []);
  return (
    <DataSheet
      source={source}
      columns={shown}
      query={query}
      on_query={set_query}
      empty={{ title: words("audit.empty.title"), text: words("audit.empty.text") }}
    />
  );
}
