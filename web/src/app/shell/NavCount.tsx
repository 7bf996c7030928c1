// NavCount.tsx: how many things wait behind a navigation entry.
import { useAttention } from "../attention";
import classes from "./NavCount.module.css";
import type { NavKey } from "./nav";

export function NavCount({ entry }: { entry: NavKey }) {
  const attention = useAttention();
  const count = entry === "review" ? attention.review : 0;
  if (count === 0) return null;
  return <span className={`${classes.count} tabular`}>{count > 999 ? "999+" : count}</span>;
}
