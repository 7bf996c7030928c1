// AccountStatsCards.tsx: accounts per state, and what needs a look, as cards that filter the grid.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { useLiveTopic } from "@/lib/use_live";
import { set_filter } from "@/ui/data-sheet/query";
import type { SheetQuery } from "@/ui/data-sheet/types";
import { type Stat, StatCards } from "@/ui/StatCards";
import { account_stats_query, type LifecycleState } from "./queries";
import { counts_of, STATE_TONES, STATES } from "./states";

interface AccountStatsCardsProps {
  /** Counts these models' accounts only; null among them counts those without a model. */
  models?: (number | null)[];
  /** The states that the view shows; all without it. */
  states?: readonly LifecycleState[];
  query: SheetQuery;
  set_query: (query: SheetQuery) => void;
  /** Cards per step instead of per state. */
  by_step?: boolean;
  more?: Stat[];
}

const STEP_NUMBERS = [1, 2, 3, 4, 5] as const;

export function AccountStatsCards({ models, states: shown = STATES, query, set_query, by_step = false, more = [] }: AccountStatsCardsProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: all } = useQuery(account_stats_query());
  const data = all && models ? counts_of(all, models) : all;
  useLiveTopic("accounts", () =>
    void client.invalidateQueries({ queryKey: account_stats_query().queryKey }, { cancelRefetch: false }),
  );
  const number = (value: number | undefined) => (data === undefined ? null : format_number(value ?? 0));
  const toggle = (column: string, text: string) => ({
    is_on: query.filters[column] === text,
    on_pick: () => set_query(set_filter(query, column, query.filters[column] === text ? null : text)),
  });
  const states: Stat[] = shown.map((state) => ({
    key: state,
    label: t(`accounts.state.${state}`),
    value: number(data?.by_state[state]),
    tone: STATE_TONES[state],
    ...toggle("lifecycle_state", state),
  }));
  const steps: Stat[] = STEP_NUMBERS.map((step) => ({
    key: `step${step}`,
    label: t("accounts.stats.step", { step }),
    value: number(data?.by_warmup_step[step]),
    tone: "blue",
    ...toggle("warmup_step", String(step)),
  }));
  const attention: Stat[] = [
    { key: "review", label: t("accounts.stats.review"), value: number(data?.requires_review), tone: "violet", ...toggle("requires_human_review", "true") },
    { key: "without", label: t("accounts.stats.without_proxy"), value: number(data?.without_proxy), tone: "amber", ...toggle("proxy_id", "null:") },
  ];
  return <StatCards label={t("accounts.stats.label")} stats={[...(by_step ? steps : states), ...attention, ...more]} />;
}
