// proxy_room.spec.ts: a proxy says how many more accounts it takes, and takes none when it is full or disabled.
import { expect, test } from "vitest";
import { room_for } from "./proxy_room";

const proxy = (account_count: number, status: "active" | "disabled" = "active") => ({ status, account_count, max_accounts: 3 });

// shows PRX-2, PRX-3
test("free slots are counted against what is to be moved", () => {
  expect(room_for(proxy(1), 0)).toEqual({ words: "2 slots free", tone: "green", is_closed: false });
  expect(room_for(proxy(2), 1)).toEqual({ words: "1 slot free", tone: "green", is_closed: false });
  expect(room_for(proxy(2), 1200)).toEqual({ words: "Only 1 of 1,200 fits", tone: "amber", is_closed: false });
  expect(room_for(proxy(1), 3)).toEqual({ words: "Only 2 of 3 fit", tone: "amber", is_closed: false });
});

test("a full or disabled proxy takes nothing, also when its limit was lowered", () => {
  expect(room_for(proxy(3), 1)).toMatchObject({ words: "Full", is_closed: true });
  expect(room_for({ ...proxy(9), max_accounts: 3 }, 1)).toMatchObject({ words: "Full", is_closed: true });
  expect(room_for(proxy(0, "disabled"), 1)).toMatchObject({ words: "Disabled", is_closed: true });
});
