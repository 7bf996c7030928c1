// routes.ts: the stand-in's answers, in the shapes of the API contract.
import type { IncomingMessage, ServerResponse } from "node:http";
import { attempts, events, STATS, UNDOS } from "./account_stories";
import { IMPORT_RESULT, MEMBERS, PREVIEW, SESSIONS, SETTINGS } from "./fixtures";
import { list_rows } from "./lists";
import { ACCOUNT_COUNT, type MockServer, MODELS } from "./state";

interface Call {
  state: MockServer;
  url: URL;
  method: string;
  body: Record<string, unknown>;
  params: string[];
}

interface Reply {
  status: number;
  body?: unknown;
}

type Route = [method: string, path: RegExp, handler: (call: Call) => Reply];

const ok = (body: unknown): Reply => ({ status: 200, body });
const problem = (status: number, code: string, detail: string): Reply => ({
  status,
  body: { type: "about:blank", title: detail, status, detail, code, request_id: "mock-request" },
});
const ME = {
  user: { id: 1, email: "dana@example.com", name: "Dana Reyes" },
  workspaces: [{ id: 1, name: "Northlight Agency", role: "owner" }, { id: 2, name: "Side project", role: "viewer" }],
  workspace: null,
  csrf_token: "mock",
  server: { mode: "development", demo: false },
};
const UTILIZATION = {
  slots: 600, used: 412, free: 188, accounts_without_proxy: 76_923, monthly_cost_cents: 48_200, currency: "USD", by_provider: [], by_location: [],
};
const empty_page = () => ok({ items: [], total: 0, total_is_estimate: false, next_cursor: null });

const ROUTES: Route[] = [
  ["POST", /^\/api\/mock\/reset$/, ({ state }) => { state.reset(); return { status: 204 }; }],
  ["GET", /^\/api\/auth\/me$/, ({ state }) => (state.logged_in ? ok(ME) : problem(401, "auth.required", "Log in first"))],
  ["POST", /^\/api\/auth\/login$/, ({ state, body }) => {
    if (body.password !== "correct horse battery") return problem(401, "auth.wrong", "E-mail or password is wrong");
    state.logged_in = true;
    return ok(ME);
  }],
  ["POST", /^\/api\/auth\/logout$/, ({ state }) => { state.logged_in = false; return { status: 204 }; }],
  ["POST", /^\/api\/auth\/register$/, ({ state }) => { state.logged_in = true; return { status: 201, body: ME }; }],
  ["GET", /^\/api\/preferences\/(.+)$/, ({ state, params }) => ok({ value: state.preferences.get(params[0] ?? "") ?? null })],
  ["PUT", /^\/api\/preferences\/(.+)$/, ({ state, params, body }) => { state.preferences.set(params[0] ?? "", body.value); return ok(body); }],
  ["GET", /^\/api\/auth\/options$/, () => ok({ registration: "invite", setup_required: false, mode: "development", demo: true })],
  ["GET", /^\/api\/views$/, empty_page],
  ["GET", /^\/api\/models$/, () => ok({ items: MODELS, total: MODELS.length, total_is_estimate: false, next_cursor: null })],
  ["GET", /^\/api\/models\/(\d+)$/, ({ params }) => ok(MODELS.find((model) => model.id === Number(params[0])))],
  ["GET", /^\/api\/accounts$/, ({ state, url }) => ok(list_rows(ACCOUNT_COUNT, (id) => state.account(id), url.searchParams))],
  ["GET", /^\/api\/proxies$/, ({ state, url }) => ok(list_rows(240, (id) => state.proxy(id), url.searchParams))],
  ["GET", /^\/api\/proxies\/utilization$/, () => ok(UTILIZATION)],
  ["GET", /^\/api\/proxies\/(\d+)$/, ({ state, params }) => ok(state.proxy(Number(params[0])))],
  ["PUT", /^\/api\/proxies\/(\d+)$/, ({ state, params, body }) => put_proxy(state, Number(params[0]), body)],
  ["GET", /^\/api\/accounts\/stats$/, () => ok(STATS)],
  ["GET", /^\/api\/accounts\/undo$/, () => ok({ items: UNDOS })],
  ["POST", /^\/api\/accounts\/undo\/(\d+)(\/redo)?$/, ({ state, params }) => undo(state, Number(params[0]))],
  ["POST", /^\/api\/accounts\/bulk$/, ({ body }) => ok({ matched: 2, changed: (body.ids as number[] | undefined)?.length ?? 2, refused: 0, refused_items: [], undo_id: 7 })],
  ["GET", /^\/api\/accounts\/(\d+)$/, ({ state, params }) => ok(state.account(Number(params[0])))],
  ["GET", /^\/api\/accounts\/(\d+)\/events$/, ({ state, params }) => ok(events(state.account(Number(params[0]))))],
  ["GET", /^\/api\/accounts\/(\d+)\/warmup-steps$/, ({ state, params }) => ok(attempts(state.account(Number(params[0]))))],
  ["POST", /^\/api\/accounts\/(\d+)\/reveal$/, () => ok({ password: "correct horse", extra: { phone: "+49 151 000" } })],
  ["PATCH", /^\/api\/accounts\/(\d+)$/, ({ state, params, body }) => patch_account(state, Number(params[0]), body)],
  ["GET", /^\/api\/workspace\/settings$/, () => ok(SETTINGS)],
  ["PUT", /^\/api\/workspace\/settings$/, ({ body }) => ok({ ...SETTINGS, ...body })],
  ["GET", /^\/api\/members$/, () => ok(MEMBERS)],
  ["GET", /^\/api\/auth\/sessions$/, () => ok(SESSIONS)],
  ["POST", /^\/api\/accounts\/import\/preview$/, () => ok(PREVIEW)],
  ["GET", /^\/api\/accounts\/imports\/(\d+)\/preview$/, () => ok(PREVIEW)],
  ["POST", /^\/api\/accounts\/imports\/(\d+)\/start$/, ({ body }) => ok({ ...IMPORT_RESULT, dry_run: body.dry_run })],
  ["GET", /^\/api\/(bots|invitations|tokens|audit-log|jobs)$/, empty_page],
];

function patch_account(state: MockServer, id: number, body: Record<string, unknown>): Reply {
  if (body.username === "taken") return problem(409, "accounts.username_taken", "Another account has this username");
  state.before = { ...state.edits.get(id) };
  state.edits.set(id, { ...state.edits.get(id), ...body });
  state.publish({ topic: "accounts", kind: "updated", ids: [id] });
  return ok({ ...state.account(id), undo_id: state.remember(id) });
}

function undo(state: MockServer, undo_id: number): Reply {
  state.swap(undo_id);
  return ok({ ...UNDOS[0], id: undo_id });
}

function put_proxy(state: MockServer, id: number, body: Record<string, unknown>): Reply {
  if (Number(body.max_accounts) < state.proxy(id).account_count) {
    return problem(409, "proxies.below_use", `${state.proxy(id).account_count} accounts are on this proxy`);
  }
  state.proxy_edits.set(id, { ...state.proxy_edits.get(id), ...body });
  state.publish({ topic: "proxies", kind: "updated", ids: [id] });
  return ok(state.proxy(id));
}

export function answer(state: MockServer, req: IncomingMessage, res: ServerResponse, body: string): void {
  const url = new URL(req.url ?? "/", "http://mock");
  const found = find_route(req.method ?? "GET", url.pathname);
  const json = req.headers["content-type"]?.startsWith("application/json") ? (JSON.parse(body || "{}") as Record<string, unknown>) : {};
  const reply = found ? found.handler({ state, url, method: req.method ?? "GET", body: json, params: found.params })
    : problem(404, "route.unknown", `No such route: ${url.pathname}`);
  const latency_ms = Number(process.env.MOCK_LATENCY_MS ?? 20);
  setTimeout(() => {
    res.statusCode = reply.status;
    res.setHeader("Content-Type", reply.status >= 400 ? "application/problem+json" : "application/json");
    res.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  }, latency_ms);
}

function find_route(method: string, path: string) {
  for (const [verb, pattern, handler] of ROUTES) {
    const match = verb === method ? pattern.exec(path) : null;
    if (match) return { handler, params: match.slice(1).map(decodeURIComponent) };
  }
  return null;
}
