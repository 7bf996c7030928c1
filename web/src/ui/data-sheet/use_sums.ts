// use_sums.ts: count, sum and average of the selected cells, a moment after the selection stands still.
import type { GridSelection } from "@glideapps/glide-data-grid";
import { useEffect, useState } from "react";
import { add_up, chosen_rows, MAX_CHOSEN_ROWS, type RowReader, type Sums } from "./selection";
import type { SheetColumn } from "./types";

const DELAY_MS = 120;

async function sums_of<Row>(selection: GridSelection, reader: RowReader<Row>, columns: SheetColumn<Row>[]): Promise<Sums | null> {
  const range = selection.current?.range;
  if (selection.rows.length > 0) {
    return selection.rows.length > MAX_CHOSEN_ROWS ? null : add_up(await chosen_rows(selection, reader), columns);
  }
  if (range === undefined || range.width * range.height < 2 || range.height > MAX_CHOSEN_ROWS) return null;
  return add_up(await reader.range(range.y, range.y + range.height), columns.slice(range.x, range.x + range.width));
}

export function useSums<Row>(selection: GridSelection, reader: RowReader<Row>, columns: SheetColumn<Row>[]): Sums | null {
  const [sums, set_sums] = useState<Sums | null>(null);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      sums_of(selection, reader, columns).then(
        (found) => current && set_sums(found),
        () => current && set_sums(null),
      );
    }, DELAY_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [selection, reader, columns]);
  return sums;
}
