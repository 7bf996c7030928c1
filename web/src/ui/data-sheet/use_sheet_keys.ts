// use_sheet_keys.ts: the keys the canvas does not know: undo, redo and the row menu.
import type { GridSelection } from "@glideapps/glide-data-grid";
import type { KeyboardEvent } from "react";

interface Options {
  edits: { undo: () => void; redo: () => void };
  open_row_menu: (menu: { row: number; at: { x: number; y: number } }) => void;
  selection: GridSelection;
}

export function useSheetKeys({ edits, open_row_menu, selection }: Options) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const in_field = event.target instanceof HTMLElement && event.target.closest("input, textarea, [contenteditable]") !== null;
    if (in_field) return;
    const key = event.key.toLowerCase();
    const mod = event.ctrlKey || event.metaKey;
    const is_redo = mod && (key === "y" || (key === "z" && event.shiftKey));
    const cell = selection.current?.cell;
    if (is_redo) edits.redo();
    else if (mod && key === "z") edits.undo();
    else if ((key === "contextmenu" || (key === "f10" && event.shiftKey)) && cell !== undefined) {
      const focused = document.querySelector(`[id$="cell-${cell[0] + 1}-${cell[1]}"]`)?.getBoundingClientRect();
      const frame = event.currentTarget.getBoundingClientRect();
      open_row_menu({ row: cell[1], at: focused?.width ? focused : { x: frame.left + 120, y: frame.top + 120 } });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
