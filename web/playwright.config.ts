// playwright.config.ts: browser tests in Debian's Chromium; every test starts the real program on a data folder of its own.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/support/template.ts",
  timeout: 90_000,
  expect: { timeout: 20_000 },
  workers: 2,
  fullyParallel: true,
  reporter: "list",
  use: {
    viewport: { width: 1440, height: 900 },
    // A recording of every step doubles the time of a run: E2E_TRACE=1 makes it when a failure needs one.
    trace: process.env.E2E_TRACE ? "retain-on-failure" : "off",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
    permissions: ["clipboard-read", "clipboard-write"],
  },
});
