// StatCards.tsx: figures at a glance; a card that is a filter says whether it is on.
import { Skeleton, UnstyledButton } from "@mantine/core";
import classes from "./StatCards.module.css";
import type { Tone } from "./tokens";

export interface Stat {
  key: string;
  label: string;
  value: string | null;
  detail?: string;
  tone?: Tone;
  is_on?: boolean;
  on_pick?: () => void;
}

function Card({ stat }: { stat: Stat }) {
  const inside = (
    <>
      <span className={classes.label}>
        {stat.tone && <span className={classes.mark} data-tone={stat.tone} aria-hidden />}
        {stat.label}
      </span>
      {stat.value === null ? <Skeleton h={20} w={46} mt={4} /> : <span className={`${classes.value} tabular`}>{stat.value}</span>}
      {stat.detail && <span className={classes.detail}>{stat.detail}</span>}
    </>
  );
  if (stat.on_pick === undefined) return <div className={classes.card}>{inside}</div>;
  return (
    <UnstyledButton className={classes.card} data-button aria-pressed={stat.is_on ?? false} onClick={stat.on_pick}>
      {inside}
    </UnstyledButton>
  );
}

export function StatCards({ stats, label }: { stats: Stat[]; label: string }) {
  return (
    <div className={classes.cards} role="group" aria-label={label}>
      {stats.map((stat) => (
        <Card key={stat.key} stat={stat} />
      ))}
    </div>
  );
}
