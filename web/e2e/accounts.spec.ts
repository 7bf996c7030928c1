// accounts.spec.ts: gestures on accounts, their undo, the panel's keys, and that a person's columns are kept.
import { expect, type Page, test } from "@playwright/test";

const MARKER_X = 34;
const FIRST_ROW_Y = 34 + 14;
const ROW = 28;

test.beforeEach(({ request }) => request.post("/api/mock/reset"));

async function open(page: Page, path = "/accounts") {
  await page.goto(path);
  await expect(page.locator("#glide-cell-1-0")).toHaveText("leon.travels.1");
  const box = await page.getByTestId("sheet-accounts").boundingBox();
  if (box === null) throw new Error("no grid");
  return box;
}

// shows ACC-9, ACC-10
test("chosen accounts are assigned to a model in one gesture that can be undone", async ({ page }) => {
  const box = await open(page);
  await page.mouse.click(box.x + MARKER_X, box.y + FIRST_ROW_Y);
  await page.mouse.click(box.x + MARKER_X, box.y + FIRST_ROW_Y + 2 * ROW);
  const bar = page.getByRole("region", { name: "Selection" });
  await expect(bar).toContainText("2 selected");
  const sent = page.waitForRequest((request) => request.url().endsWith("/api/accounts/bulk"));
  await bar.getByRole("button", { name: "Assign to model" }).click();
  await page.getByRole("combobox", { name: "Model" }).click();
  await page.getByRole("option", { name: "Lola Vance" }).click();
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  expect((await sent).postDataJSON()).toEqual({ action: "reassign", ids: [1, 3], params: { model_id: 2 } });
  const undone = page.waitForRequest((request) => request.url().includes("/api/accounts/undo/7"));
  await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
  expect((await undone).method()).toBe("POST");
});

test("everything that matches is named by its filter, not by a list of ids", async ({ page }) => {
  const box = await open(page);
  await page.goto("/accounts?f.lifecycle_state=warming_up");
  await expect(page.locator("#glide-cell-1-0")).toHaveText("ines.paints.6");
  await page.mouse.click(box.x + MARKER_X, box.y + FIRST_ROW_Y);
  const bar = page.getByRole("region", { name: "Selection" });
  await bar.getByRole("button", { name: /Select all .* that match/ }).click();
  const sent = page.waitForRequest((request) => request.url().endsWith("/api/accounts/bulk"));
  await bar.getByRole("button", { name: "Start warm-up" }).click();
  expect((await sent).postDataJSON()).toMatchObject({ action: "lifecycle", filter: { lifecycle_state: "warming_up" } });
});

test("an illegal state says which ones are legal and is not sent", async ({ page }) => {
  const box = await open(page);
  await page.mouse.click(box.x + 68 + 200 + 110, box.y + FIRST_ROW_Y + 2 * ROW);
  await page.evaluate(() => navigator.clipboard.writeText("Ready"));
  await page.keyboard.press("ControlOrMeta+v");
  await expect(page.getByRole("button", { name: /1 cell not saved/ })).toBeVisible();
  await expect(page.getByText(/values? that can't be saved/)).toBeVisible();
});

test("Escape closes the panel, and Back opens it again", async ({ page }) => {
  await open(page);
  const box = await page.getByTestId("sheet-accounts").boundingBox();
  await page.mouse.click((box?.x ?? 0) + 120, (box?.y ?? 0) + FIRST_ROW_Y);
  const panel = page.getByRole("complementary");
  await expect(panel).toContainText("leon.travels.1");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await page.goBack();
  await expect(panel).toContainText("leon.travels.1");
});

// shows WEB-1
test("a hidden column stays hidden after a reload", async ({ page }) => {
  await open(page);
  // What the canvas draws stands in a table inside it, which a browser does not lay out.
  const header = (name: string) => page.locator("[role=columnheader]", { hasText: name });
  await expect(header("Proxy")).toBeAttached();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Proxy", exact: true }).uncheck();
  await page.waitForResponse((response) => response.url().includes("/api/preferences/") && response.request().method() === "PUT");
  await page.reload();
  await expect(page.locator("#glide-cell-1-0")).toHaveText("leon.travels.1");
  await expect(header("Username")).toBeAttached();
  await expect(header("Proxy")).not.toBeAttached();
});
