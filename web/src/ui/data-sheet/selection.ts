// selection.ts: what is selected, in counts and sums, and as the target of a bulk action.
import { CompactSelection, type GridSelection } from "@glideapps/glide-data-grid";
import { bulk_filter, within } from "./query";
import type { SheetColumn, SheetQuery, SheetSource, SheetTarget } from "./types";

export const NOTHING_SELECTED: GridSelection = { columns: CompactSelection.empty(), rows: CompactSelection.empty() };
export const MAX_CHOSEN_ROWS = 10_000;

export interface RowReader<Row> {
  range: (first: number, last: number) => Promise<Row[]>;
}

export async function chosen_rows<Row>(selection: GridSelection, reader: RowReader<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [first, last] of selection.rows.items) rows.push(...(await reader.range(first, last)));
  return rows;
}

export function matching_target<Row>(source: SheetSource<Row>, query: SheetQuery, total: number): SheetTarget {
  return { filter: bulk_filter(within(query, source.fixed)), count: total };
}

/** What a bulk action is to be about; null when the chosen rows are too many to be named one by one. */
export async function selected_target<Row>(
  { source, query, cache }: { source: SheetSource<Row>; query: SheetQuery; cache: RowReader<Row> & { total: number | null } },
  selection: GridSelection,
  is_all = selection.rows.length >= (cache.total ?? 0),
): Promise<SheetTarget | null> {
  const count = selection.rows.length;
  if (is_all) return matching_target(source, query, cache.total ?? 0);
  return count > MAX_CHOSEN_ROWS ? null : { ids: (await chosen_rows(selection, cache)).map(source.id), count };
}

export interface Sums {
  cells: number;
  numbers: number;
  sum: number;
}

/** Adds up the numeric cells of a rectangle of rows and columns. */
export function add_up<Row>(rows: Row[], columns: SheetColumn<Row>[]): Sums {
  const sums: Sums = { cells: rows.length * columns.length, numbers: 0, sum: 0 };
  for (const column of columns.filter((candidate) => candidate.summable)) {
    for (const row of rows) {
      const value = column.value(row);
      if (typeof value !== "number") continue;
      sums.numbers += 1;
      sums.sum += column.kind === "money" ? value / 100 : value;
    }
  }
  return sums;
}
