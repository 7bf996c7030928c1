// reader.ts: answers the canvas's questions about cells from the model.
import type { CellReader } from "./canvas_cells";
import { cell_data, raw_text } from "./cell_data";
import type { SheetColumn, SheetSource } from "./types";
import type { SheetModel } from "./use_sheet_model";

const MAX_COPIED_ROWS = 50_000;

export function make_reader<Row extends object>(source: SheetSource<Row>, model: SheetModel<Row>, columns: SheetColumn<Row>[]): CellReader {
  return {
    cell: (column, row) => {
      const [at, found] = [columns[column], model.cache.row(row)];
      if (at === undefined || found === undefined) return null;
      const id = source.id(found);
      return { data: cell_data(at, found, model.edits.invalid_at(id, at.key)), touched_at: model.touched_at(id) };
    },
    texts: async (range, signal) => {
      const chosen = columns.slice(range.x, range.x + range.width);
      const rows = await model.cache.range(range.y, range.y + Math.min(range.height, MAX_COPIED_ROWS), signal);
      return rows.map((row) => chosen.map((column) => raw_text(column, row)));
    },
    opens: (column) => columns[column]?.opens ?? false,
    is_editable: (column, row) => {
      const [at, found] = [columns[column], model.cache.row(row)];
      return at?.edit !== undefined && found !== undefined && at.edit.allowed?.(found) !== false;
    },
  };
}
