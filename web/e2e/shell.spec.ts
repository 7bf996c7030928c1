// shell.spec.ts: getting in, the palette, the jump through a million rows, live changes and the import wizard.
import { expect, test } from "@playwright/test";

test.beforeEach(({ request }) => request.post("/api/mock/reset"));

// shows IDN-2
test("without a session every page leads to the log-in and back to where one wanted to go", async ({ page, request }) => {
  await request.post("/api/auth/logout");
  await page.goto("/proxies?f.status=failing");
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel("E-mail").fill("dana@example.com");
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("alert")).toContainText("E-mail or password is wrong");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL(/\/proxies\?f\.status=failing/);
});

// shows WEB-2
test("the palette reaches pages and actions by name", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: /Good to see you/ })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("textbox", { name: "Search and commands" }).fill("settings");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("textbox", { name: "Search and commands" }).fill("dark theme");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

// shows ACC-10
test("a million accounts: Ctrl+Down is at the last one at once", async ({ page }) => {
  await page.goto("/accounts");
  await expect(page.getByText("1,000,000 rows")).toBeVisible();
  const box = await page.getByTestId("sheet-accounts").boundingBox();
  if (box === null) throw new Error("no grid");
  await page.mouse.click(box.x + 320, box.y + 34 + 14);
  await page.keyboard.press("ControlOrMeta+ArrowDown");
  await expect(page.locator("#glide-cell-1-999999")).toHaveText(/\.1000000$/);
});

// shows LIV-1
test("a change by someone else appears in its row, and the open panel follows the cursor", async ({ page, request }) => {
  await page.goto("/accounts?open=1");
  await expect(page.locator("#glide-cell-1-2")).toHaveText("nora.fit.3");
  await request.patch("/api/accounts/3", { data: { username: "renamed.by.jo" } });
  await expect(page.locator("#glide-cell-1-2")).toHaveText("renamed.by.jo");
  const box = await page.getByTestId("sheet-accounts").boundingBox();
  if (box === null) throw new Error("no grid");
  await page.mouse.click(box.x + 320, box.y + 34 + 14);
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("complementary").getByRole("heading", { name: "ada.travels.2" })).toBeVisible();
});

// shows ACC-2
test("a file is recognised, checked, attested and imported", async ({ page }) => {
  await page.goto("/accounts/import");
  await page.locator("input[type=file]").setInputFiles({ name: "accounts.csv", mimeType: "text/csv", buffer: Buffer.from("username,password\na,b\n") });
  await expect(page.getByText("accounts.csv", { exact: false })).toBeVisible();
  await expect(page.getByText("The e-mail is not an address.").first()).toBeVisible();
  await page.getByRole("button", { name: "Check the whole file" }).click();
  const run = page.getByRole("button", { name: "Import 998,120 accounts" });
  await expect(run).toBeDisabled();
  await page.getByRole("checkbox", { name: /entitled/ }).check();
  await run.click();
  await expect(page.getByRole("button", { name: "Undo the whole import" })).toBeVisible();
});
