// edits.ts: applies typed, pasted, filled and undone values: checked, shown at once, sent row by row, taken back when refused.
import { sentence } from "@/lib/errors";
import type { CellChange, Gesture } from "./history";
import type { CellValue, Changed, RowId, SheetColumn } from "./types";

export interface TextEdit<Row> {
  row: Row;
  column: SheetColumn<Row>;
  text: string;
}

export interface InvalidCell {
  text: string;
  reason: string;
}

export interface EditHost<Row> {
  id: (row: Row) => RowId;
  /** The row as it is shown now, if it is loaded. */
  find: (id: RowId) => Row | undefined;
  replace: (id: RowId, next: Row) => void;
  change: (id: RowId, changes: Record<string, CellValue>) => Promise<Changed<Row>>;
  on_marks: () => void;
}

export interface EditOutcome {
  applied: CellChange[];
  /** By these the server takes the gesture back, where it can. */
  undo_ids: number[];
  invalid: number;
  read_only: number;
  refused: { id: RowId; reason: string }[];
}

const PARALLEL = 6;
const cell_key = (id: RowId, column: string) => `${id}:${column}`;

export class Edits<Row extends object> {
  private readonly invalid = new Map<string, InvalidCell>();
  /** The last request about a row: the next one about it waits, so that two quick edits arrive in their order. */
  private readonly tails = new Map<RowId, Promise<void>>();

  constructor(private readonly host: EditHost<Row>) {}

  invalid_at(id: RowId, column: string): InvalidCell | undefined {
    return this.invalid.get(cell_key(id, column));
  }

  get invalid_count(): number {
    return this.invalid.size;
  }

  discard_invalid(): void {
    this.invalid.clear();
    this.host.on_marks();
  }

  async apply(edits: readonly TextEdit<Row>[]): Promise<EditOutcome> {
    const changes: CellChange[] = [];
    const outcome: EditOutcome = { applied: [], undo_ids: [], invalid: 0, read_only: 0, refused: [] };
    for (const { row, column, text } of edits) {
      const id = this.host.id(row);
      if (column.edit === undefined || column.edit.allowed?.(row) === false) {
        outcome.read_only += 1;
        continue;
      }
      const checked = column.edit.check(text, row);
      if ("reason" in checked) {
        this.invalid.set(cell_key(id, column.key), { text, reason: checked.reason });
        outcome.invalid += 1;
        continue;
      }
      this.invalid.delete(cell_key(id, column.key));
      changes.push({ id, column: column.key, before: column.value(row), after: checked.value });
    }
    this.host.on_marks();
    return this.send(changes, outcome);
  }

  /** Undo and redo: values that were already checked once. */
  async replay(gesture: Gesture): Promise<EditOutcome> {
    return this.send([...gesture], { applied: [], undo_ids: [], invalid: 0, read_only: 0, refused: [] });
  }

  private async send(changes: CellChange[], outcome: EditOutcome): Promise<EditOutcome> {
    const by_row = new Map<RowId, CellChange[]>();
    for (const change of changes) {
      if (change.before === change.after) continue;
      by_row.set(change.id, [...(by_row.get(change.id) ?? []), change]);
    }
    const waiting = [...by_row];
    for (const [id, row_changes] of waiting) this.show(id, row_changes);
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await this.in_turn(...next, outcome);
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    return outcome;
  }

  private show(id: RowId, changes: CellChange[]): void {
    const row = this.host.find(id);
    if (row === undefined) return;
    this.host.replace(id, { ...row, ...Object.fromEntries(changes.map((change) => [change.column, change.after])) });
  }

  private async in_turn(id: RowId, changes: CellChange[], outcome: EditOutcome): Promise<void> {
    const turn = (this.tails.get(id) ?? Promise.resolve()).then(() => this.send_row(id, changes, outcome));
    this.tails.set(id, turn);
    await turn;
    if (this.tails.get(id) === turn) this.tails.delete(id);
  }

  private async send_row(id: RowId, changes: CellChange[], outcome: EditOutcome): Promise<void> {
    try {
      const { undo_ids, row: answer } = await this.host.change(id, Object.fromEntries(changes.map((c) => [c.column, c.after])));
      const shown = this.host.find(id);
      this.host.replace(id, shown === undefined ? answer : { ...shown, ...answer });
      outcome.applied.push(...changes);
      outcome.undo_ids.push(...undo_ids);
    } catch (error) {
      this.take_back(id, changes, sentence(error));
      outcome.refused.push({ id, reason: sentence(error) });
    }
  }

  /** The old value stands again, and the refused text stays beside its reason until it is corrected. */
  private take_back(id: RowId, changes: CellChange[], reason: string): void {
    const row = this.host.find(id);
    if (row !== undefined) {
      this.host.replace(id, { ...row, ...Object.fromEntries(changes.map((c) => [c.column, c.before])) });
    }
    for (const { column, after } of changes) {
      this.invalid.set(cell_key(id, column), { text: after === null ? "" : String(after), reason });
    }
    this.host.on_marks();
  }
}
