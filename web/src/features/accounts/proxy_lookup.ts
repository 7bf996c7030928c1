// proxy_lookup.ts: asks the server for the proxies that account rows name: a whole page of rows at once, and kept a while.
import { api, call } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import { session } from "@/api/session";
import { t } from "@/lib/i18n";
import { forget_proxies, keep_proxies, known_count, not_known_since, parse_address } from "./proxy_names";

const KEPT_MS = 60_000;
/** More than the grid keeps rows of. */
const KEPT = 20_000;
const ASKED_AT_ONCE = 1000;

let of_workspace: number | null = null;

/** Afterwards each of these that still exists is known. */
export async function learn_proxies(ids: Iterable<number>, signal?: AbortSignal, now = Date.now()): Promise<void> {
  if (of_workspace !== session.workspace_id() || known_count() > KEPT) forget_proxies();
  of_workspace = session.workspace_id();
  const missing = not_known_since(ids, now - KEPT_MS);
  for (let from = 0; from < missing.length; from += ASKED_AT_ONCE) {
    const asked = missing.slice(from, from + ASKED_AT_ONCE);
    const query = { limit: asked.length, filter: { id: asked.join(",") } };
    keep_proxies((await call(api.GET("/api/proxies", { params: { query }, signal }))).items, now);
  }
}

const refusal = (title: string) => new ApiProblem({ title, status: 422, code: "proxies.unknown_address" });

/** The proxy of a typed or pasted address; a refusal where there is none, or where several have it. */
export async function proxy_at(address: string): Promise<number> {
  const { user, host, port } = parse_address(address) ?? { host: address, port: "0" };
  const filter = { host, port, ...(user === undefined ? {} : { username: user }) };
  const { items, total } = await call(api.GET("/api/proxies", { params: { query: { limit: 1, filter } } }));
  const [found] = items;
  if (found === undefined) throw refusal(t("accounts.check.no_proxy", { address }));
  if (total > 1) throw refusal(t("accounts.check.many_proxies", { address, count: total }));
  return found.id;
}
