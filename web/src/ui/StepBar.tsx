// StepBar.tsx: progress in segments, with the word beside it.
import classes from "./StepBar.module.css";
import type { Tone } from "./tokens";

interface StepBarProps {
  done: number;
  of: number;
  tone: Tone;
  label: string | null;
}

export function StepBar({ done, of, tone, label }: StepBarProps) {
  const segments = Array.from({ length: of }, (_, index) => (index < done ? "green" : index === done && tone !== "grey" ? tone : "none"));
  return (
    <span className={classes.bar}>
      <span className={classes.segments} aria-hidden>
        {segments.map((segment, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={classes.segment} data-tone={segment} />
        ))}
      </span>
      <span>{[`${done}/${of}`, label].filter(Boolean).join(" · ")}</span>
    </span>
  );
}
