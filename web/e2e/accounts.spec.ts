// accounts.spec.ts: what people do with accounts: assign, decide what failed, move to a proxy, change all that match; and take it back.
import type { Page } from "@playwright/test";
import { MODELS, WAITING } from "./support/fill";
import { ask, type Caller } from "./support/program";
import { Sheet } from "./support/sheet";
import { expect, test } from "./support/test";

interface Listed {
  id: number;
  username: string;
  lifecycle_state: string;
  model_id: number | null;
  proxy_id: number | null;
  warmup_step: number | null;
  requires_human_review: boolean;
}

const list = async (owner: Caller, query: string) => (await ask<{ items: Listed[] }>(owner, "GET", `/api/accounts?limit=200&${query}`)).items;
const account = (owner: Caller, id: number) => ask<Listed>(owner, "GET", `/api/accounts/${id}`);
const notice = (page: Page) => page.getByRole("alert");

// shows ACC-9, ACC-10, MOD-1
test("ready accounts are assigned to a model in one gesture that can be undone, also after a reload", async ({ page, owner }) => {
  const ready = await list(owner, "filter[lifecycle_state]=ready&sort=username");
  expect(ready.length).toBeGreaterThan(2);
  await page.goto("/models");
  await page.getByRole("link", { name: MODELS[0] }).click();
  await page.getByRole("tab", { name: "Available" }).click();
  await page.getByRole("button", { name: /Ready/ }).click();
  await expect(page.getByText(`${ready.length} rows`)).toBeVisible();
  const sheet = await Sheet.on(page, "accounts", "hub.available");
  await sheet.click_marker(0);
  await sheet.click_marker(1);
  await expect(sheet.bar).toContainText("2 selected");
  await sheet.bar.getByRole("button", { name: "Assign to model" }).click();
  await page.getByRole("combobox", { name: "Model" }).click();
  await page.getByRole("option", { name: MODELS[0] }).click();
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(notice(page).filter({ hasText: "2 changed" })).toBeVisible();
  const assigned = await list(owner, "filter[lifecycle_state]=assigned");
  expect(assigned.map((one) => one.model_id)).toEqual([1, 1]);

  await page.reload();
  await page.getByRole("button", { name: "Recent changes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(async () => (await list(owner, "filter[lifecycle_state]=assigned")).length).toBe(0);
});

// shows ACC-7
test("the review queue retries, skips, sends back and disables, one and many", async ({ page, owner }) => {
  const waiting = await list(owner, "filter[requires_human_review]=true&sort=username");
  expect(waiting.length).toBeGreaterThan(5);
  const [first, second, third] = waiting as [Listed, Listed, Listed];
  const sheet = await Sheet.open(page, "accounts", "/review?sort=username", "accounts.review");
  await expect(page.getByText(`${waiting.length} rows`)).toBeVisible();

  await sheet.click_link("username", 0);
  const panel = page.getByRole("complementary");
  await expect(panel.getByRole("heading", { name: first.username })).toBeVisible();
  await expect(panel.getByText(/Instagram asks for/).first()).toBeVisible();
  await panel.getByRole("button", { name: "Retry" }).click();
  await expect.poll(async () => (await account(owner, first.id)).requires_human_review).toBe(false);
  await page.keyboard.press("Escape");

  await page.goto(`/review?q=${second.username}`);
  await expect(page.getByText("1 row", { exact: true })).toBeVisible();
  await sheet.click_marker(0);
  await sheet.bar.getByRole("button", { name: "Skip step" }).click();
  await expect.poll(async () => (await account(owner, second.id)).warmup_step).toBe((second.warmup_step ?? 0) + 1);

  await page.goto(`/review?q=${third.username}`);
  await expect(page.getByText("1 row", { exact: true })).toBeVisible();
  await sheet.click_marker(0);
  await sheet.bar.getByRole("button", { name: "Go back" }).click();
  await page.getByRole("button", { name: "Send back" }).click();
  await expect.poll(async () => (await account(owner, third.id)).warmup_step).toBe(1);

  await page.goto("/review?sort=username");
  await expect(page.getByText(`${waiting.length - 3} rows`)).toBeVisible();
  await sheet.click_marker(0);
  await sheet.click_marker(2, { shift: true });
  await expect(sheet.bar).toContainText("3 selected");
  await sheet.bar.getByRole("button", { name: "Disable" }).click();
  await expect.poll(async () => (await list(owner, "filter[lifecycle_state]=disabled")).length).toBe(3);
  await expect(notice(page).filter({ hasText: "3 changed" })).toBeVisible();
});

// shows ACC-7
test("the warm-up shows what fails now, with its error, and settles it on the spot", async ({ page, owner }) => {
  const [first] = (await list(owner, "filter[requires_human_review]=true&sort=-last_error_at")) as [Listed];
  await page.goto("/models/1/accounts?tab=warmup");
  const failing = page.getByRole("region", { name: "Failing now" });
  await expect(failing.getByRole("listitem").filter({ hasText: first.username })).toContainText(/Instagram asks for/);
  await failing.getByRole("button", { name: `Skip step: ${first.username}` }).click();
  await expect(failing.getByText(first.username)).toBeHidden();
  expect((await account(owner, first.id)).requires_human_review).toBe(false);
});

// shows MOD-1
test("the hub shows accounts of the model and of none, and its proxies those kept for it or for none", async ({ page, owner }) => {
  for (const [id, assigned_model_id] of [[1, 1], [2, 2]]) await ask(owner, "PUT", `/api/proxies/${id}`, { body: { assigned_model_id } });
  await page.goto("/models/1/accounts?tab=available");
  const count = async (states: string) =>
    (await ask<{ total: number }>(owner, "GET", `/api/accounts?limit=1&filter[model_id]=1,null:&filter[lifecycle_state]=${states}`)).total.toLocaleString("en");
  await expect(page.getByText(`${await count("ready,imported")} rows`)).toBeVisible();
  const card = page.getByRole("group", { name: "Accounts by state" }).getByRole("button", { name: /^Imported/ });
  await expect(card).toContainText(await count("imported"));
  await card.click();
  await expect(page.getByText(`${await count("imported")} rows`)).toBeVisible();
  await page.getByRole("tab", { name: "Proxies" }).click();
  await expect(page.getByText("11 rows")).toBeVisible();
  await page.getByRole("button", { name: "Kept for this model" }).click();
  await expect(page.getByText("1 row", { exact: true })).toBeVisible();
});

// shows MOD-1, LIV-1
test("the cards of the warm-up come with one request, and a burst of news asks once more", async ({ page, owner }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === "/api/accounts/stats") asked.push(request.url());
  });
  const total = async (filter: string) =>
    (await ask<{ total: number }>(owner, "GET", `/api/accounts?limit=1&filter[model_id]=1,null:&filter[lifecycle_state]=warming_up&${filter}`)).total;
  await page.goto("/models/1/accounts?tab=warmup");
  const card = (name: RegExp) => page.getByRole("group", { name: "Accounts by state" }).getByRole("button", { name });
  for (const step of [2, 4]) await expect(card(new RegExp(`^Step ${step}`))).toContainText(String(await total(`filter[warmup_step]=${step}`)));
  await expect(card(/^Needs a person/)).toContainText(String(await total("filter[requires_human_review]=true")));
  await expect(card(/^Without proxy/)).toContainText(String(await total("filter[proxy_id]=null:")));
  expect(asked).toHaveLength(1);

  const review = await list(owner, "filter[requires_human_review]=true");
  await Promise.all(review.map(({ id }) => ask(owner, "POST", `/api/accounts/${id}/review`, { body: { action: "disable" } })));
  await expect(card(/^Needs a person/)).toHaveText(/\D0$/);
  expect(asked.length).toBeLessThan(review.length);
});

// shows ACC-4, PRX-2
test("the proxy stands by its address, and pasted addresses move accounts", async ({ page, owner }) => {
  await ask(owner, "PUT", "/api/proxies/1", { body: { country: "DE", assigned_model_id: 1 } });
  // Kept for the model, or the accounts that wait would take their slots at once.
  for (const username of ["north", "south"]) {
    await ask(owner, "POST", "/api/proxies", { body: { kind: "http", host: "gate.example", port: 7000, username, provider: "", location: "", monthly_cost_cents: 0, max_accounts: 1, assigned_model_id: 1 } });
  }
  const sheet = await Sheet.open(page, "accounts", "/accounts?q=lola.vance.0&sort=id");
  await expect(sheet.cell("proxy_id", 0)).toHaveText("user0@10.0.0.1:8000");
  const [first, second] = (await list(owner, "q=lola.vance.0&sort=id")) as [Listed, Listed];
  await sheet.click("proxy_id", 0);
  await sheet.paste("south@gate.example:7000");
  await expect.poll(async () => (await account(owner, first.id)).proxy_id).toBe(14);
  await expect(sheet.cell("proxy_id", 0)).toHaveText("south@gate.example:7000");
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => (await account(owner, first.id)).proxy_id).toBe(1);

  await sheet.click("proxy_id", 1);
  await sheet.paste("gate.example:7000");
  await expect(notice(page).filter({ hasText: "2 proxies have the address" })).toBeVisible();
  await sheet.paste("nowhere.example:1");
  await expect(notice(page).filter({ hasText: "There is no proxy nowhere.example:1" })).toBeVisible();
  expect((await account(owner, second.id)).proxy_id).toBe(1);
});

// shows PRX-2, PRX-3, ACC-10
test("chosen rows are dragged onto a proxy, a full one refuses them, and one undo takes the move back", async ({ page, owner }) => {
  for (const [id, max_accounts] of [[1, 3], [9, 3], [10, 5]]) await ask(owner, "PUT", `/api/proxies/${id}`, { body: { assigned_model_id: 1, max_accounts } });
  const proxies_of = async () => (await list(owner, "q=lola.vance.0&sort=username")).slice(0, 2).map(({ proxy_id }) => proxy_id);
  const before = await proxies_of();
  const sheet = await Sheet.open(page, "accounts", "/accounts?q=lola.vance.0&sort=username&board=proxies");
  const board = page.getByRole("complementary", { name: "Proxies" });
  const place = (address: string) => board.getByRole("listitem").filter({ hasText: address });
  await board.getByRole("textbox", { name: "Search proxies" }).fill("10.0.0.");
  await expect(place("10.0.0.9:8000")).toContainText("Full");
  await expect(place("10.0.0.10:8000")).toContainText("2 slots free");
  await sheet.click_marker(0);
  await sheet.click_marker(1);
  await expect(board.getByRole("status")).toHaveText("2 accounts to move");
  await expect(place("10.0.0.9:8000").getByRole("button")).toBeHidden();

  await sheet.drag_row(0, place("10.0.0.9:8000"));
  expect(await proxies_of()).toEqual(before);
  await sheet.drag_row(0, place("10.0.0.10:8000"));
  await expect(notice(page).filter({ hasText: "2 changed" })).toBeVisible();
  await expect.poll(proxies_of).toEqual([10, 10]);
  await expect(place("10.0.0.10:8000")).toContainText("Full");
  await notice(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(proxies_of).toEqual(before);
});

// shows PRX-2, WEB-2
test("without a mouse the board's buttons move the chosen rows, and what does not fit is named", async ({ page, owner }) => {
  await ask(owner, "PUT", "/api/proxies/10", { body: { assigned_model_id: 1, max_accounts: 4 } });
  const sheet = await Sheet.open(page, "accounts", "/accounts?q=lola.vance.0&sort=username");
  await sheet.click_marker(0);
  await sheet.click_marker(1);
  await page.getByRole("button", { name: "Proxy board" }).click();
  const board = page.getByRole("complementary", { name: "Proxies" });
  await board.getByRole("textbox", { name: "Search proxies" }).fill("10.0.0.10");
  await expect(board.getByText("Only 1 of 2 fits")).toBeVisible();
  await board.getByRole("button", { name: "Move to user9@10.0.0.10:8000" }).press("Enter");
  await expect(notice(page)).toContainText(/1 changed.*1 refused/);
  await expect(notice(page).getByRole("button", { name: "Undo" })).toBeVisible();
});

// shows ACC-10
test("a change to everything that matches runs as a job with its progress and is one undo", async ({ page, owner }) => {
  // However quick the server is: it is told not to wait for the end.
  await page.route("**/api/accounts/bulk", (route) => route.continue({ headers: { ...route.request().headers(), prefer: "wait=0" } }));
  const sheet = await Sheet.open(page, "accounts", "/accounts?q=spare.&sort=username");
  await sheet.click_marker(0);
  await sheet.bar.getByRole("button", { name: `Select all ${WAITING.toLocaleString("en")} that match` }).click();
  await expect(sheet.bar).toContainText(`${WAITING.toLocaleString("en")} selected`);
  await sheet.bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await page.getByRole("button", { name: /^Jobs in progress/ }).click();
  await expect(page.getByRole("dialog").getByText("Disable", { exact: true })).toBeVisible();
  await expect(page.getByRole("dialog").getByText(/30,000 of 30,000/)).toBeVisible();
  await page.keyboard.press("Escape");
  const disabled = async () => (await ask<{ total: number }>(owner, "GET", "/api/accounts?limit=1&filter[lifecycle_state]=disabled")).total;
  await expect.poll(disabled, { timeout: 40_000 }).toBe(WAITING);
  await page.getByRole("button", { name: "Recent changes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(disabled, { timeout: 40_000 }).toBe(0);
});

// shows ACC-6
test("the panel shows fields, attempts and the timeline, follows the cursor, and Back restores it", async ({ page }) => {
  const sheet = await Sheet.open(page, "accounts", "/accounts?f.requires_human_review=true&sort=username");
  await sheet.click_link("username", 0);
  const panel = page.getByRole("complementary");
  await panel.getByRole("tab", { name: "Attempts" }).click();
  await expect(panel.getByText("Needs a person").last()).toBeVisible();
  await panel.getByRole("tab", { name: "Timeline" }).click();
  await expect(panel.getByText("Imported").first()).toBeVisible();
  const name = await panel.getByRole("heading").first().textContent();
  await sheet.click("model_id", 0);
  await page.keyboard.press("ArrowDown");
  await expect(panel.getByRole("heading").first()).not.toHaveText(name ?? "");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await page.goBack();
  await expect(panel).toBeVisible();
});

// shows ACC-11
test("a secret is shown on demand only, and that is in the audit log", async ({ page }) => {
  await Sheet.open(page, "accounts", "/accounts?q=lola.vance.03&open=4");
  const panel = page.getByRole("complementary");
  await expect(panel.getByText("pw-3", { exact: true })).toBeHidden();
  await panel.getByRole("button", { name: "Show password and extra fields" }).click();
  await expect(panel.getByText("pw-3", { exact: true })).toBeVisible();
  await page.goto("/audit-log");
  await expect(page.locator("[role=gridcell]", { hasText: "accounts.reveal" }).first()).toBeAttached();
});

test("an illegal state says which ones are legal and is not sent", async ({ page }) => {
  const sheet = await Sheet.open(page, "accounts", "/accounts?q=spare.00000");
  await sheet.click("lifecycle_state", 0);
  await sheet.paste("Ready");
  await expect(page.getByRole("button", { name: /1 cell not saved/ })).toBeVisible();
  await expect(notice(page)).toContainText(/can't be saved/);
});

// shows ACC-1
test("accounts in the trash are restored with their row", async ({ page, owner }) => {
  const sheet = await Sheet.open(page, "accounts", "/accounts?q=spare.0000&sort=username");
  await sheet.click_marker(0);
  await sheet.bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Put in trash" }).click();
  await expect(notice(page).filter({ hasText: "1 changed" })).toBeVisible();
  await page.getByRole("button", { name: "Trash" }).click();
  await expect(page.getByText("1 row", { exact: true })).toBeVisible();
  const trash = await Sheet.on(page, "accounts", "accounts.trash");
  await trash.click_marker(0);
  await trash.bar.getByRole("button", { name: "Restore" }).click();
  await expect.poll(async () => (await list(owner, "trashed=true")).length).toBe(0);
});
