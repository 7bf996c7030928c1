// program.ts: the real program on a data folder of its own: started, stopped and started again at the same address.
import { type ChildProcess, spawn } from "node:child_process";
import { type EventEmitter, once } from "node:events";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../../build/release/roost", import.meta.url));
const WAIT_MS = 20_000;

/** Requests to one running program, as the person whose token is given. */
export interface Caller {
  url: string;
  token: string;
}

/** The program takes every ROOST_* for a setting, and a test wants the ones it comes with. */
const without_settings = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("ROOST_")));

export class Program {
  private process: ChildProcess | null = null;
  private printed = "";
  private listen = "127.0.0.1:0";
  url = "";

  constructor(private readonly data: string) {}

  async start(): Promise<void> {
    const child = spawn(process.env.ROOST_TEST_PROGRAM ?? BUILT, ["serve", "--data", this.data, "--listen", this.listen], {
      env: without_settings(process.env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process = child;
    this.printed = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: Buffer) => (this.printed += text.toString()));
    this.url = await this.line(/listening on (\S+)\n/);
    this.listen = new URL(this.url).host;
  }

  /** The link that the first start prints while nobody can log in yet. */
  setup_link(): Promise<string> {
    return this.line(/(\S+\/setup\?token=\S+)\n/);
  }

  /** Waits for a line of the program; answers the pattern's first group. */
  private async line(pattern: RegExp): Promise<string> {
    const child = this.process;
    const signal = AbortSignal.timeout(WAIT_MS);
    while (!pattern.test(this.printed)) {
      if (child === null || child.exitCode !== null) throw new Error(`the program ended\n${this.printed}`);
      const news = [once(child.stdout as EventEmitter, "data", { signal }), once(child, "exit", { signal })];
      await Promise.race(news).catch((error: unknown) => Promise.reject(new Error(`no ${pattern.source} within ${WAIT_MS} ms: ${String(error)}\n${this.printed}`)));
    }
    return pattern.exec(this.printed)?.[1] ?? "";
  }

  async stop(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error(`SIGTERM must end the program with 0, not ${code}`);
  }
}

interface Options {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Asks the API; an answer that refuses is an error, as nothing a test prepares may be refused. */
export async function ask<Answer = Record<string, never>>(caller: Caller, method: string, path: string, options: Options = {}): Promise<Answer> {
  const is_raw = typeof options.body === "string" || options.body instanceof FormData;
  const type: Record<string, string> =
    options.body === undefined || options.body instanceof FormData ? {} : { "Content-Type": is_raw ? "text/plain" : "application/json" };
  const response = await fetch(`${caller.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${caller.token}`, ...type, ...options.headers },
    body: options.body === undefined ? undefined : is_raw ? (options.body as string | FormData) : JSON.stringify(options.body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}
