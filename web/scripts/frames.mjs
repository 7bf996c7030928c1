// frames.mjs: how the account grid feels in Chromium over a running Roost: time between frames while scrolling in every way, and the
// first page from a cold cache on a slow processor. `node scripts/frames.mjs URL EMAIL PASSWORD` prints one line of JSON per measure.
import { chromium } from "@playwright/test";

const [url, email, password] = process.argv.slice(2);
const SIZE = { width: 1600, height: 900 };
const SLOWER = 4;
const COLD_RUNS = 5;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
  // The scrollbar is to be dragged.
  ignoreDefaultArgs: ["--hide-scrollbars"],
});

const say = (measure, figures) => console.log(JSON.stringify({ measure, ...figures }));
const at = (sorted, ratio) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * ratio))];
const rounded = (ms) => Math.round(ms * 10) / 10;

async function enter() {
  const context = await browser.newContext({ viewport: SIZE });
  const answer = await context.request.post(`${url}/api/auth/login`, { data: { email, password } });
  if (!answer.ok()) throw new Error(`log-in: ${answer.status()}`);
  return { context, page: await context.newPage() };
}

const first_row = (page) => page.waitForFunction(() => /./.test(document.querySelector("#glide-cell-1-0")?.textContent ?? ""), null, { polling: "raf" });

/** Runs in the page: keeps the time of every frame, and what made the long ones long. */
function watch_frames() {
  const seen = { spans: [], long: [], last: 0, on: true };
  const tick = (now) => {
    if (seen.last > 0) seen.spans.push(now - seen.last);
    seen.last = now;
    if (seen.on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const scripts = entry.scripts.map((script) => `${script.invoker} ${Math.round(script.duration)} ms`);
      seen.long.push(`${Math.round(entry.duration)} ms: ${scripts.join(", ")}`);
    }
  }).observe({ type: "long-animation-frame", buffered: false });
  window.frames_seen = seen;
}

/** The processor time of every task of the page's main thread: on a busy machine frames also wait for others, but this is our own. */
async function main_thread_cpu(act) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel", "__metadata"] } });
  await act();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  const mains = new Set(events.flatMap((e) => (e.name === "thread_name" && e.args.name === "CrRendererMain" ? [`${e.pid}.${e.tid}`] : [])));
  const is_task = (e) => e.ph === "X" && e.name === "ThreadControllerImpl::RunTask" && mains.has(`${e.pid}.${e.tid}`);
  return events.filter(is_task).map((e) => (e.tdur ?? 0) / 1000).toSorted((a, b) => a - b);
}

async function frames(page, measure, act) {
  await page.evaluate(watch_frames);
  const tasks = await main_thread_cpu(act);
  const { spans, long } = await page.evaluate(() => {
    window.frames_seen.on = false;
    return window.frames_seen;
  });
  const sorted = spans.toSorted((a, b) => a - b);
  say(measure, {
    frames: spans.length,
    p50_ms: rounded(at(sorted, 0.5)),
    p95_ms: rounded(at(sorted, 0.95)),
    p99_ms: rounded(at(sorted, 0.99)),
    longest_ms: rounded(sorted.at(-1) ?? 0),
    longest_task_cpu_ms: rounded(tasks.at(-1) ?? 0),
    over_33: spans.filter((ms) => ms > 33.5).length,
    over_50: spans.filter((ms) => ms > 50).length,
    long,
  });
}

async function wheel(page, step, times) {
  for (let i = 0; i < times; i += 1) await page.mouse.wheel(0, step);
}

async function drag_scrollbar(page) {
  const box = await page.locator(".dvn-scroller").boundingBox();
  const x = box.x + box.width - 7;
  const [top, bottom] = [box.y + 24, box.y + box.height - 24];
  await page.mouse.move(x, top - 12);
  await page.mouse.down();
  let seed = 7;
  for (let i = 0; i < 40; i += 1) {
    seed = (seed * 16_807) % 2_147_483_647;
    await page.mouse.move(x, top + (seed / 2_147_483_647) * (bottom - top), { steps: 6 });
  }
  await page.mouse.up();
}

async function press(page, key, times) {
  for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
}

async function scrolling() {
  const { context, page } = await enter();
  await page.goto(`${url}/accounts`);
  await first_row(page);
  await page.evaluate(() => document.fonts.ready);
  const box = await page.locator(".dvn-scroller").boundingBox();
  await page.mouse.move(box.x + 500, box.y + 300);
  await frames(page, "wheel, 120 px a notch", () => wheel(page, 120, 300));
  await frames(page, "wheel, 2,000 px a notch", () => wheel(page, 2000, 300));
  await frames(page, "scrollbar dragged to 40 places", () => drag_scrollbar(page));
  await page.mouse.click(box.x + 500, box.y + 300);
  await frames(page, "arrow down, 200 times", () => press(page, "ArrowDown", 200));
  await frames(page, "page down, 100 times", () => press(page, "PageDown", 100));
  await frames(page, "to the last row and back, 10 times", async () => {
    for (let i = 0; i < 10; i += 1) {
      await page.keyboard.press("ControlOrMeta+ArrowDown");
      await page.keyboard.press("ControlOrMeta+ArrowUp");
    }
  });
  await context.close();
}

/** Opens a page with nothing cached; answers after how long it was usable. */
async function open_cold(path, is_usable, rate) {
  const { context, page } = await enter();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  await page.goto(url + path, { waitUntil: "commit" });
  await is_usable(page);
  const ms = await page.evaluate(() => performance.now());
  await context.close();
  return ms;
}

async function cold(path, is_usable) {
  const spans = [];
  for (let run = 0; run < COLD_RUNS; run += 1) spans.push(await open_cold(path, is_usable, SLOWER));
  const sorted = spans.toSorted((a, b) => a - b);
  const tasks = await main_thread_cpu(() => open_cold(path, is_usable, 1));
  say(`${path} usable, cold cache, processor ${SLOWER} times slower`, {
    median_ms: Math.round(at(sorted, 0.5)),
    from_ms: Math.round(sorted[0]),
    to_ms: Math.round(sorted.at(-1)),
    main_thread_cpu_ms_at_full_speed: Math.round(tasks.reduce((sum, ms) => sum + ms, 0)),
  });
}

try {
  await scrolling();
  await cold("/", (page) => page.waitForFunction(() => document.querySelector("main h1, main h2") !== null, null, { polling: "raf" }));
  await cold("/accounts", first_row);
} finally {
  await browser.close();
}
