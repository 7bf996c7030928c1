// use_chosen_rows.ts: tells a view which rows are chosen and which are dragged, as what a bulk action can be about.
import type { GridSelection } from "@glideapps/glide-data-grid";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { notify_text } from "../notify";
import type { PageCache } from "./page_cache";
import { MAX_CHOSEN_ROWS, selected_target } from "./selection";
import type { ChosenRows, SheetQuery, SheetSource } from "./types";
import type { RowDrag } from "./use_row_drag";

interface Options<Row> {
  source: SheetSource<Row>;
  query: SheetQuery;
  cache: PageCache<Row>;
  set_selection: (selection: GridSelection) => void;
  on_chosen?: (rows: ChosenRows | null) => void;
  on_dragged?: (rows: ChosenRows | null) => void;
}

export function useChosenRows<Row>({ source, query, cache, set_selection, on_chosen, on_dragged }: Options<Row>) {
  const { t } = useTranslation();
  const rows_of = (selection: GridSelection): ChosenRows | null => {
    if (selection.rows.length === 0) return null;
    const target = async () => {
      const found = await selected_target({ source, query, cache }, selection);
      if (found === null) notify_text(t("sheet.too_many"), t("sheet.too_many_hint", { max: MAX_CHOSEN_ROWS }));
      return found;
    };
    return { count: selection.rows.length, target };
  };
  const select = (selection: GridSelection) => {
    set_selection(selection);
    on_chosen?.(rows_of(selection));
  };
  const drag: RowDrag | undefined = on_dragged && {
    label: (count) => t("sheet.selected", { count, number: format_number(count) }),
    on_start: (selection) => on_dragged(rows_of(selection)),
    on_end: () => on_dragged(null),
  };
  return { select, drag };
}
