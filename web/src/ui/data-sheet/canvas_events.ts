// canvas_events.ts: what the canvas reports, put into our own words.
import type { EditListItem, FillPatternEventArgs, Rectangle } from "@glideapps/glide-data-grid";
import type { SheetCell } from "./draw";
import type { CellAddress, CellRange } from "./types";

export interface TextAt extends CellAddress {
  text: string;
}

export function edited_cells(edited: readonly EditListItem[]): TextAt[] {
  return edited.map(({ location: [column, row], value }) => {
    const cell = value as SheetCell;
    return { column, row, text: cell.data.edited ?? cell.copyData };
  });
}

export const range_of = (rectangle: Rectangle): CellRange => ({
  row: rectangle.y, column: rectangle.x, rows: rectangle.height, columns: rectangle.width,
});

export function fill_of(event: FillPatternEventArgs): [source: CellRange, destination: CellRange] {
  return [range_of(event.patternSource), range_of(event.fillDestination)];
}
