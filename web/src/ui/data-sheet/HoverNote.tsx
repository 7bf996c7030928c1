// HoverNote.tsx: the exact time, the reason of a refusal: a note under the cell the pointer rests on.
import classes from "./HoverNote.module.css";
import type { DOMRectLike } from "./SheetCanvas";

export function HoverNote({ note, at }: { note: string | null | undefined; at: DOMRectLike | null }) {
  if (!note || at === null) return null;
  return (
    <div className={classes.note} role="tooltip" style={{ left: at.x + 6, top: at.y + at.height + 4 }}>
      {note}
    </div>
  );
}
