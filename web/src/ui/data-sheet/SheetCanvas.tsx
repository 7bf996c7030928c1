// SheetCanvas.tsx: the only place that speaks Glide: draws cells, reports what the person does in our own words.
import "@glideapps/glide-data-grid/index.css";
import { DataEditor, type DataEditorRef, type GridColumn, type GridSelection } from "@glideapps/glide-data-grid";
import { useComputedColorScheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type Ref, useImperativeHandle, useMemo, useRef } from "react";
import { useDensity } from "../density";
import { ROW_HEIGHT } from "../tokens";
import classes from "./DataSheet.module.css";
import { type CellReader, cells_in, glide_cell } from "./canvas_cells";
import { edited_cells, fill_of, type TextAt } from "./canvas_events";
import { make_renderer } from "./draw";
import { grid_theme } from "./grid_theme";
import type { CellAddress, CellRange } from "./types";
import { type RowDrag, useRowDrag } from "./use_row_drag";

export interface CanvasColumn {
  key: string;
  title: string;
  width: number;
  is_filtered: boolean;
}

export interface SheetCanvasHandle {
  redraw: (first: number, last: number) => void;
  focus: () => void;
  scroll_to: (row: number) => void;
}

interface SheetCanvasProps {
  ref: Ref<SheetCanvasHandle>;
  columns: CanvasColumn[];
  pinned: number;
  rows: number;
  reader: CellReader;
  selection: GridSelection;
  on_selection: (selection: GridSelection) => void;
  on_view: (first: number, last: number) => void;
  on_texts: (edits: TextAt[]) => void;
  on_paste: (target: CellAddress, values: readonly (readonly string[])[]) => void;
  on_clear: (selection: GridSelection) => void;
  on_fill: (source: CellRange, destination: CellRange) => void;
  on_sort: (column: number, add: boolean) => void;
  on_header_menu: (column: number, at: DOMRectLike) => void;
  on_row_menu: (row: number, at: { x: number; y: number }) => void;
  on_open: (row: number) => void;
  on_hover: (cell: CellAddress | null, at: DOMRectLike | null) => void;
  on_resize: (column: number, width: number) => void;
  on_move: (from: number, to: number) => void;
  /** Lets chosen rows be dragged out. */
  drag?: RowDrag;
}

export interface DOMRectLike {
  x: number;
  y: number;
  width: number;
  height: number;
}

const KEYS = { downFill: true, rightFill: true, search: false, activateCell: " |Enter|shift+Enter|F2" } as const;

export function SheetCanvas({ ref, ...props }: SheetCanvasProps) {
  const scheme = useComputedColorScheme("light");
  const [density] = useDensity();
  const is_phone = useMediaQuery("(max-width: 640px)");
  const grid = useRef<DataEditorRef>(null);
  const view = useRef({ first: 0, last: 60 });
  const row_drag = useRowDrag(props.selection, props.drag);
  const renderers = useMemo(() => [make_renderer(scheme)], [scheme]);
  const theme = useMemo(() => grid_theme(scheme), [scheme]);
  const columns = useMemo<GridColumn[]>(
    () =>
      props.columns.map((column) => ({
        id: column.key,
        title: column.title,
        width: column.width,
        hasMenu: true,
        themeOverride: column.is_filtered ? { textHeader: theme.linkColor } : undefined,
      })),
    [props.columns, theme],
  );

  useImperativeHandle(ref, () => ({
    focus: () => grid.current?.focus(),
    scroll_to: (row) => grid.current?.scrollTo(0, row, "vertical", 0, 60),
    // Only what can be seen is drawn anew: naming every row of a long page would cost more than it shows.
    redraw: (first, last) => {
      const from = Math.max(first, view.current.first);
      const to = Math.min(last, view.current.last + 2);
      const damage = [];
      for (let row = from; row < to; row += 1) {
        for (let column = 0; column < columns.length; column += 1) damage.push({ cell: [column, row] as const });
      }
      if (damage.length > 0) grid.current?.updateCells(damage);
    },
  }));

  return (
    <div className={classes.fill} {...row_drag.pressing}>
      <DataEditor
        ref={grid}
        columns={columns}
        rows={props.rows}
        width="100%"
        height="100%"
        theme={theme}
        rowHeight={ROW_HEIGHT[density]}
        headerHeight={34}
        freezeColumns={is_phone ? 0 : props.pinned}
        smoothScrollX
        smoothScrollY
        overscrollX={80}
        maxColumnWidth={900}
        rowMarkers={{ kind: "both", checkboxStyle: "square", width: props.rows > 99_999 ? 68 : 52 }}
        rowSelect="multi"
        rowSelectionMode="multi"
        columnSelect="none"
        rangeSelect="rect"
        rangeSelectionBlending="mixed"
        rowSelectionBlending="mixed"
        cellActivationBehavior="double-click"
        fillHandle
        allowedFillDirections="orthogonal"
        keybindings={KEYS}
        experimental={{ disableMinimumCellWidth: true }}
        customRenderers={renderers}
        getCellContent={([column, row]) => glide_cell(props.reader, column, row)}
        getCellsForSelection={(range, signal) => cells_in(props.reader, range, signal)}
        gridSelection={props.selection}
        onGridSelectionChange={(next) => row_drag.keeps_selection() || props.on_selection(next)}
        onVisibleRegionChanged={(range) => {
          view.current = { first: range.y, last: range.y + range.height };
          props.on_view(range.y, range.y + range.height + 1);
        }}
        onCellsEdited={(edited) => {
          props.on_texts(edited_cells(edited));
          return true;
        }}
        onPaste={([column, row], values) => {
          props.on_paste({ column, row }, values);
          return false;
        }}
        onDelete={(selection) => {
          props.on_clear(selection);
          return false;
        }}
        onFillPattern={(event) => {
          event.preventDefault();
          props.on_fill(...fill_of(event));
        }}
        onHeaderClicked={(column, event) => props.on_sort(column, event.shiftKey)}
        onHeaderMenuClick={(column, at) => props.on_header_menu(column, at)}
        onHeaderContextMenu={(column, event) => {
          event.preventDefault();
          props.on_header_menu(column, event.bounds);
        }}
        onCellContextMenu={([, row], event) => {
          event.preventDefault();
          props.on_row_menu(row, { x: event.bounds.x + event.localEventX, y: event.bounds.y + event.localEventY });
        }}
        onCellClicked={([column, row], event) => {
          if (props.reader.opens(column) && event.button === 0 && !event.shiftKey && !event.ctrlKey) props.on_open(row);
        }}
        onCellActivated={([column, row]) => {
          if (!props.reader.is_editable(column, row)) props.on_open(row);
        }}
        isDraggable={row_drag.is_armed}
        onDragStart={row_drag.start}
        onItemHovered={(event) => {
          row_drag.hover(event);
          if (event.kind === "cell") props.on_hover({ column: event.location[0], row: event.location[1] }, event.bounds);
          else props.on_hover(null, null);
        }}
        onColumnResize={(_, width, column) => props.on_resize(column, width)}
        onColumnMoved={props.on_move}
      />
    </div>
  );
}
