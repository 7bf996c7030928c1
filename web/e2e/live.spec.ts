// live.spec.ts: two people at once, and a server that goes away and comes back.
import { MANAGER } from "./support/fill";
import { ask } from "./support/program";
import { Sheet } from "./support/sheet";
import { expect, log_in, test } from "./support/test";

// shows LIV-1
test("two browsers see each other's changes without a reload", async ({ page, other_page }) => {
  await log_in(other_page, MANAGER);
  const theirs = await Sheet.open(other_page, "proxies");
  const ours = await Sheet.open(page, "proxies");
  await ours.click("provider", 1);
  await page.keyboard.type("Northproxy");
  await page.keyboard.press("Enter");
  await expect(theirs.cell("provider", 1)).toHaveText("Northproxy");
  await theirs.click("max_accounts", 1);
  await other_page.keyboard.type("8");
  await other_page.keyboard.press("Enter");
  await expect(ours.cell("max_accounts", 1)).toHaveText("8");
});

// shows LIV-1, PRX-3
test("the slots of a proxy follow the moves of accounts", async ({ page, owner }) => {
  // Kept for the model, or an account that waits would take the slot at once.
  await ask(owner, "PUT", "/api/proxies/1", { body: { assigned_model_id: 1 } });
  const sheet = await Sheet.open(page, "proxies");
  await expect(sheet.cell("account_count", 0)).toHaveText("3");
  const { items } = await ask<{ items: { id: number }[] }>(owner, "GET", "/api/accounts?filter[proxy_id]=1");
  await ask(owner, "POST", "/api/proxies/assign", { body: { account_id: items[0]?.id, proxy_id: null } });
  await expect(sheet.cell("account_count", 0)).toHaveText("2");
});

// shows LIV-1
test("rows that come while one reads are offered, not pushed in", async ({ page, owner }) => {
  const sheet = await Sheet.open(page, "proxies", "/proxies?sort=-created_at");
  await sheet.click("provider", 2);
  const first = await sheet.cell("host", 0).textContent();
  await ask(owner, "POST", "/api/proxies", { body: { kind: "http", host: "198.51.100.9", port: 8080, provider: "New", location: "", monthly_cost_cents: 0 } });
  await page.getByRole("button", { name: "The list has changed. Show" }).click();
  await expect(sheet.cell("host", 0)).toHaveText("198.51.100.9");
  await expect(sheet.cell("host", 1)).toHaveText(first ?? "");
});

// shows LIV-1
test("after the server was away the page says so, connects again and catches up", async ({ page, roost, owner, expect_complaints }) => {
  expect_complaints(/ERR_CONNECTION_REFUSED|WebSocket|ERR_|502|Failed to load/);
  const sheet = await Sheet.open(page, "proxies");
  const live = page.getByRole("status", { name: /^Live/ });
  await expect(live).toBeVisible();
  await roost.stop();
  await expect(page.getByRole("status", { name: /^(Not connected|Connecting)/ })).toBeVisible();
  await expect(page.getByText(/may be out of date/)).toBeVisible();
  await sheet.click("provider", 0);
  await page.keyboard.type("Lost");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: /can't be reached/ })).toBeVisible();
  await expect(sheet.cell("provider", 0)).toHaveText("Hexanet");
  await roost.start();
  await ask({ ...owner, url: roost.url }, "PUT", "/api/proxies/2", { body: { provider: "Changed meanwhile" } });
  await expect(live).toBeVisible();
  await expect(page.getByText(/may be out of date/)).toBeHidden();
  await expect(sheet.cell("provider", 1)).toHaveText("Changed meanwhile");
});
