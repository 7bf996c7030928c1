// budget.mjs: fails when the built scripts or styles are larger than a mid-range laptop should have to load.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_KB = { initial_js: 200, initial_css: 45, lazy_js: 200, reference_js: 450 };
const dist = fileURLToPath(new URL("../dist", import.meta.url));
const gz_kb = (path) => gzipSync(readFileSync(path), { level: 9 }).length / 1024;
const files_of = (page) =>
  new Set([...readFileSync(`${dist}/${page}`, "utf8").matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((found) => found[1]));
const initial = files_of("index.html");
const reference = files_of("api/docs/index.html");

let failed = false;
const sum = (files, ending) => [...files].filter((f) => f.endsWith(ending)).reduce((kb, f) => kb + gz_kb(`${dist}/${f}`), 0);
function judge(what, kb, limit) {
  const over = kb > limit;
  failed ||= over;
  console.log(`${over ? "OVER" : "ok  "} ${what}: ${kb.toFixed(1)} KB gz of ${limit}`);
}
judge("initial scripts", sum(initial, ".js"), LIMIT_KB.initial_js);
judge("initial styles", sum(initial, ".css"), LIMIT_KB.initial_css);
judge("scripts of the API reference", sum(reference, ".js"), LIMIT_KB.reference_js);
for (const file of readdirSync(`${dist}/assets`)) {
  const name = `assets/${file}`;
  if (!file.endsWith(".js") || initial.has(name) || reference.has(name)) continue;
  const kb = gz_kb(`${dist}/${name}`);
  if (kb > 20) judge(name, kb, LIMIT_KB.lazy_js);
}
process.exit(failed ? 1 : 0);
