// template.ts: before all tests: one filled data folder that every test gets a copy of.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fill } from "./fill";
import { Program } from "./program";

const TEMPLATE = "ROOST_E2E_TEMPLATE";

export const scratch_folder = () => mkdtempSync(join(tmpdir(), "roost-e2e."));

export function copy_of_template(): string {
  const folder = scratch_folder();
  cpSync(process.env[TEMPLATE] ?? "", folder, { recursive: true });
  return folder;
}

export const remove_folder = (folder: string) => rmSync(folder, { recursive: true, force: true });

export default async function prepare(): Promise<() => void> {
  const folder = scratch_folder();
  const program = new Program(folder);
  await program.start();
  try {
    await fill(program);
  } finally {
    await program.stop();
  }
  process.env[TEMPLATE] = folder;
  return () => remove_folder(folder);
}
