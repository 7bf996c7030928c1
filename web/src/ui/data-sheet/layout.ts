// layout.ts: width, order, hiding and pinning of columns, as kept per person; pure functions over what was saved.
import type { SheetColumn, SheetQuery } from "./types";

export interface SheetLayout {
  order?: string[];
  widths?: Record<string, number>;
  hidden?: string[];
  pinned?: string[];
}

export interface ViewDefinition {
  query: SheetQuery;
  layout: SheetLayout;
}

export interface SheetPreferences {
  layout?: SheetLayout;
  query?: SheetQuery;
}

const DEFAULT_WIDTH = 140;

export const width_of = <Row>(column: SheetColumn<Row>, layout: SheetLayout): number =>
  layout.widths?.[column.key] ?? column.width ?? DEFAULT_WIDTH;

export const is_hidden = <Row>(column: SheetColumn<Row>, layout: SheetLayout): boolean =>
  layout.hidden ? layout.hidden.includes(column.key) : (column.hidden ?? false);

export const is_pinned = <Row>(column: SheetColumn<Row>, layout: SheetLayout): boolean =>
  layout.pinned ? layout.pinned.includes(column.key) : (column.pinned ?? false);

/** All columns in the saved order; columns that are newer than what was saved keep their place at the end. */
export function ordered<Row>(columns: SheetColumn<Row>[], layout: SheetLayout): SheetColumn<Row>[] {
  const place = new Map((layout.order ?? []).map((key, index) => [key, index]));
  const at = (column: SheetColumn<Row>) => place.get(column.key) ?? place.size + columns.indexOf(column);
  return columns.toSorted((a, b) => at(a) - at(b));
}

/** What is shown, pinned columns first. */
export function visible<Row>(columns: SheetColumn<Row>[], layout: SheetLayout) {
  const shown = ordered(columns, layout).filter((column) => !is_hidden(column, layout));
  const pinned = shown.filter((column) => is_pinned(column, layout));
  return { columns: [...pinned, ...shown.filter((column) => !is_pinned(column, layout))], pinned: pinned.length };
}

function toggled(list: string[], key: string, on: boolean): string[] {
  const others = list.filter((other) => other !== key);
  return on ? [...others, key] : others;
}

export function set_hidden<Row>(columns: SheetColumn<Row>[], layout: SheetLayout, key: string, on: boolean): SheetLayout {
  const hidden = columns.filter((column) => is_hidden(column, layout)).map((column) => column.key);
  return { ...layout, hidden: toggled(hidden, key, on) };
}

export function set_pinned<Row>(columns: SheetColumn<Row>[], layout: SheetLayout, key: string, on: boolean): SheetLayout {
  const pinned = columns.filter((column) => is_pinned(column, layout)).map((column) => column.key);
  return { ...layout, pinned: toggled(pinned, key, on) };
}

export function set_width(layout: SheetLayout, key: string, width: number): SheetLayout {
  return { ...layout, widths: { ...layout.widths, [key]: Math.round(width) } };
}

/** Moves one visible column in front of where another visible one stands; hidden ones keep their neighbours. */
export function move_column<Row>(columns: SheetColumn<Row>[], layout: SheetLayout, from: number, to: number): SheetLayout {
  const shown = visible(columns, layout).columns.map((column) => column.key);
  const [moved] = shown.splice(from, 1);
  if (moved === undefined) return layout;
  shown.splice(to, 0, moved);
  const rest = ordered(columns, layout).filter((column) => is_hidden(column, layout)).map((column) => column.key);
  return { ...layout, order: [...shown, ...rest] };
}
