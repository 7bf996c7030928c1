// types.ts: what a view tells the grid: its columns, where its rows come from and what may be done with them.
import type { ReactNode } from "react";
import type { Page } from "@/api/types";
import type { Tone } from "../tokens";

export type CellValue = string | number | boolean | null;

/** `steps` draws five segments, `meter` a used/of bar; both are numbers to sort and filter. */
export type ColumnKind = "text" | "number" | "money" | "time" | "state" | "yes_no" | "meter" | "steps";

export interface StateOption {
  value: string;
  label: string;
  tone: Tone;
}

export type Checked = { value: CellValue } | { reason: string };

export interface CellEdit<Row> {
  /** Turns typed or pasted text into the value to send, or says why not. */
  check: (text: string, row: Row) => Checked;
  allowed?: (row: Row) => boolean;
}

export interface SheetColumn<Row> {
  /** The server's column name: sort, filter and changes use it. */
  key: string;
  title: string;
  kind: ColumnKind;
  value: (row: Row) => CellValue;
  /** Shown instead of the value. */
  text?: (row: Row) => string;
  /** Copied, and what an editor starts with, instead of the value. */
  copy?: (row: Row) => string;
  /** Shown while the pointer rests on the cell. */
  note?: (row: Row) => string | undefined;
  /** Where the kind alone would put a number on the right. */
  align?: "left" | "right";
  /** Colours the text, with the meaning of the badges. */
  tone?: (row: Row) => Tone | null;
  states?: StateOption[];
  /** Choices of a kind that is no state: shown as plain text. */
  plain?: boolean;
  meter?: (row: Row) => { used: number; of: number };
  steps?: (row: Row) => { done: number; of: number; tone: Tone };
  edit?: CellEdit<Row>;
  width?: number;
  sortable?: boolean;
  filterable?: boolean;
  hidden?: boolean;
  pinned?: boolean;
  /** Sum and average make sense. */
  summable?: boolean;
  /** A click opens the row. */
  opens?: boolean;
}

export interface SortKey {
  column: string;
  descending: boolean;
}

export interface SheetQuery {
  q: string;
  sort: SortKey[];
  filters: Record<string, string>;
}

export const EMPTY_QUERY: SheetQuery = { q: "", sort: [], filters: {} };

export type RowId = number | string;

export interface Changed<Row> {
  row: Row;
  undo_ids: number[];
}

export interface SheetSource<Row> {
  /** Names the list: cached pages and preferences belong to it. */
  name: string;
  id: (row: Row) => RowId;
  read: (query: SheetQuery, offset: number, limit: number, signal: AbortSignal) => Promise<Page<Row>>;
  /** Sends one row's changes; answers the row as it then is. */
  change?: (id: RowId, changes: Record<string, CellValue>) => Promise<Changed<Row>>;
  /** Takes back, or does again, a gesture that the server remembers. */
  undo?: (undo_id: number, which: "undo" | "redo") => Promise<unknown>;
  /** Where every matching row can be had as CSV. */
  csv?: (query: SheetQuery) => { path: string; params: URLSearchParams };
  /** Filters that belong to the view itself and that nobody can take away. */
  fixed?: Record<string, string>;
  /** Live topic that says which rows changed. */
  topic?: string;
}

/** What a bulk action is about: chosen rows, or everything that matches. */
export type SheetTarget = { ids: RowId[]; count: number } | { filter: Record<string, string>; count: number };

/** Rows that a person chose or drags. */
export interface ChosenRows {
  count: number;
  /** Null when they are too many to be named, which was then said. */
  target: () => Promise<SheetTarget | null>;
}

export interface BulkAction {
  key: string;
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  run: (target: SheetTarget, clear: () => void) => void;
}

export interface RowAction<Row> {
  key: string;
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  shown?: (row: Row) => boolean;
  run: (row: Row) => void;
}

export interface CellAddress {
  row: number;
  column: number;
}

export interface CellRange {
  row: number;
  column: number;
  rows: number;
  columns: number;
}
