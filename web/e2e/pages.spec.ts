// pages.spec.ts: every page opens without an error in the console and without an accessibility violation, light and dark, wide and on a phone.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const PAGES = [
  "/login", "/setup?token=x", "/", "/models", "/models/1/accounts", "/accounts?open=22", "/accounts/import", "/accounts/import?upload=5",
  "/proxies?open=3", "/proxies/import", "/bots", "/review", "/team", "/audit-log", "/settings",
];

function watch(page: Page): string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return problems;
}

async function check(page: Page, path: string) {
  const problems = watch(page);
  await page.request.post("/api/mock/reset");
  await page.goto(path);
  await expect(page.locator("h1, h2").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n")}`)).toEqual([]);
  expect(problems).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(overflow).toBe(false);
}

// shows WEB-2
for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    for (const path of PAGES) {
      test(`${path} is clean at 1440 px`, ({ page }) => check(page, path));
    }
  });
}

test.describe("phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  for (const path of PAGES) {
    test(`${path} is clean at 390 px`, ({ page }) => check(page, path));
  }
});
