// Figures.tsx: the numbers that came of something, each with its meaning.
import { format_number } from "@/lib/format";
import classes from "./Figures.module.css";
import type { Tone } from "./tokens";

export type Figure = [label: string, value: number, tone?: Tone];

export function Figures({ figures }: { figures: Figure[] }) {
  return (
    <dl className={classes.figures}>
      {figures.map(([label, value, tone]) => (
        <div key={label} className={classes.figure} data-tone={value > 0 ? tone : undefined}>
          <dt>{label}</dt>
          <dd className="tabular">{format_number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
