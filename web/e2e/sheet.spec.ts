// sheet.spec.ts: the grid in a real browser: keys, clipboard, fill, undo, sort, filter, selection.
import { expect, type Page, test } from "@playwright/test";

const cell = (page: Page, column: number, row: number) => page.locator(`#glide-cell-${column}-${row}`);
const COLUMN = { host: 1, port: 2, status: 3, max_accounts: 5, provider: 7 };

/** Clicks where the canvas draws a cell; the tree for screen readers knows no place. */
async function click_cell(page: Page, column: number, row: number, options: { shift?: boolean; double?: boolean } = {}) {
  const widths = [53, 190, 80, 118, 140, 120, 100, 130];
  const box = await page.getByTestId(/^sheet-/).boundingBox();
  if (box === null) throw new Error("no grid");
  const left = widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const x = box.x + left + (widths[column] ?? 100) - 24;
  const y = box.y + 35 + row * 28 + 14;
  if (options.shift) await page.keyboard.down("Shift");
  await page.mouse.click(x, y, { clickCount: options.double ? 2 : 1 });
  if (options.shift) await page.keyboard.up("Shift");
}

async function open(page: Page, path = "/proxies") {
  await page.request.post("/api/mock/reset");
  await page.goto(path);
  await expect(cell(page, COLUMN.host, 0)).toHaveText(/\d+\.\d+/);
}

// shows WEB-1
test("typing right after the page has loaded keeps the first character", async ({ page }) => {
  await open(page);
  await click_cell(page, COLUMN.provider, 0);
  await page.keyboard.type("Quicknet", { delay: 5 });
  await page.keyboard.press("Enter");
  await expect(cell(page, COLUMN.provider, 0)).toHaveText("Quicknet");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(cell(page, COLUMN.provider, 0)).toHaveText("Hexanet");
  await page.keyboard.press("ControlOrMeta+y");
  await expect(cell(page, COLUMN.provider, 0)).toHaveText("Quicknet");
});

test("F2 edits, an impossible value says why and stays marked, Escape leaves", async ({ page }) => {
  await open(page);
  await click_cell(page, COLUMN.max_accounts, 1);
  await page.keyboard.press("F2");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("many");
  await expect(page.getByRole("alert")).toHaveText("Not a number");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /1 cell not saved/ })).toBeVisible();
  await expect(cell(page, COLUMN.max_accounts, 1)).toHaveText("3");
});

test("a change the server refuses is rolled back with its reason", async ({ page }) => {
  await open(page);
  await click_cell(page, COLUMN.max_accounts, 2);
  await page.keyboard.type("1");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/accounts are on this proxy/).first()).toBeVisible();
  await expect(cell(page, COLUMN.max_accounts, 2)).toHaveText("3");
});

test("a block from a spreadsheet is pasted over rows and columns as one gesture", async ({ page }) => {
  await open(page);
  await page.evaluate(() => navigator.clipboard.writeText("Alpha\tPeru\nBeta\tChile\n"));
  await click_cell(page, COLUMN.provider, 3);
  await page.keyboard.press("ControlOrMeta+v");
  await expect(cell(page, COLUMN.provider, 4)).toHaveText("Beta");
  await expect(cell(page, COLUMN.provider + 1, 3)).toHaveText("Peru");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(cell(page, COLUMN.provider, 4)).not.toHaveText("Beta");
  await expect(cell(page, COLUMN.provider + 1, 3)).not.toHaveText("Peru");
});

test("a range is copied as text, filled down and cleared", async ({ page }) => {
  await open(page);
  await click_cell(page, COLUMN.provider, 0);
  await click_cell(page, COLUMN.provider, 2, { shift: true });
  await page.keyboard.press("ControlOrMeta+c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("Hexanet\nNorthproxy\nHexanet");
  await page.keyboard.press("ControlOrMeta+d");
  await expect(cell(page, COLUMN.provider, 1)).toHaveText("Hexanet");
  await page.keyboard.press("Delete");
  await expect(cell(page, COLUMN.provider, 1)).toHaveText("");
});

test("a header click sorts, Shift adds, a filter narrows, and the address restores it", async ({ page }) => {
  await open(page);
  const box = await page.getByTestId("sheet-proxies").boundingBox();
  if (box === null) throw new Error("no grid");
  await page.mouse.click(box.x + 53 + 190 + 20, box.y + 17);
  await expect(page).toHaveURL(/sort=port/);
  await page.keyboard.down("Shift");
  await page.mouse.click(box.x + 53 + 30, box.y + 17);
  await page.keyboard.up("Shift");
  await expect(page).toHaveURL(/sort=port,host/);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Status" }).click();
  await page.getByRole("checkbox", { name: "Failing" }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/f\.status=failing/);
  await expect(page.getByText("14 rows")).toBeVisible();
  await page.reload();
  await expect(page.getByText("14 rows")).toBeVisible();
});

test("chosen rows get a bar with their number, and everything that matches can be chosen", async ({ page }) => {
  await open(page);
  const box = await page.getByTestId("sheet-proxies").boundingBox();
  if (box === null) throw new Error("no grid");
  await page.mouse.click(box.x + 26, box.y + 35 + 14);
  await page.mouse.click(box.x + 26, box.y + 35 + 28 + 14);
  const bar = page.getByRole("region", { name: "Selection" });
  await expect(bar).toContainText("2 selected");
  await expect(bar).toContainText("Sum");
  await bar.getByRole("button", { name: "Select all 240 that match" }).click();
  await expect(bar).toContainText("240 selected");
});
