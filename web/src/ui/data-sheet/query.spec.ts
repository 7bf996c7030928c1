// query.spec.ts: a grid's query survives the address, and the server gets it in its own words.
import { expect, test } from "vitest";
import { format_filter, parse_filter } from "./filter_text";
import { bulk_filter, list_params, list_query, read_query, toggle_sort, within, write_query } from "./query";

// shows WEB-1
test("a query written into an address is read back the same, and other names stay", () => {
  const query = { q: "ann", sort: [{ column: "created_at", descending: true }, { column: "username", descending: false }], filters: { state: "ready,assigned" } };
  const search = write_query({ open: "7", q: "old", "f.gone": "x" }, query);
  expect(search).toEqual({ open: "7", q: "ann", sort: "-created_at,username", "f.state": "ready,assigned" });
  expect(read_query(search)).toEqual(query);
});

test("the server gets search, sort and filters by its own names", () => {
  const params = list_params({ q: "a&b", sort: [{ column: "id", descending: true }], filters: { state: "ready" } });
  expect(Object.fromEntries(params)).toEqual({ q: "a&b", sort: "-id", "filter[state]": "ready" });
});

test("a bulk filter carries the search beside the columns", () => {
  expect(bulk_filter({ q: "x", sort: [], filters: { state: "ready" } })).toEqual({ q: "x", state: "ready" });
  expect(bulk_filter({ q: "", sort: [], filters: {} })).toEqual({});
});

// shows MOD-1
test("a filter narrows a view that has one of its own, and never leads out of it", () => {
  const asked = (state: string) => ({ q: "", sort: [], filters: { state, provider: "a" } });
  const fixed = { state: "imported,ready" };
  expect(within(asked("ready"), fixed).filters).toEqual({ state: "ready", provider: "a" });
  expect(within(asked("ready,disabled"), fixed).filters.state).toBe("ready");
  expect(within(asked("disabled"), fixed).filters.state).toBe("imported,ready");
  expect(within(asked("ne:ready"), fixed).filters.state).toBe("imported,ready");
  expect(within(asked("null:"), { state: "7,null:" }).filters.state).toBe("null:");
  expect(list_query(asked("ready"), fixed, 0, 10).filter).toEqual({ state: "ready", provider: "a" });
});

test("a header click goes ascending, descending, unsorted; Shift keeps the others", () => {
  const once = toggle_sort([], "a", false);
  const twice = toggle_sort(once, "a", false);
  expect(once).toEqual([{ column: "a", descending: false }]);
  expect(twice).toEqual([{ column: "a", descending: true }]);
  expect(toggle_sort(twice, "a", false)).toEqual([]);
  expect(toggle_sort(twice, "b", true)).toEqual([...twice, { column: "b", descending: false }]);
  expect(toggle_sort([...twice, ...toggle_sort([], "b", false)], "a", true)).toEqual([{ column: "b", descending: false }]);
});

test.each(["contains:ann", "starts:a", "ne:x", "gte:5", "between:1..9", "ready,assigned", "null:", "ne:null:", "gt:0"])(
  "the filter text %s is taken apart and put together again",
  (text) => expect(format_filter(parse_filter(text))).toBe(text),
);

test("half a range is an open range, and an empty one no filter", () => {
  expect(format_filter({ operator: "between", values: ["5", ""] })).toBe("gte:5");
  expect(format_filter({ operator: "between", values: ["", "9"] })).toBe("lte:9");
  expect(format_filter({ operator: "between", values: [] })).toBe("");
});
