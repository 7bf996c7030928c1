// live.spec.ts: one connection follows its topics, catches up after a break, and says when everything must be read again.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveConnection } from "./live";

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: { op: string; topics: string[]; after?: number }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor() {
    FakeSocket.all.push(this);
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  frame(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  send(text: string) {
    this.sent.push(JSON.parse(text) as FakeSocket["sent"][number]);
  }
  close() {
    this.onclose?.();
  }
}

const last = () => FakeSocket.all.at(-1) as FakeSocket;

beforeEach(() => {
  FakeSocket.all = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => vi.useRealTimers());

// shows LIV-1
test("after a break it subscribes to everything again from the last sequence it saw", () => {
  const live = new LiveConnection(() => "ws://x");
  const seen = vi.fn();
  live.start();
  live.subscribe("accounts", seen);
  last().open();
  last().frame({ seq: 41, topic: "accounts", kind: "updated", ids: [3] });
  expect(seen).toHaveBeenCalledWith(expect.objectContaining({ ids: [3] }));
  last().close();
  expect(live.status).toBe("offline");
  vi.advanceTimersByTime(1000);
  last().open();
  expect(last().sent).toEqual([{ op: "subscribe", topics: ["accounts"], after: 41 }]);
});

test("a resync reaches every subscriber, and frames of other topics none", () => {
  const live = new LiveConnection(() => "ws://x");
  const [accounts, jobs] = [vi.fn(), vi.fn()];
  live.start();
  last().open();
  live.subscribe("accounts", accounts);
  live.subscribe("jobs/7", jobs);
  last().frame({ seq: 2, topic: "jobs/7", kind: "progress" });
  expect(accounts).not.toHaveBeenCalled();
  last().frame({ kind: "resync" });
  expect(accounts).toHaveBeenCalledOnce();
  expect(jobs).toHaveBeenCalledTimes(2);
});

test("leaving a topic tells the server once nobody listens, and a broken frame harms nothing", () => {
  const live = new LiveConnection(() => "ws://x");
  live.start();
  last().open();
  const [first, second] = [live.subscribe("a", vi.fn()), live.subscribe("a", vi.fn())];
  last().onmessage?.({ data: "{not json" });
  first();
  expect(last().sent.filter((message) => message.op === "unsubscribe")).toHaveLength(0);
  second();
  expect(last().sent.at(-1)).toEqual({ op: "unsubscribe", topics: ["a"] });
});
