// test.ts: a test with a program of its own, an owner who is logged in, and a console that must stay empty.
import { test as base, expect, type Page } from "@playwright/test";
import { OWNER } from "./fill";
import { ask, type Caller, Program } from "./program";
import { copy_of_template, remove_folder, scratch_folder } from "./template";

interface Options {
  /** False for tests that begin with nobody logged in. */
  logged_in: boolean;
  /** False for a program that is started for the first time. */
  filled: boolean;
}

interface Fixtures {
  roost: Program;
  /** Asks the API as the owner. */
  owner: Caller;
  /** Says which complaints of the browser a test provokes on purpose. */
  expect_complaints: (...patterns: RegExp[]) => void;
  /** Another browser, with nobody logged in. */
  other_page: Page;
}

/** What a browser complains about by itself: errors in the console, exceptions, requests that got no answer. */
function watch(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // A page that is left, or a list that scrolled on, gives up what it asked for.
    if (why !== "net::ERR_ABORTED") complaints.push(`request: ${request.method()} ${request.url()} ${why}`);
  });
}

export async function log_in(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("heading", { name: /Good to see you/ })).toBeVisible();
}

/** The session of a log-in without its form, for tests that are about something else. */
export async function enter(page: Page, url: string): Promise<void> {
  const answer = await page.request.post(`${url}/api/auth/login`, { data: { email: OWNER.email, password: OWNER.password } });
  expect(answer.status()).toBe(200);
}

export const test = base.extend<Options & Fixtures & { complaints: string[] }>({
  logged_in: [true, { option: true }],
  filled: [true, { option: true }],
  roost: async ({ filled }, use) => {
    const folder = filled ? copy_of_template() : scratch_folder();
    const program = new Program(folder);
    await program.start();
    await use(program);
    await program.stop();
    remove_folder(folder);
  },
  baseURL: async ({ roost }, use) => use(roost.url),
  owner: async ({ roost }, use) => {
    const body = { email: OWNER.email, password: OWNER.password };
    const { access_token } = await ask<{ access_token: string }>({ url: roost.url, token: "" }, "POST", "/api/auth/login", { body });
    await use({ url: roost.url, token: access_token });
  },
  complaints: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const complaints: string[] = [];
      await use(complaints);
      expect(complaints, "the browser's console must stay empty").toEqual([]);
    },
    { auto: true },
  ],
  expect_complaints: async ({ complaints }, use) => {
    const expected: RegExp[] = [];
    await use((...patterns) => void expected.push(...patterns));
    const surprising = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    complaints.splice(0, complaints.length, ...surprising);
  },
  page: async ({ page, roost, complaints, logged_in, filled }, use) => {
    watch(page, complaints);
    if (logged_in && filled) await enter(page, roost.url);
    await use(page);
    // A page that goes on asking while its program stops would complain about that.
    await page.close();
  },
  other_page: async ({ browser, roost, complaints }, use) => {
    const context = await browser.newContext({ baseURL: roost.url, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    watch(page, complaints);
    await use(page);
    await context.close();
  },
});

export { expect };
