// format.spec.ts: times read as distances while they are near, and as dates when a distance would say too little.
import { expect, test } from "vitest";
import { format_relative } from "./format";

const NOW = new Date(2026, 10, 21, 12).getTime();
const DAY = 86_400_000;

test("what is less than a week away is told as a distance", () => {
  expect(format_relative(NOW - 3 * 60_000, NOW)).toBe("3 min. ago");
  expect(format_relative(NOW - 6 * DAY, NOW)).toBe("6 days ago");
  expect(format_relative(NOW + 2 * DAY, NOW)).toBe("in 2 days");
});

test("what is further away is told as a date, with the year when it is another one", () => {
  expect(format_relative(NOW - 7 * DAY, NOW)).toBe("Nov 14");
  expect(format_relative(NOW + 60 * DAY, NOW)).toBe("Jan 20, 2027");
});
