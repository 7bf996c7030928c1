// history.ts: undo and redo; one gesture (a typed cell, a paste of a thousand, a bulk action) is one step.
import type { CellValue, RowId } from "./types";

export interface CellChange {
  id: RowId;
  column: string;
  before: CellValue;
  after: CellValue;
}

export type Gesture = readonly CellChange[];

/** Cells are written back by the grid; a gesture that the server remembers is taken back by the server. */
export type Step = { kind: "cells"; changes: Gesture } | { kind: "server"; undo_ids: readonly number[] };

const MAX_STEPS = 200;

const is_empty = (step: Step) => (step.kind === "cells" ? step.changes.length === 0 : step.undo_ids.length === 0);

export const reversed = (changes: Gesture): Gesture =>
  changes.map((change) => ({ ...change, before: change.after, after: change.before }));

export class EditHistory {
  private done: Step[] = [];
  private undone: Step[] = [];

  push(step: Step): void {
    if (is_empty(step)) return;
    this.done = [...this.done, step].slice(-MAX_STEPS);
    this.undone = [];
  }

  /** The last step, which can then be done again. */
  undo(): Step | undefined {
    const step = this.done.pop();
    if (step !== undefined) this.undone.push(step);
    return step;
  }

  redo(): Step | undefined {
    const step = this.undone.pop();
    if (step !== undefined) this.done.push(step);
    return step;
  }

  get can_undo(): boolean {
    return this.done.length > 0;
  }

  get can_redo(): boolean {
    return this.undone.length > 0;
  }
}
