// pictures.mjs: takes the pictures of the README and the guide from the running demonstration: `npm run pictures [-- NAME…]`, after ./run --build.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.ROOST_TEST_PROGRAM ?? join(root, "build/release/roost");
const SIZE = { width: 1440, height: 810 };
const PERSON = { name: "Dana Reyes", email: "dana@example.com", password: "correct horse battery" };
const MESSY = [
  "username;password;email;country",
  "Harbour.Light;pw1;harbour.light@example.com;de",
  "quiet.meadow;pw2;;fr",
  "not a name;pw3;x@example.com;de",
  "copper.field;pw4;not an address;de",
  "@north.window;pw5;north@example.com;pl",
  "quiet.meadow;again;;fr",
].join("\n");

const grid_is_drawn = (page) => page.waitForFunction(() => /./.test(document.querySelector("#glide-cell-1-0")?.textContent ?? ""));

async function choose_file(page) {
  await page.locator("input[type=file]").setInputFiles({ name: "accounts.csv", mimeType: "text/csv", buffer: Buffer.from(MESSY) });
  await page.getByRole("checkbox", { name: /entitled/ }).check();
  await page.getByRole("button", { name: "Check the whole file" }).click();
  await page.getByText("Would be imported").waitFor();
}

async function choose_rows(page) {
  await grid_is_drawn(page);
  const box = await page.locator(".dvn-scroller").boundingBox();
  for (const row of [1, 2, 3]) await page.mouse.click(box.x + 26, box.y + 34 + 28 * row + 14);
}

/** Each picture: its address, and what is waited for or done before it is taken. */
const PICTURES = {
  home: ["/", (page) => page.getByText("Needs a person now").waitFor()],
  hub: ["/models/2/accounts", grid_is_drawn],
  warmup: ["/models/2/accounts?tab=warmup", grid_is_drawn],
  review: ["/review", grid_is_drawn],
  board: ["/accounts?board=proxies", choose_rows],
  import: ["/accounts/import", choose_file],
  bots: ["/bots?open=1", grid_is_drawn],
};

async function started(data) {
  const child = spawn(program, ["demo", "--data", data, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const found = {};
  for await (const line of createInterface({ input: child.stdout })) {
    found.url ??= /listening on (\S+)/.exec(line)?.[1];
    found.token ??= /token=(\S+)/.exec(line)?.[1];
    if (found.url && found.token) break;
  }
  child.stdout.resume();
  return { child, ...found };
}

const data = mkdtempSync(join(tmpdir(), "roost-pictures."));
const { child, url, token } = await started(data);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: "light", reducedMotion: "reduce" });
  const joined = await context.request.post(`${url}/api/auth/accept-invitation`, { data: { ...PERSON, token } });
  if (!joined.ok()) throw new Error(`joining the demonstration: ${joined.status()} ${await joined.text()}`);
  const page = await context.newPage();
  mkdirSync(join(root, "docs/images"), { recursive: true });
  const wanted = process.argv.slice(2);
  for (const [name, [path, prepare]] of Object.entries(PICTURES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await page.goto(url + path);
    await prepare(page);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(root, `docs/images/${name}.png`), animations: "disabled" });
    console.log(`docs/images/${name}.png`);
  }
} finally {
  await browser.close();
  child.kill("SIGTERM");
  await new Promise((ended) => child.once("exit", ended));
  rmSync(data, { recursive: true, force: true });
}
