// edits.spec.ts: what is typed shows at once; what is refused comes back with its reason; nothing is silently dropped.
import { expect, test, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { check_number, check_state, check_text } from "./checks";
import { Edits, type TextEdit } from "./edits";
import { continue_pattern } from "./fill";
import { EditHistory, reversed } from "./history";
import type { CellValue, RowId, SheetColumn } from "./types";

interface Row {
  id: number;
  name: string | null;
  age: number;
}

const name: SheetColumn<Row> = { key: "name", title: "Name", kind: "text", value: (row) => row.name, edit: { check: check_text({ max: 5 }) } };
const age: SheetColumn<Row> = { key: "age", title: "Age", kind: "number", value: (row) => row.age };

function make_edits() {
  const rows = new Map<RowId, Row>([1, 2, 3].map((id) => [id, { id, name: `n${id}`, age: id }]));
  const change = vi.fn(async (id: RowId, changes: Record<string, CellValue>) => ({ row: { ...(rows.get(id) as Row), ...changes } as Row, undo_ids: [] }));
  const edits = new Edits<Row>({ id: (row) => row.id, find: (id) => rows.get(id), replace: (id, next) => rows.set(id, next), change, on_marks: () => undefined });
  const edit = (id: number, column: SheetColumn<Row>, text: string): TextEdit<Row> => ({ row: rows.get(id) as Row, column, text });
  return { rows, change, edits, edit };
}

// shows LIV-1
test("a change shows at once and is sent as one request per row", async () => {
  const { rows, change, edits, edit } = make_edits();
  const done = edits.apply([edit(1, name, "ann"), edit(2, name, "bea")]);
  expect(rows.get(1)?.name).toBe("ann");
  expect((await done).applied).toHaveLength(2);
  expect(change).toHaveBeenCalledTimes(2);
});

test("a refused change is rolled back and the cell keeps the text with the server's reason", async () => {
  const { rows, change, edits, edit } = make_edits();
  change.mockRejectedValueOnce(new ApiProblem({ title: "Conflict", detail: "Taken already", status: 409, code: "x.taken" }));
  const outcome = await edits.apply([edit(1, name, "ann")]);
  expect(rows.get(1)?.name).toBe("n1");
  expect(outcome.refused).toEqual([{ id: 1, reason: "Taken already" }]);
  expect(edits.invalid_at(1, "name")).toEqual({ text: "ann", reason: "Taken already" });
});

// shows WEB-1
test("a value that does not fit is marked and never sent, and the good ones beside it are", async () => {
  const { change, edits, edit } = make_edits();
  const outcome = await edits.apply([edit(1, name, "too long"), edit(2, name, "ok"), edit(3, age, "9")]);
  expect(outcome).toMatchObject({ invalid: 1, read_only: 1, applied: [{ id: 2 }] });
  expect(edits.invalid_at(1, "name")).toEqual({ text: "too long", reason: "At most 5 characters" });
  expect(change).toHaveBeenCalledTimes(1);
});

test("one gesture is one undo, and redo brings it back", async () => {
  const { rows, edits, edit } = make_edits();
  const history = new EditHistory();
  const changes = (await edits.apply([edit(1, name, "a"), edit(2, name, "b")])).applied;
  history.push({ kind: "cells", changes });
  expect(history.undo()).toEqual({ kind: "cells", changes });
  await edits.replay(reversed(changes));
  expect([rows.get(1)?.name, rows.get(2)?.name]).toEqual(["n1", "n2"]);
  expect(history.can_undo).toBe(false);
  expect(history.redo()).toEqual({ kind: "cells", changes });
  await edits.replay(changes);
  expect([rows.get(1)?.name, rows.get(2)?.name]).toEqual(["a", "b"]);
});

test("fill goes on in equal steps and repeats what is no series", () => {
  expect(continue_pattern(["10", "20"], 3)).toEqual(["30", "40", "50"]);
  expect(continue_pattern(["10", "20"], 2, true)).toEqual(["0", "-10"]);
  expect(continue_pattern(["50"], 2)).toEqual(["50", "50"]);
  expect(continue_pattern(["a", "b"], 3)).toEqual(["a", "b", "a"]);
  expect(continue_pattern(["1", "2", "4"], 2)).toEqual(["1", "2"]);
});

test.each([
  ["1,200", { value: 1200 }],
  ["1.5", { reason: "A whole number is needed" }],
  ["x", { reason: "Not a number" }],
  ["", { reason: "A value is needed" }],
  ["9000", { reason: "Between 1 and 5000" }],
])("the number %j is judged", (text, judged) => expect(check_number({ min: 1, max: 5000 })(text)).toEqual(judged));

test("a state is taken by its word or its value in any case", () => {
  const check = check_state([{ value: "warming_up", label: "Warming up", tone: "blue" }]);
  expect(check("WARMING UP")).toEqual({ value: "warming_up" });
  expect(check("warming_up")).toEqual({ value: "warming_up" });
  expect(check("hot")).toEqual({ reason: "“hot” is not one of the choices" });
});
