// routes.ts: the stand-in's answers, in the shapes of the API contract.
import type { IncomingMessage, ServerResponse } from "node:http";
import { list_accounts } from "./lists";
import type { MockServer } from "./state";

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
  csrf_token: "mock",
};
const empty_page = () => ok({ items: [], total: 0, total_is_estimate: false, next_cursor: null });

const ROUTES: Route[] = [
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
  ["GET", /^\/api\/accounts$/, ({ state, url }) => ok(list_accounts(state, url.searchParams))],
  ["PATCH", /^\/api\/accounts\/(\d+)$/, ({ state, params, body }) => patch_account(state, Number(params[0]), body)],
  ["GET", /^\/api\/(models|proxies|bots|members|tokens|audit-log|jobs)$/, empty_page],
];

function patch_account(state: MockServer, id: number, body: Record<string, unknown>): Reply {
  if (body.username === "taken") return problem(409, "accounts.username_taken", "Another account has this username");
  state.edits.set(id, { ...state.edits.get(id), ...body });
  state.publish({ topic: "accounts", kind: "updated", ids: [id] });
  return ok(state.account(id));
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
