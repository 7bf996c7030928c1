// shell.spec.ts: the frame: the palette, the keyboard alone, the team's pages, settings, bots and proxies by hand.
import { Sheet } from "./support/sheet";
import { expect, test } from "./support/test";

// shows WEB-2
test("the palette reaches pages and actions by name", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: /Good to see you/ })).toBeVisible();
  const run = async (text: string) => {
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("textbox", { name: "Search and commands" }).fill(text);
    await page.keyboard.press("Enter");
  };
  await run("settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await run("import accounts");
  await expect(page.getByRole("heading", { name: "Import accounts" })).toBeVisible();
  await run("dark theme");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

// shows WEB-2
test("a person without a mouse gets from the first page to a changed cell", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: /Good to see you/ })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  const tab_to = async (name: RegExp) => {
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
    for (let presses = 0; presses < 60 && !name.test(await focused()); presses += 1) await page.keyboard.press("Tab");
    expect(await focused()).toMatch(name);
  };
  await tab_to(/^Proxies$/);
  await page.keyboard.press("Enter");
  const sheet = await Sheet.on(page, "proxies");
  const in_grid = () => page.evaluate(() => document.activeElement?.closest("canvas") !== null);
  for (let presses = 0; presses < 60 && !(await in_grid()); presses += 1) await page.keyboard.press("Tab");
  expect(await in_grid()).toBe(true);
  await page.keyboard.press("ArrowDown");
  for (let step = 0; step < 5; step += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("F2");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Keyboard");
  await page.keyboard.press("Enter");
  await expect(page.locator("[role=gridcell]", { hasText: "Keyboard" })).toBeAttached();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(sheet.cell("provider", 1)).toHaveText("Hexanet");
});

// shows IDN-5, IDN-6
test("a member is invited by a link, joins in another browser, and a token is shown once", async ({ page, other_page }) => {
  await page.goto("/team");
  await page.getByRole("button", { name: "Invite a member" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Role" }).selectOption("viewer");
  await page.getByRole("button", { name: "Make link" }).click();
  const link = await page.getByRole("dialog").locator("pre").textContent();
  await other_page.goto(link ?? "");
  await other_page.getByLabel("Your name").fill("Vera Viewer");
  await other_page.getByLabel("E-mail").fill("vera@example.com");
  await other_page.getByLabel("Password", { exact: true }).fill("a viewer's password");
  await other_page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(other_page.getByRole("heading", { name: /Good to see you, Vera/ })).toBeVisible();
  const sheet = await Sheet.open(other_page, "proxies");
  await sheet.click("provider", 0);
  await other_page.keyboard.type("no");
  await expect(sheet.cell("provider", 0)).toHaveText("Hexanet");
  await expect(other_page.getByRole("button", { name: "Import proxies" })).toBeHidden();

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Nightly export");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: "The new token" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Nightly export")).toBeVisible();
});

test("settings are saved together and stand after a reload", async ({ page }) => {
  await page.goto("/settings");
  await page.getByRole("textbox", { name: "Name" }).fill("Northlight & Sons");
  await page.getByRole("spinbutton", { name: "Steps per account and day" }).or(page.getByRole("textbox", { name: "Steps per account and day" })).fill("5");
  const bar = page.getByRole("region", { name: "Not saved yet" });
  await bar.getByRole("button", { name: "Save" }).click();
  await expect(bar).toBeHidden();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Northlight & Sons");
  await expect(page.getByText("Northlight & Sons").first()).toBeVisible();
});

// shows BOT-1
test("a bot is made, its token shown once, and it can be paused", async ({ page }) => {
  await page.goto("/bots");
  await expect(page.locator("#glide-cell-1-0")).toHaveText("Berlin 1");
  await page.getByRole("button", { name: "Create bot" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Lisbon 2");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("heading", { name: "The bot is ready" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.goto("/bots?open=2");
  const panel = page.getByRole("complementary");
  await panel.getByRole("button", { name: "Pause" }).click();
  await expect(panel.getByRole("button", { name: "Resume" })).toBeVisible();
});

// shows MOD-1
test("a model is created, edited and archived", async ({ page }) => {
  await page.goto("/models");
  await page.getByRole("button", { name: "Create model" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("Nora Field");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("link", { name: "Nora Field" })).toBeVisible();
  await page.getByRole("button", { name: "Actions for Nora Field" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(page.getByRole("link", { name: "Nora Field" })).toBeHidden();
});

// shows PRX-2
test("deleting a proxy that is in use asks what becomes of its accounts", async ({ page, expect_complaints }) => {
  expect_complaints(/409/);
  await Sheet.open(page, "proxies", "/proxies?open=1");
  const panel = page.getByRole("complementary");
  await panel.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete, leave accounts without" }).click();
  await expect(page.getByText("11 rows")).toBeVisible();
});
