// AccountStatsCards.tsx: accounts per state, and what needs a look, as cards that filter the grid.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { useLiveQuery } from "@/lib/use_live";
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
}

interface Card extends Pick<Stat, "key" | "label" | "tone"> {
  column: string;
  text: string;
  value: number | undefined;
}

const STEP_NUMBERS = [1, 2, 3, 4, 5] as const;

export function AccountStatsCards({ models, states: shown = STATES, query, set_query, by_step = false }: AccountStatsCardsProps) {
  const { t } = useTranslation();
  const { data: all } = useQuery(account_stats_query());
  useLiveQuery("accounts", account_stats_query().queryKey);
  const data = all && models ? counts_of(all, models) : all;
  const within = (by_state: Record<string, number> | undefined) =>
    by_state && shown.reduce((sum, state) => sum + (by_state[state] ?? 0), 0);
  const states: Card[] = shown.map((state) => ({
    key: state, label: t(`accounts.state.${state}`), tone: STATE_TONES[state], column: "lifecycle_state", text: state, value: data?.by_state[state],
  }));
  const steps: Card[] = STEP_NUMBERS.map((step) => ({
    key: `step${step}`, label: t("accounts.stats.step", { step }), tone: "blue", column: "warmup_step", text: String(step), value: data?.by_warmup_step[step],
  }));
  const attention: Card[] = [
    { key: "review", label: t("accounts.stats.review"), tone: "violet", column: "requires_human_review", text: "true", value: within(data?.review_by_state) },
    { key: "without", label: t("accounts.stats.without_proxy"), tone: "amber", column: "proxy_id", text: "null:", value: within(data?.without_proxy_by_state) },
  ];
  const stats = [...(by_step ? steps : states), ...attention].map((card): Stat => {
    const { key, label, tone, column, text, value } = card;
    const is_on = query.filters[column] === text;
    return {
      key, label, tone, is_on,
      value: data === undefined ? null : format_number(value ?? 0),
      on_pick: () => set_query(set_filter(query, column, is_on ? null : text)),
    };
  });
  return <StatCards label={t("accounts.stats.label")} stats={stats} />;
}
