// page_cache.spec.ts: a million rows are read only where someone looks, and held rows never jump.
import { expect, test, vi } from "vitest";
import type { Page } from "@/api/types";
import { PAGE_SIZE, PageCache } from "./page_cache";

interface Row {
  id: number;
  name: string;
}

const TOTAL = 1_000_000;
const page_of = (offset: number, limit: number, make = (id: number): Row => ({ id, name: `row ${id}` })): Page<Row> => ({
  items: Array.from({ length: Math.max(0, Math.min(limit, TOTAL - offset)) }, (_, i) => make(offset + i)),
  total: TOTAL,
  total_is_estimate: false,
  next_cursor: null,
});

function make_cache(answer = page_of) {
  const hooks = {
    id: (row: Row) => row.id,
    read: vi.fn(async (offset: number, limit: number, _: AbortSignal) => answer(offset, limit)),
    on_rows: vi.fn(),
    on_shape: vi.fn(),
    on_touched: vi.fn(),
    on_moved: vi.fn(),
    on_error: vi.fn(),
  };
  return { cache: new PageCache<Row>(hooks), hooks };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

// shows WEB-1
test("looking at any offset reads only the pages in view", async () => {
  const { cache, hooks } = make_cache();
  cache.look_at(654_321, 654_360);
  await settled();
  expect(hooks.read).toHaveBeenCalledTimes(1);
  expect(hooks.read.mock.calls[0]?.slice(0, 2)).toEqual([654_200, PAGE_SIZE]);
  expect(cache.row(654_321)).toEqual({ id: 654_321, name: "row 654321" });
  expect(cache.total).toBe(TOTAL);
});

test("scrolling through everything keeps memory bounded, and what is in view stays", async () => {
  const { cache } = make_cache();
  for (let row = 0; row < 40_000; row += PAGE_SIZE) {
    cache.look_at(row, row + 50);
    await settled();
  }
  const kept = Array.from({ length: 200 }, (_, page) => cache.row(page * PAGE_SIZE)).filter(Boolean).length;
  expect(kept).toBeLessThanOrEqual(60);
  expect(cache.row(39_800)?.id).toBe(39_800);
  expect(cache.row(0)).toBeUndefined();
});

test("jumping away drops the reads nobody waits for any more", async () => {
  const { cache, hooks } = make_cache();
  hooks.read.mockImplementation(() => new Promise(() => undefined));
  cache.look_at(0, 50);
  cache.look_at(900_000, 900_050);
  expect(hooks.read.mock.calls[0]?.[2].aborted).toBe(true);
  expect(hooks.read.mock.calls[1]?.[2].aborted).toBe(false);
});

// shows LIV-1
test("a held refresh changes rows where they stand and reports what moved", async () => {
  let shifted = false;
  const { cache, hooks } = make_cache((offset, limit) =>
    page_of(offset, limit, (id) => (shifted ? { id: id - 1, name: id === 6 ? "renamed" : `row ${id - 1}` } : { id, name: `row ${id}` })),
  );
  cache.look_at(0, 50);
  await settled();
  shifted = true;
  cache.refresh(true);
  await settled();
  expect(cache.row(5)).toEqual({ id: 5, name: "renamed" });
  expect(cache.row(0)).toEqual({ id: 0, name: "row 0" });
  expect(hooks.on_touched).toHaveBeenCalledWith(5);
  expect(hooks.on_moved).toHaveBeenCalledOnce();
  cache.refresh();
  await settled();
  expect(cache.row(0)?.id).toBe(-1);
});

test("a range over pages that are not loaded is read for copying", async () => {
  const { cache } = make_cache();
  const rows = await cache.range(999_900, 1_000_100);
  expect(rows[0]?.id).toBe(999_900);
  expect(rows).toHaveLength(100);
});

test("a page that failed says so once and is asked for again only when looked at anew", async () => {
  const { cache, hooks } = make_cache();
  hooks.read.mockRejectedValueOnce(new Error("down"));
  cache.look_at(0, 10);
  await settled();
  expect(hooks.on_error).toHaveBeenCalledOnce();
  expect(hooks.read).toHaveBeenCalledTimes(1);
  cache.look_at(0, 10);
  await settled();
  expect(cache.row(3)?.id).toBe(3);
});

// shows LIV-1
test("news that arrives while a page is being read leads to a second read of it", async () => {
  const { cache, hooks } = make_cache();
  let version = 1;
  const finish: (() => void)[] = [];
  hooks.read.mockImplementation((offset, limit) => {
    const seen = version;
    return new Promise((resolve) => finish.push(() => resolve(page_of(offset, limit, (id) => ({ id, name: `v${seen}` })))));
  });
  cache.look_at(0, 50);
  version = 2;
  cache.refresh();
  finish.shift()?.();
  await settled();
  expect(cache.row(0)?.name).toBe("v1");
  finish.shift()?.();
  await settled();
  expect(cache.row(0)?.name).toBe("v2");
  expect(hooks.read).toHaveBeenCalledTimes(2);
});
