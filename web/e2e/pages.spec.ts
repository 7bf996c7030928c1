// pages.spec.ts: every page, wide and on a phone, light and dark: no violation of accessibility, nothing wider than the screen, a silent console.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

async function check(page: Page, path: string) {
  await page.goto(path);
  await expect(page.locator("h1, h2").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  for (const size of [WIDE, PHONE]) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const where = `${path} at ${size.width} px, ${colorScheme}`;
      const axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]);
      // Only colours differ between light and dark.
      const { violations } = await (colorScheme === "light" ? axe : axe.withRules(["color-contrast"])).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n")}`);
      expect(found, where).toEqual([]);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wider, `${where}: pixels beyond the edge`).toBe(0);
    }
  }
}

// shows WEB-2, WEB-5
for (const path of [
  "/", "/models", "/models/1/accounts", "/models/1/accounts?tab=available", "/models/1/accounts?tab=warmup", "/models/1/accounts?tab=proxies",
  "/accounts?open=2", "/accounts?trashed=true", "/accounts/2", "/accounts/import", "/proxies?open=3", "/proxies/import", "/bots?open=1",
  "/review", "/team", "/audit-log", "/settings",
]) {
  test(`${path} is clean`, ({ page }) => check(page, path));
}

test.describe("before log-in", () => {
  test.use({ logged_in: false });
  for (const path of ["/login", "/setup?token=x", "/invite?token=x"]) {
    test(`${path} is clean`, async ({ page, expect_complaints }) => {
      if (path.startsWith("/invite")) expect_complaints(/404|410/); // A made-up link is refused.
      await check(page, path);
    });
  }
});

test("an address that leads nowhere says so and offers the way home", async ({ page, expect_complaints }) => {
  expect_complaints(/404/);
  await page.goto("/nothing/here");
  await expect(page.getByText("There is no such page")).toBeVisible();
  await page.goto("/accounts/99999999");
  await expect(page.getByText(/deleted|another workspace/)).toBeVisible();
});
