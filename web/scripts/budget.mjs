// budget.mjs: fails when the built scripts or styles are larger than a mid-range laptop should have to load.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_KB = { initial_js: 200, initial_css: 45, lazy_js: 200 };
const dist = fileURLToPath(new URL("../dist", import.meta.url));
const gz_kb = (path) => gzipSync(readFileSync(path), { level: 9 }).length / 1024;
const html = readFileSync(`${dist}/index.html`, "utf8");
const initial = new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((found) => found[1]));

let failed = false;
const sum = (ending) => [...initial].filter((f) => f.endsWith(ending)).reduce((kb, f) => kb + gz_kb(`${dist}/${f}`), 0);
function judge(what, kb, limit) {
  const over = kb > limit;
  failed ||= over;
  console.log(`${over ? "OVER" : "ok  "} ${what}: ${kb.toFixed(1)} KB gz of ${limit}`);
}
judge("initial scripts", sum(".js"), LIMIT_KB.initial_js);
judge("initial styles", sum(".css"), LIMIT_KB.initial_css);
for (const file of readdirSync(`${dist}/assets`)) {
  const name = `assets/${file}`;
  if (!file.endsWith(".js") || initial.has(name)) continue;
  const kb = gz_kb(`${dist}/${name}`);
  if (kb > 20) judge(name, kb, LIMIT_KB.lazy_js);
}
process.exit(failed ? 1 : 0);
