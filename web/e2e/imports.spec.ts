// imports.spec.ts: proxies and accounts from files: recognised, checked, attested, imported, cancelled, undone; what was rejected.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { WAITING, WARMING } from "./support/fill";
import { ask } from "./support/program";
import { Sheet } from "./support/sheet";
import { expect, test } from "./support/test";

const choose = (page: Page, name: string, text: string) =>
  page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

const figure = (page: Page, label: string) => page.locator("dl > div").filter({ has: page.getByText(label, { exact: true }) }).getByRole("definition");

const MIXED = [
  "username;password;email;country",
  "New.One;pw1;new.one@example.com;de",
  "new.two;pw2;;fr",
  "broken name;pw3;x@example.com;de",
  "new.three;pw4;not an address;de",
  "spare.00007;pw5;;de",
  "new.one;again;;de",
].join("\n");

// shows ACC-2, ACC-3, ACC-4
test("a file is recognised, checked, attested, imported, its rejected lines downloaded, and the whole undone", async ({ page, owner }) => {
  await page.goto("/accounts/import");
  await choose(page, "accounts.csv", MIXED);
  await expect(page.getByText(/separated by semicolon · with a header/)).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Column 1" })).toHaveValue("username");
  await expect(page.getByText("pw1")).toBeHidden();

  const check = page.getByRole("button", { name: "Check the whole file" });
  await expect(check).toBeDisabled();
  await page.getByRole("checkbox", { name: /entitled/ }).check();
  await check.click();
  await expect(figure(page, "Would be imported")).toHaveText("2");
  await expect(figure(page, "Rejected")).toHaveText("2");
  const all = `/api/accounts?limit=1`;
  expect((await ask<{ total: number }>(owner, "GET", all)).total).toBe(WAITING + WARMING);

  await page.getByRole("button", { name: "Import 2 accounts" }).click();
  await expect(figure(page, "Imported")).toHaveText("2");
  await expect(figure(page, "Already known")).toHaveText("2");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download rejected and known lines" }).click();
  const report = readFileSync(await (await download).path(), "utf8");
  expect(report).toMatch(/^4,rejected,invalid_username/m);
  expect(report).toMatch(/^6,duplicate,duplicate_existing/m);
  expect(report).toMatch(/^7,duplicate,duplicate_in_file/m);

  await page.getByRole("button", { name: "Undo the whole import" }).click();
  await expect.poll(async () => (await ask<{ total: number }>(owner, "GET", all)).total).toBe(WAITING + WARMING);
});

// shows ACC-2
test("a long import shows its progress, is found again after a reload, and can be cancelled", async ({ page }) => {
  const lines = Array.from({ length: 2_000_000 }, (_, n) => `bulk.${n},pw${n}`);
  await page.goto("/accounts/import");
  await choose(page, "many.csv", lines.join("\n"));
  await page.getByRole("checkbox", { name: /entitled/ }).check();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const progress = page.getByRole("main").getByRole("progressbar");
  await expect(progress).toBeVisible();
  await expect(page.getByText(/lines per second/)).toBeVisible();
  await page.reload();
  await expect(progress).toBeVisible();
  await page.getByRole("button", { name: "Jobs in progress: 1" }).click();
  await expect(page.getByRole("button", { name: /^Cancel Import accounts: many.csv/ })).toBeVisible();
  await page.getByRole("button", { name: "Jobs in progress: 1" }).click();
  await page.getByRole("button", { name: "Cancel import", exact: true }).click();
  await expect(page.getByText(/Cancelled\. What was imported so far stays/)).toBeVisible();
});

// shows WEB-1, ACC-2
test("lines pasted below the last row change what they cover, and the rest is offered to the import", async ({ page, owner }) => {
  const sheet = await Sheet.open(page, "accounts", "/accounts?q=spare.2999&sort=username");
  await expect(page.getByText("10 rows")).toBeVisible();
  await sheet.click("model_id", 9);
  await sheet.paste("Mia Stone\nnew.one,pw:1,one@example.com\nnew.two,pw:2,\n");
  await expect(page.getByText(/Pasted lines · .* separated by comma/)).toBeVisible();
  await expect(page.getByRole("cell", { name: "new.two", exact: true })).toBeVisible();
  const model = async () => (await ask<{ items: { model_id: number }[] }>(owner, "GET", "/api/accounts?q=spare.29999")).items[0]?.model_id;
  await expect.poll(model).toBe(2);
  await page.getByRole("checkbox", { name: /entitled/ }).check();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(figure(page, "Imported")).toHaveText("2");
});

// shows WEB-1
test("lines pasted where no cell is chosen are read, and so are lines typed into the import", async ({ page }) => {
  const sheet = await Sheet.open(page, "accounts", "/accounts?q=lola.vance.2");
  await sheet.paste("username\tpassword\nfresh.one\tpw1");
  await expect(page.getByText(/separated by tab · with a header/)).toBeVisible();
  await expect(page.getByRole("cell", { name: "fresh.one" })).toBeVisible();
  await page.getByRole("button", { name: "Choose another file" }).click();
  await page.getByRole("textbox", { name: "Or paste lines" }).fill("typed.one:pw");
  await page.getByRole("button", { name: "Read these lines" }).click();
  await expect(page.getByText(/separated by colon/)).toBeVisible();

  const proxies = await Sheet.open(page, "proxies");
  await proxies.paste("192.0.2.9:1080:u:p\n192.0.2.10:1080:u:p");
  await expect(page.getByRole("textbox", { name: "Or paste lines" })).toHaveValue(/192\.0\.2\.10/);
});

// shows PRX-2
test("pasted proxy lines are checked, imported, and what was rejected is named", async ({ page }) => {
  await page.goto("/proxies/import");
  await page.getByRole("textbox", { name: "Or paste lines" }).fill(["10.0.0.1:8000:user0:secret0", "socks5://u:p@192.0.2.7:1080", "[2001:db8::1]:3128:u:p", "no proxy at all"].join("\n"));
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await expect(page.getByText(/Line 4/)).toBeVisible();
  await page.getByRole("button", { name: "Import 2 proxies" }).click();
  await expect(figure(page, "New")).toHaveText("2");
  const sheet = await Sheet.open(page, "proxies", "/proxies?q=192.0.2.7");
  await expect(sheet.cell("host", 0)).toHaveText("192.0.2.7");
  // Accounts that had none got the new slots at once.
  await expect(sheet.cell("account_count", 0)).toHaveText(/^3/);
});
