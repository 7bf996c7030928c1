// history.ts: undo and redo of edits; one gesture (a typed cell, a paste of a thousand) is one step.
import type { CellValue, RowId } from "./types";

export interface CellChange {
  id: RowId;
  column: string;
  before: CellValue;
  after: CellValue;
}

export type Gesture = readonly CellChange[];

const MAX_GESTURES = 200;

export class EditHistory {
  private done: Gesture[] = [];
  private undone: Gesture[] = [];

  push(gesture: Gesture): void {
    const changes = gesture.filter((change) => change.before !== change.after);
    if (changes.length === 0) return;
    this.done = [...this.done, changes].slice(-MAX_GESTURES);
    this.undone = [];
  }

  /** The changes that take back the last gesture; it is then ready to be done again. */
  undo(): Gesture | undefined {
    const gesture = this.done.pop();
    if (gesture === undefined) return undefined;
    this.undone.push(gesture);
    return gesture.map((change) => ({ ...change, before: change.after, after: change.before }));
  }

  redo(): Gesture | undefined {
    const gesture = this.undone.pop();
    if (gesture !== undefined) this.done.push(gesture);
    return gesture;
  }

  get can_undo(): boolean {
    return this.done.length > 0;
  }

  get can_redo(): boolean {
    return this.undone.length > 0;
  }
}
