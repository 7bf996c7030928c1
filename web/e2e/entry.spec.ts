// entry.spec.ts: getting in and out: the first start, log-in, a wrong password, a session that was ended elsewhere.
import { MANAGER, OWNER } from "./support/fill";
import { ask } from "./support/program";
import { expect, log_in, test } from "./support/test";

test.describe("the first start", () => {
  test.use({ filled: false });

  // shows RUN-1, WEB-3
  test("the printed link makes the owner once, and the empty workspace says what to do first", async ({ page, roost, expect_complaints }) => {
    expect_complaints(/40[134]/, /422/);
    const link = await roost.setup_link();
    await page.goto(link);
    await page.getByLabel("Your name").fill(OWNER.name);
    await page.getByLabel("Workspace name").fill(OWNER.workspace);
    await page.getByLabel("E-mail").fill(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Create workspace" }).click();
    await expect(page.getByText("At least 8 characters", { exact: true })).toBeVisible();
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByRole("button", { name: "Create workspace" }).click();
    await expect(page.getByRole("heading", { name: "Good to see you, Dana" })).toBeVisible();
    await expect(page.getByText("From a file to warmed-up accounts")).toBeVisible();

    await page.goto("about:blank"); // an answer under way could bring the session's cookie back
    await page.context().clearCookies();
    await page.goto(link);
    await page.getByLabel("Your name").fill("Somebody Else");
    await page.getByLabel("Workspace name").fill("Elsewhere");
    await page.getByLabel("E-mail").fill("else@example.com");
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByRole("button", { name: "Create workspace" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
  });
});

test.describe("with nobody logged in", () => {
  test.use({ logged_in: false });

  // shows IDN-2
  test("a page asked for leads to the log-in, a wrong password is refused, and the right one leads back to the page", async ({ page, expect_complaints }) => {
    expect_complaints(/401/);
    await page.goto("/proxies?f.status=active");
    await expect(page).toHaveURL(/\/login\?next=/);
    await page.getByLabel("E-mail").fill(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page.getByRole("alert")).toContainText(/password/i);
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page).toHaveURL(/\/proxies\?f\.status=active/);
    await expect(page.locator("#glide-cell-1-0")).toHaveText("10.0.0.1");
  });

  test("logging out ends the session", async ({ page, expect_complaints }) => {
    expect_complaints(/401/);
    await log_in(page, OWNER);
    await page.getByRole("button", { name: /^You:/ }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await expect(page).toHaveURL(/\/login/);
    await page.goto("/accounts");
    await expect(page).toHaveURL(/\/login\?next=/);
  });

  test("a manager does not see what only an owner may", async ({ page }) => {
    await log_in(page, MANAGER);
    await expect(page.getByRole("link", { name: "Accounts" })).toBeVisible();
    await page.goto("/team");
    await expect(page.getByRole("button", { name: "Invite a member" })).toBeHidden();
  });
});

// shows IDN-2
test("a session that is ended elsewhere leads to the log-in and back", async ({ page, owner, expect_complaints }) => {
  expect_complaints(/401/, /WebSocket/);
  await page.goto("/proxies");
  await expect(page.locator("#glide-cell-1-0")).toHaveText("10.0.0.1");
  await ask(owner, "DELETE", "/api/auth/sessions");
  await page.getByRole("link", { name: "Accounts" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByTestId("sheet-accounts")).toBeVisible();
});
