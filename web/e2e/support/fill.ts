// fill.ts: the workspace every test begins with, made over the API: models, proxies, accounts in every state, a bot that worked.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ask, type Caller, type Program } from "./program";

export const OWNER = { name: "Dana Reyes", email: "dana@example.com", password: "correct horse battery", workspace: "Northlight Agency" };
export const MANAGER = { name: "Jo Lindqvist", email: "jo@example.com", password: "another horse battery" };
export const MODELS = ["Lola Vance", "Mia Stone", "Alexandrina Maximiliane von Hohenberg-Wittelsbach the Younger"] as const;
/** Accounts of no model, which wait: enough of them for the grid to scroll and for a bulk change to become a job. */
export const WAITING = 30_000;
export const WARMING = 24;
export const PROXIES = 12;

const PICTURE = fileURLToPath(new URL("../../../tests/fault/picture.jpg", import.meta.url));

interface Task {
  task_id: string;
  account: { id: number; username: string };
  step: { number: number };
}

/** What a bot reports about the accounts of the first model: most get through, some stop where a person must decide. */
function fails_with(username: string, step: number): string | null {
  const n = Number(username.split(".").at(-1));
  if (n % 4 === 1 && step === 2) return "checkpoint";
  if (n % 4 === 2 && step === 4) return "bad_credentials";
  return null;
}

async function work(bot: Caller & { bot_id: string }, tasks: number): Promise<void> {
  for (let done = 0; done < tasks; done += 1) {
    const task = await ask<Task | undefined>(bot, "GET", `/api/bot/next-task/${bot.bot_id}`);
    if (task === undefined) return;
    const report = { task_id: task.task_id, bot_id: bot.bot_id, execution_time_ms: 1200 };
    const error_code = fails_with(task.account.username, task.step.number);
    if (error_code === null) await ask(bot, "POST", "/api/bot/step-complete", { body: report });
    else await ask(bot, "POST", "/api/bot/step-failed", { body: { ...report, error_code, error_message: `Instagram asks for a ${error_code}` } });
  }
}

async function content(owner: Caller, model_id: number): Promise<void> {
  const form = new FormData();
  form.set("file", new Blob([readFileSync(PICTURE)], { type: "image/jpeg" }), "picture.jpg");
  await ask(owner, "POST", `/api/models/${model_id}/content`, { body: form });
  for (const content_type of ["bio", "story", "highlight", "post"]) {
    await ask(owner, "POST", `/api/models/${model_id}/text-pools`, { body: { content_type, text_content: "Morning light" } });
  }
}

const import_accounts = (owner: Caller, lines: string[], model_id?: number) =>
  ask(owner, "POST", `/api/accounts/import?attest=true${model_id === undefined ? "" : `&model_id=${model_id}`}`, {
    body: lines.join("\n"),
    headers: { Prefer: "wait=60" },
  });

const number = (n: number, digits: number) => String(n).padStart(digits, "0");

/** Creates the owner over the one-time link and fills the workspace. */
export async function fill(program: Program): Promise<void> {
  const token = new URL(await program.setup_link()).searchParams.get("token");
  const { access_token } = await ask<{ access_token: string }>({ url: program.url, token: "" }, "POST", "/api/auth/setup", { body: { ...OWNER, token } });
  const owner: Caller = { url: program.url, token: access_token };
  const put_pacing = (warmup: object) => ask(owner, "PUT", "/api/workspace/settings", { body: { warmup } });
  await put_pacing({ gap_s: 0, cap_per_account_day: 0, cap_per_proxy_day: 0, hours: null, auto_start: true });

  const models: number[] = [];
  for (const name of MODELS) models.push((await ask<{ id: number }>(owner, "POST", "/api/models", { body: { name } })).id);
  const [lola = 0] = models;
  await content(owner, lola);

  const proxies = Array.from({ length: PROXIES }, (_, n) => `10.0.0.${n + 1}:8000:user${n}:secret${n}`);
  await ask(owner, "POST", "/api/proxies/import?max_accounts=3&provider=Hexanet", { body: proxies.join("\n"), headers: { Prefer: "wait=20" } });
  await import_accounts(owner, Array.from({ length: WARMING }, (_, n) => `lola.vance.${number(n, 2)},pw-${n},lola${n}@example.com`), lola);
  await import_accounts(owner, Array.from({ length: WAITING }, (_, n) => `spare.${number(n, 5)},pw-${n},spare${n}@example.com`));

  const made = await ask<{ bot_id: string; token: string }>(owner, "POST", "/api/bots", { body: { name: "Berlin 1" } });
  await work({ ...made, url: program.url }, 80);
  await put_pacing({ gap_s: 14_400, cap_per_account_day: 3, cap_per_proxy_day: 9, auto_start: false });

  const { token: invitation } = await ask<{ token: string }>(owner, "POST", "/api/invitations", { body: { role: "manager" } });
  await ask({ url: program.url, token: "" }, "POST", "/api/auth/accept-invitation", { body: { ...MANAGER, token: invitation } });
}
