// ToneBadge.tsx: a state as a word in its one colour; never colour alone.
import type { Tone } from "./tokens";
import classes from "./ToneBadge.module.css";

export function ToneBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.mark} aria-hidden />
      {children}
    </span>
  );
}
