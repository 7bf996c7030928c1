// use_row_drag.ts: taking chosen rows out of the grid by the first cell of one of them.
import type { GridDragEventArgs, GridMouseEventArgs, GridSelection } from "@glideapps/glide-data-grid";
import { type PointerEvent, useRef, useState } from "react";
import classes from "./RowDrag.module.css";

/** Says of a drag that it carries rows; which ones, whoever started it knows. */
export const ROWS_MIME = "application/x-roost-rows";

export interface RowDrag {
  label: (count: number) => string;
  on_start: (selection: GridSelection) => void;
  on_end: () => void;
}

const OFFSET_PX = 14;

/** The browser takes a picture of it at once. */
function picture_of(text: string): HTMLElement {
  const picture = document.createElement("div");
  picture.className = classes.picture ?? "";
  picture.textContent = text;
  document.body.append(picture);
  setTimeout(() => picture.remove());
  return picture;
}

export function useRowDrag(selection: GridSelection, drag: RowDrag | undefined) {
  const [is_armed, set_armed] = useState(false);
  const is_pressed = useRef(false);
  const listening = useRef<AbortController | null>(null);

  /** Armed over the first cell of a chosen row only: everywhere else the mouse draws ranges. */
  const hover = (event: GridMouseEventArgs) => {
    // Once the button is down, a quick hand has left the cell before the drag begins.
    if (is_pressed.current) return;
    const [column, row] = event.location;
    set_armed(drag !== undefined && event.kind === "cell" && column === 0 && selection.rows.hasIndex(row));
  };
  const start = (event: GridDragEventArgs) => {
    if (drag === undefined) return;
    event.setData(ROWS_MIME, String(selection.rows.length));
    event.setDragImage(picture_of(drag.label(selection.rows.length)), -OFFSET_PX, OFFSET_PX);
    listening.current?.abort();
    listening.current = new AbortController();
    const once = { once: true, signal: listening.current.signal };
    // A page that changes while the drag begins would end it: it is under way when it enters something.
    document.addEventListener("dragenter", () => drag.on_start(selection), once);
    const end = () => {
      is_pressed.current = false;
      drag.on_end();
    };
    document.addEventListener("dragend", end, once);
  };
  const pressing = {
    onPointerDownCapture: ({ pointerType }: PointerEvent) => void (is_pressed.current = pointerType === "mouse" && is_armed),
    onPointerUpCapture: () => void (is_pressed.current = false),
  };
  /** The button that is about to drag rows must not choose the cell under it, and so let go of the rows. */
  const keeps_selection = () => is_pressed.current;
  return { hover, is_armed, start, pressing, keeps_selection };
}
