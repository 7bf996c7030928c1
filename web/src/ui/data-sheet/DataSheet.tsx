// DataSheet.tsx: the grid of every list: toolbar, canvas, menus and the bar of what is selected.
import { type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../EmptyState";
import { ErrorState } from "../ErrorState";
import { usePaste } from "../use_paste";
import classes from "./DataSheet.module.css";
import { HeaderMenu } from "./HeaderMenu";
import type { EditHistory } from "./history";
import { HoverNote } from "./HoverNote";
import { width_of } from "./layout";
import { move_column, set_width } from "./layout";
import { is_filtered, toggle_sort } from "./query";
import { RowMenu } from "./RowMenu";
import { NOTHING_SELECTED } from "./selection";
import { SelectionBar } from "./SelectionBar";
import { type DOMRectLike, SheetCanvas, type SheetCanvasHandle } from "./SheetCanvas";
import { SheetToolbar } from "./SheetToolbar";
import { make_reader } from "./reader";
import type { BulkAction, CellAddress, ChosenRows, RowAction, RowId, SheetColumn, SheetQuery, SheetSource } from "./types";
import { useChosenRows } from "./use_chosen_rows";
import { useSheetEdits } from "./use_sheet_edits";
import { useSheetKeys } from "./use_sheet_keys";
import { useSheetLayout } from "./use_sheet_layout";
import { useSheetModel } from "./use_sheet_model";

export interface DataSheetProps<Row extends object> {
  source: SheetSource<Row>;
  columns: SheetColumn<Row>[];
  query: SheetQuery;
  on_query: (query: SheetQuery) => void;
  on_open?: (row: Row) => void;
  /** The row whose panel is open: the panel then follows the cursor through the list. */
  open_id?: RowId;
  bulk_actions?: BulkAction[];
  row_actions?: RowAction<Row>[];
  empty: { title: string; text: string; action?: ReactNode; icon?: ReactNode };
  /** Given by a view whose own actions can be undone together with the edits. */
  history?: EditHistory;
  /** Beside the search field. */
  tools?: ReactNode;
  /** Takes pasted lines that have no row here: below the last one, or while no cell is chosen. */
  on_new_lines?: (text: string) => void;
  /** Which rows are chosen, and which are being dragged; null when none are. */
  on_chosen?: (rows: ChosenRows | null) => void;
  on_dragged?: (rows: ChosenRows | null) => void;
}

const SKELETON_ROWS = 40;

export function DataSheet<Row extends object>(props: DataSheetProps<Row>) {
  const { source, columns, query } = props;
  const { t } = useTranslation();
  const canvas = useRef<SheetCanvasHandle>(null);
  const top_row = useRef(0);
  const [selection, set_selection] = useState(NOTHING_SELECTED);
  const [header_menu, set_header_menu] = useState<{ column: number; at: DOMRectLike } | null>(null);
  const [row_menu, set_row_menu] = useState<{ row: number; at: { x: number; y: number } } | null>(null);
  const [hover, set_hover] = useState<{ cell: CellAddress; at: DOMRectLike } | null>(null);

  const layout = useSheetLayout({ name: source.name, columns, query, on_query: props.on_query });
  const shown = layout.shown.columns;
  const has_selection = selection.rows.length > 0 || selection.current !== undefined;
  const model = useSheetModel({
    source,
    query,
    history: props.history,
    redraw: (first, last) => canvas.current?.redraw(first, last),
    must_hold: () => has_selection || top_row.current > 0,
  });
  const { select, drag } = useChosenRows({ ...props, cache: model.cache, set_selection });
  const edits = useSheetEdits(source, model, shown, props.on_new_lines);
  const takes_paste = selection.current !== undefined || selection.rows.length === 1;
  usePaste(takes_paste ? undefined : props.on_new_lines);
  const on_key = useSheetKeys({ edits, open_row_menu: set_row_menu, selection });
  const reader = make_reader(source, model, shown);
  const { total } = model.cache;

  const canvas_columns = useMemo(
    () =>
      shown.map((column) => {
        const place = query.sort.findIndex((key) => key.column === column.key);
        const arrow = place < 0 ? "" : query.sort[place]?.descending ? " ↓" : " ↑";
        const rank = place >= 0 && query.sort.length > 1 ? String(place + 1) : "";
        const title = `${column.title}${arrow}${rank}`;
        return { key: column.key, title, width: width_of(column, layout.layout), is_filtered: column.key in query.filters };
      }),
    [shown, query, layout.layout],
  );

  const set_query = (next: SheetQuery) => {
    select(NOTHING_SELECTED);
    canvas.current?.scroll_to(0);
    layout.set_query(next);
  };
  const open_row = (row: number) => {
    const found = model.cache.row(row);
    if (found !== undefined) props.on_open?.(found);
  };
  const follow = (row: number | undefined) => {
    const found = row === undefined ? undefined : model.cache.row(row);
    if (found !== undefined && props.open_id !== undefined && source.id(found) !== props.open_id) props.on_open?.(found);
  };
  const menu_row = row_menu === null ? undefined : model.cache.row(row_menu.row);

  return (
    <div className={classes.sheet} onKeyDownCapture={on_key}>
      <SheetToolbar
        source={source}
        columns={columns}
        query={query}
        set_query={set_query}
        layout={layout}
        model={model}
        edits={edits}
        tools={props.tools}
      />
      <div className={classes.canvas} data-testid={`sheet-${source.name}`}>
        {model.error !== null && total === null ? (
          <ErrorState error={model.error} retry={model.refresh} />
        ) : total === 0 ? (
          is_filtered(query) ? (
            <EmptyState title={t("sheet.no_match")} text={t("sheet.no_match_hint")} />
          ) : (
            <EmptyState {...props.empty} />
          )
        ) : (
          <SheetCanvas
            ref={canvas}
            columns={canvas_columns}
            pinned={layout.shown.pinned}
            rows={total ?? SKELETON_ROWS}
            reader={reader}
            selection={selection}
            on_selection={(next) => {
              select(next);
              follow(next.current?.cell[1]);
            }}
            on_view={(first, last) => {
              top_row.current = first;
              model.cache.look_at(first, last);
            }}
            on_texts={edits.type_texts}
            on_paste={edits.paste}
            on_clear={edits.clear}
            on_fill={edits.fill}
            on_sort={(column, add) => {
              const key = shown[column];
              if (key && key.sortable !== false) set_query({ ...query, sort: toggle_sort(query.sort, key.key, add) });
            }}
            on_header_menu={(column, at) => set_header_menu({ column, at })}
            on_row_menu={(row, at) => set_row_menu({ row, at })}
            on_open={open_row}
            on_hover={(cell, at) => set_hover(cell && at ? { cell, at } : null)}
            on_resize={(column, width) => {
              const key = shown[column]?.key;
              if (key !== undefined) layout.set_layout(set_width(layout.layout, key, width));
            }}
            drag={drag}
            on_move={(from, to) => layout.set_layout(move_column(columns, layout.layout, from, to))}
          />
        )}
      </div>
      <SelectionBar
        selection={selection}
        clear={() => select(NOTHING_SELECTED)}
        source={source}
        query={query}
        columns={shown}
        cache={model.cache}
        actions={props.bulk_actions ?? []}
      />
      <HoverNote note={hover && reader.cell(hover.cell.column, hover.cell.row)?.data.note} at={hover?.at ?? null} />
      {header_menu && shown[header_menu.column] && (
        <HeaderMenu
          column={shown[header_menu.column] as SheetColumn<Row>}
          columns={columns}
          at={header_menu.at}
          query={query}
          set_query={set_query}
          layout={layout}
          close={() => set_header_menu(null)}
        />
      )}
      {row_menu && menu_row && (
        <RowMenu row={menu_row} at={row_menu.at} actions={props.row_actions ?? []} open={props.on_open} close={() => set_row_menu(null)} />
      )}
    </div>
  );
}
