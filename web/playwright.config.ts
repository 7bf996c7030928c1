// playwright.config.ts: browser tests in Debian's Chromium, against the stand-in server over the built application,
// or against a running Roost when ROOST_URL is set.
import { defineConfig } from "@playwright/test";

const outside = process.env.ROOST_URL;
const port = 4173;

export default defineConfig({
  testDir: "e2e",
  timeout: 60_000,
  expect: { timeout: 20_000 },
  workers: 1,
  reporter: process.env.CI ? "line" : "list",
  use: {
    baseURL: outside ?? `http://localhost:${port}`,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
    permissions: ["clipboard-read", "clipboard-write"],
  },
  webServer: outside
    ? undefined
    : { command: "npm run preview:mock", port, reuseExistingServer: true, env: { MOCK_LATENCY_MS: "20" } },
});
