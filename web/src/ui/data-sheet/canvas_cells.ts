// canvas_cells.ts: cells in the form the canvas wants, for rows that are here and for rows that are on their way.
import { type CellArray, type GetCellsThunk, type GridCell, GridCellKind, type Rectangle } from "@glideapps/glide-data-grid";
import type { CellData } from "./cell_data";
import type { SheetCell } from "./draw";

/** How the canvas asks for what it shows; null while a row is not loaded. */
export interface CellReader {
  cell: (column: number, row: number) => { data: CellData; touched_at?: number } | null;
  /** Plain texts of a range, read from the server where needed. */
  texts: (range: Rectangle, signal: AbortSignal) => Promise<string[][]>;
  opens: (column: number) => boolean;
  is_editable: (column: number, row: number) => boolean;
}

export function glide_cell(reader: CellReader, column: number, row: number): GridCell {
  const cell = reader.cell(column, row);
  if (cell === null) {
    return { kind: GridCellKind.Loading, allowOverlay: false, skeletonWidth: 72, skeletonWidthVariability: 36 };
  }
  const { data } = cell;
  const made: SheetCell = {
    kind: GridCellKind.Custom,
    allowOverlay: data.editor !== undefined,
    readonly: data.editor === undefined,
    copyData: data.copy,
    data,
    lastUpdated: cell.touched_at,
    cursor: data.is_link ? "pointer" : undefined,
  };
  return made;
}

const as_text_cell = (text: string): GridCell => ({
  kind: GridCellKind.Text, allowOverlay: false, data: text, displayData: text, copyData: text,
});

/** For copying: what is loaded at once, otherwise a promise of it. */
export function cells_in(reader: CellReader, range: Rectangle, signal: AbortSignal): CellArray | GetCellsThunk {
  const rows: GridCell[][] = [];
  for (let row = range.y; row < range.y + range.height; row += 1) {
    const cells: GridCell[] = [];
    for (let column = range.x; column < range.x + range.width; column += 1) {
      const cell = glide_cell(reader, column, row);
      if (cell.kind === GridCellKind.Loading) {
        return async () => (await reader.texts(range, signal)).map((line) => line.map(as_text_cell));
      }
      cells.push(cell);
    }
    rows.push(cells);
  }
  return rows;
}
