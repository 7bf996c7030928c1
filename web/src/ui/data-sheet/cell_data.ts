// cell_data.ts: what one cell shows and how it is edited, before anything is drawn.
import { format_money, format_number, format_relative, format_time } from "@/lib/format";
import { t } from "@/lib/i18n";
import type { Tone } from "../tokens";
import type { InvalidCell } from "./edits";
import type { SheetColumn, StateOption } from "./types";

export interface EditorSpec {
  initial: string;
  reason: (text: string) => string | null;
  options?: StateOption[];
}

interface CellBase {
  copy: string;
  /** Shown while the pointer rests on the cell. */
  note?: string;
  tone?: Tone | null;
  is_invalid?: boolean;
  is_link?: boolean;
  editor?: EditorSpec;
  /** What the editor left behind. */
  edited?: string;
}

export type CellData = CellBase &
  (
    | { shape: "text"; text: string; align: "left" | "right" }
    | { shape: "badge"; label: string; badge: Tone }
    | { shape: "meter"; used: number; of: number }
    | { shape: "steps"; done: number; of: number; steps: Tone }
  );

/** Longer texts rarely fit their column: they are shown whole on hover. */
const LONG_TEXT = 30;

const is_numeric = (kind: string) => kind === "number" || kind === "money";
const align_of = <Row>(column: SheetColumn<Row>) => column.align ?? (is_numeric(column.kind) ? "right" : "left");

/** The plain text of a cell: what is copied, and what an editor starts with. */
export function raw_text<Row>(column: SheetColumn<Row>, row: Row): string {
  const value = column.value(row);
  if (value === null || value === undefined) return "";
  if (column.copy) return column.copy(row);
  if (column.kind === "state") return column.states?.find((state) => state.value === value)?.label ?? String(value);
  if (column.kind === "money") return String(Number(value) / 100);
  if (column.text && !column.edit && !is_numeric(column.kind)) return column.text(row);
  return String(value);
}

function shown_text<Row>(column: SheetColumn<Row>, row: Row): string {
  if (column.text) return column.text(row);
  const value = column.value(row);
  if (value === null || value === undefined) return "";
  switch (column.kind) {
    case "number":
      return format_number(Number(value));
    case "money":
      return format_money(Number(value));
    case "time":
      return format_relative(String(value));
    case "state":
      return column.states?.find((option) => option.value === value)?.label ?? String(value);
    case "yes_no":
      return value ? t("common.yes") : t("common.no");
    default:
      return String(value);
  }
}

function editor_of<Row>(column: SheetColumn<Row>, row: Row, initial: string): EditorSpec | undefined {
  const { edit } = column;
  if (edit === undefined || edit.allowed?.(row) === false) return undefined;
  const reason = (text: string) => {
    const checked = edit.check(text, row);
    return "reason" in checked ? checked.reason : null;
  };
  return { initial, reason, options: column.kind === "state" ? column.states : undefined };
}

export function cell_data<Row>(column: SheetColumn<Row>, row: Row, invalid?: InvalidCell): CellData {
  const copy = raw_text(column, row);
  const editor = editor_of(column, row, invalid?.text ?? copy);
  if (invalid) {
    const base = { copy, editor, note: invalid.reason, is_invalid: true };
    return { ...base, shape: "text", text: invalid.text, align: align_of(column) };
  }
  const value = column.value(row);
  const state = column.kind === "state" ? column.states?.find((option) => option.value === value) : undefined;
  if (state && !column.plain) return { shape: "badge", label: state.label, badge: state.tone, copy, editor };
  if (column.meter && value !== null) return { shape: "meter", ...column.meter(row), copy, editor };
  if (column.steps && value !== null) {
    const { done, of, tone } = column.steps(row);
    return { shape: "steps", done, of, steps: tone, copy, note: column.text?.(row) };
  }
  const text = shown_text(column, row);
  const is_long = text.length > LONG_TEXT;
  const when = column.kind === "time" && value !== null ? format_time(String(value)) : undefined;
  const note = column.note?.(row) ?? when ?? (is_long ? text : undefined);
  return { shape: "text", text, align: align_of(column), copy, editor, note, tone: column.tone?.(row), is_link: column.opens };
}
