// types.mjs: writes src/api/schema.d.ts from the server's OpenAPI document (build/openapi.json).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const document = process.env.ROOST_OPENAPI ?? `${root}build/openapi.json`;
const merge = `${root}scripts/merge_openapi.py`;
const target = fileURLToPath(new URL("../src/api/schema.d.ts", import.meta.url));

if (!process.env.ROOST_OPENAPI && existsSync(merge)) {
  const merged = spawnSync("python3", [merge, "--root", root, "--out", document], { stdio: "inherit" });
  if (merged.status !== 0) process.exit(merged.status ?? 1);
}
if (!existsSync(document)) {
  console.error(`types: ${document} is missing; scripts/merge_openapi.py makes it`);
  process.exit(1);
}
const cli = fileURLToPath(new URL("../node_modules/openapi-typescript/bin/cli.js", import.meta.url));
const made = spawnSync(process.execPath, [cli, document, "-o", target], { stdio: "inherit" });
process.exit(made.status ?? 1);
