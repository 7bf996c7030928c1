// lines.spec.ts: what is handed on from a paste is what was copied.
import { expect, test } from "vitest";
import { as_lines } from "./lines";

// shows WEB-1
test("cells are parted by tabs, and those that hold tabs, line ends or quotes are quoted", () => {
  expect(as_lines([["new.one", "pw:1", ""], ["new.two", 'a "quoted" one', "two\nlines"]])).toBe('new.one\tpw:1\t\nnew.two\t"a ""quoted"" one"\t"two\nlines"');
});
