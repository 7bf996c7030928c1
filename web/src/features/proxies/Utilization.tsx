// Utilization.tsx: slots, accounts without a proxy and cost, as cards that filter.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { format_money, format_number } from "@/lib/format";
import { useLiveQuery } from "@/lib/use_live";
import { set_filter } from "@/ui/data-sheet/query";
import type { SheetQuery } from "@/ui/data-sheet/types";
import { StatCards } from "@/ui/StatCards";
import { utilization_query } from "./queries";

interface UtilizationProps {
  query: SheetQuery;
  set_query: (query: SheetQuery) => void;
  open_without: () => void;
}

export function Utilization({ query, set_query, open_without }: UtilizationProps) {
  const { t } = useTranslation();
  const { data } = useQuery(utilization_query());
  useLiveQuery("proxies", utilization_query().queryKey);
  const number = (value: number | undefined) => (value === undefined ? null : format_number(value));
  const toggle = (column: string, text: string) => ({
    is_on: query.filters[column] === text,
    on_pick: () => set_query(set_filter(query, column, query.filters[column] === text ? null : text)),
  });
  const money = (cents: number) => format_money(cents, data?.currency);
  return (
    <StatCards
      label={t("proxies.stats.label")}
      stats={[
        { key: "slots", label: t("proxies.stats.slots"), value: number(data?.slots) },
        { key: "used", label: t("proxies.stats.used"), value: number(data?.used), tone: "blue", ...toggle("account_count", "gt:0") },
        { key: "free", label: t("proxies.stats.free"), value: number(data?.free), tone: "green", ...toggle("free", "gt:0") },
        { key: "without", label: t("proxies.stats.without"), value: number(data?.accounts_without_proxy), tone: "amber", on_pick: open_without },
        {
          key: "cost",
          label: t("proxies.stats.cost"),
          value: data ? money(data.monthly_cost_cents) : null,
          detail: data && data.used > 0 ? t("proxies.stats.per_account", { cost: money(Math.round(data.monthly_cost_cents / data.used)) }) : undefined,
        },
      ]}
    />
  );
}
