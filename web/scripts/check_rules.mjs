// check_rules.mjs: the layer and size rules of the web application that a linter does not know.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../src", import.meta.url));
const HARD_LINES = { component: 200, module: 300, catalogue: 500 };
const RANK = { lib: 0, ui: 0, api: 0, features: 1, app: 2 };
const problems = [];

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else if (/\.(ts|tsx)$/.test(name) && name !== "schema.d.ts") yield path;
  }
}

function place(path) {
  const [layer, feature] = relative(src, path).split("/");
  return { layer, feature: layer === "features" ? feature : null };
}

function target_of(specifier, from) {
  if (specifier.startsWith("@/")) return join(src, specifier.slice(2));
  if (specifier.startsWith(".")) return resolve(dirname(from), specifier);
  return null;
}

function check_import(from, specifier) {
  const here = place(from);
  const glide_user = relative(src, from).startsWith("ui/data-sheet/");
  if (specifier.startsWith("@glideapps/") && !glide_user) problems.push(`${from}: only ui/data-sheet may import ${specifier}`);
  const path = target_of(specifier, from);
  if (path === null || here.layer === "testing") return;
  const there = place(path);
  if (there.layer === "testing" && !from.includes(".spec.")) problems.push(`${from}: only specs import testing/`);
  if (RANK[there.layer] > RANK[here.layer]) problems.push(`${from}: ${here.layer} must not import ${there.layer} (${specifier})`);
  if (here.feature && there.feature && here.feature !== there.feature)
    problems.push(`${from}: feature ${here.feature} must not import feature ${there.feature}`);
  if (path.endsWith("schema") && here.layer !== "api") problems.push(`${from}: generated types are reached through api/`);
}

for (const path of files(src)) {
  const text = readFileSync(path, "utf8");
  const name = relative(src, path);
  if (!text.startsWith("// ")) problems.push(`${name}: the first line must say what the file is for`);
  const lines = text.split("\n").length;
  const kind = name.startsWith("lib/i18n/") ? "catalogue" : path.endsWith(".tsx") ? "component" : "module";
  if (lines > HARD_LINES[kind]) problems.push(`${name}: ${lines} lines, at most ${HARD_LINES[kind]}`);
  for (const found of text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)) check_import(path, found[1]);
}

for (const problem of problems) console.error(problem.replace(`${src}/`, ""));
console.log(problems.length === 0 ? "rules: OK" : `rules: ${problems.length} broken`);
process.exit(problems.length === 0 ? 0 : 1);
