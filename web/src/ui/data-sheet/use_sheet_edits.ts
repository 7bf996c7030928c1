// use_sheet_edits.ts: typing, pasting, clearing, filling, undo and redo over a grid's model, with a word about what was left out.
import type { GridSelection } from "@glideapps/glide-data-grid";
import { useReducer, useRef } from "react";
import { useTranslation } from "react-i18next";
import { notify_problem, notify_text } from "../notify";
import type { TextAt } from "./canvas_events";
import { raw_text } from "./cell_data";
import type { EditOutcome, TextEdit } from "./edits";
import { as_lines } from "./lines";
import { continue_pattern } from "./fill";
import type { CellAddress, CellRange, SheetColumn, SheetSource } from "./types";
import { reversed } from "./history";
import type { SheetModel } from "./use_sheet_model";

const MAX_ROWS_AT_ONCE = 10_000;

export function useSheetEdits<Row extends object>(source: SheetSource<Row>, model: SheetModel<Row>, columns: SheetColumn<Row>[], on_new_lines?: (text: string) => void) {
  const { t } = useTranslation();
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const { cache, edits, history } = model;

  const report = (outcome: EditOutcome) => {
    const parts = [
      outcome.invalid > 0 ? t("sheet.outcome.invalid", { count: outcome.invalid }) : null,
      outcome.read_only > 0 ? t("sheet.outcome.read_only", { count: outcome.read_only }) : null,
      outcome.refused.length > 0
        ? t("sheet.outcome.refused", { count: outcome.refused.length, reason: outcome.refused[0]?.reason })
        : null,
    ].filter((part) => part !== null);
    if (parts.length > 0) notify_text(t("sheet.outcome.title", { count: outcome.applied.length }), parts.join(" "));
    rerender();
  };

  /** Undo pressed while a change is on its way waits for the answer: only what was saved can be taken back. */
  const pending = useRef<Promise<unknown>>(Promise.resolve());
  const run = (list: TextEdit<Row>[]) => {
    const work = edits.apply(list).then((outcome) => {
      history.push(source.undo ? { kind: "server", undo_ids: outcome.undo_ids } : { kind: "cells", changes: outcome.applied });
      report(outcome);
    });
    pending.current = Promise.all([pending.current, work]);
    return work;
  };

  const rows_of = async (first: number, count: number): Promise<Row[]> => {
    if (count > MAX_ROWS_AT_ONCE) notify_text(t("sheet.too_many"), t("sheet.too_many_hint", { max: MAX_ROWS_AT_ONCE }));
    return count > MAX_ROWS_AT_ONCE ? [] : cache.range(first, first + count);
  };

  const type_texts = (texts: TextAt[]) => {
    const list = texts.flatMap(({ column, row, text }) => {
      const [at, shown] = [columns[column], cache.row(row)];
      return at && shown ? [{ row: shown, column: at, text }] : [];
    });
    void run(list);
  };

  /** `line(i)` gives the texts of the i-th row of the range, by column of the range. */
  const write_range = async (range: CellRange, line: (index: number) => readonly string[]) => {
    const rows = await rows_of(range.row, range.rows);
    const list: TextEdit<Row>[] = [];
    rows.forEach((row, index) => {
      const texts = line(index);
      for (let i = 0; i < range.columns; i += 1) {
        const [column, text] = [columns[range.column + i], texts[i]];
        if (column && text !== undefined) list.push({ row, column, text });
      }
    });
    if (rows.length < range.rows && rows.length > 0) notify_text(t("sheet.past_end"), t("sheet.past_end_hint", { count: range.rows - rows.length }));
    await run(list);
  };

  const paste = (target: CellAddress, values: readonly (readonly string[])[]) => {
    const here = Math.max(0, Math.min(values.length, (cache.total ?? 0) - target.row));
    const rows = on_new_lines ? here : values.length;
    const width = Math.max(0, ...values.map((line) => line.length));
    if (rows > 0) void write_range({ ...target, rows, columns: width }, (index) => values[index] ?? []);
    if (rows < values.length) on_new_lines?.(as_lines(values.slice(rows)));
  };

  const clear = (selection: GridSelection) => {
    const range = selection.current?.range;
    if (range === undefined) return;
    const blank = Array.from({ length: range.width }, () => "");
    void write_range({ row: range.y, column: range.x, rows: range.height, columns: range.width }, () => blank);
  };

  const fill = async (source: CellRange, destination: CellRange) => {
    const pattern = (await rows_of(source.row, source.rows)).map((row) =>
      columns.slice(source.column, source.column + source.columns).map((column) => raw_text(column, row)),
    );
    const below = destination.row + destination.rows - (source.row + source.rows);
    const above = source.row - destination.row;
    const right = destination.column + destination.columns - (source.column + source.columns);
    const column_texts = (i: number) => pattern.map((line) => line[i] ?? "");
    const down = (count: number, back: boolean) =>
      Array.from({ length: source.columns }, (_, i) => continue_pattern(column_texts(i), count, back));
    if (below > 0) {
      const texts = down(below, false);
      await write_range({ ...source, row: source.row + source.rows, rows: below }, (index) => texts.map((c) => c[index] ?? ""));
    } else if (above > 0) {
      const texts = down(above, true);
      await write_range({ ...source, row: destination.row, rows: above }, (index) => texts.map((c) => c[above - 1 - index] ?? ""));
    } else if (right > 0) {
      const texts = pattern.map((line) => continue_pattern(line, right));
      await write_range({ ...source, column: source.column + source.columns, columns: right }, (index) => texts[index] ?? []);
    }
  };

  const step = async (which: "undo" | "redo") => {
    await pending.current;
    const done = history[which]();
    if (done === undefined) return;
    if (done.kind === "cells") return report(await edits.replay(which === "undo" ? reversed(done.changes) : done.changes));
    try {
      const ids = which === "undo" ? done.undo_ids.toReversed() : done.undo_ids;
      for (const id of ids) await source.undo?.(id, which);
    } catch (error) {
      notify_problem(t(`common.${which}`), error);
    }
    model.refresh();
  };

  return { type_texts, paste, clear, fill: (s: CellRange, d: CellRange) => void fill(s, d), undo: () => void step("undo"), redo: () => void step("redo") };
}
