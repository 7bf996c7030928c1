// coalesce.spec.ts: a storm of news asks the server a few times, and the last piece of news is never missed.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { coalesce } from "./coalesce";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

// shows LIV-1
test("many calls at once are one piece of work, and nothing runs for none", async () => {
  const work = vi.fn(async () => undefined);
  const soon = coalesce(work, 400);
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).not.toHaveBeenCalled();
  for (let i = 0; i < 100; i += 1) soon();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).toHaveBeenCalledTimes(1);
});

test("what is called for while the work runs leads to exactly one more, after it", async () => {
  let finish = () => {};
  const work = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const soon = coalesce(work, 400);
  soon();
  await vi.advanceTimersByTimeAsync(400);
  soon();
  soon();
  await vi.advanceTimersByTimeAsync(5000);
  expect(work).toHaveBeenCalledTimes(1);
  finish();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(2);
});

test("the longer the work takes, the longer it rests", async () => {
  let clock = 0;
  const work = vi.fn(async () => void (clock += 200));
  const soon = coalesce(work, 400, () => clock);
  soon();
  await vi.advanceTimersByTimeAsync(400);
  soon();
  await vi.advanceTimersByTimeAsync(1799);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(2);
});

test("work that fails does not end it", async () => {
  const work = vi.fn(() => Promise.reject(new Error("offline")));
  const soon = coalesce(work, 400);
  for (const times of [1, 2]) {
    soon();
    await vi.advanceTimersByTimeAsync(400);
    expect(work).toHaveBeenCalledTimes(times);
  }
});
