// client.ts: the typed client of the server's OpenAPI document: headers of the session on the way out, problems on the way back.
import createClient, { type Middleware } from "openapi-fetch";
import { ApiProblem, OFFLINE, read_problem } from "./problem";
import type { paths } from "./schema";
import { session } from "./session";

const session_headers: Middleware = {
  onRequest({ request }) {
    const workspace = session.workspace_id();
    const csrf = session.csrf_token();
    if (workspace !== null) request.headers.set("X-Workspace-Id", String(workspace));
    if (csrf !== null && request.method !== "GET") request.headers.set("X-CSRF-Token", csrf);
  },
  async onResponse({ response }) {
    if (!response.ok) throw new ApiProblem(await read_problem(response));
  },
  onError({ error, request }) {
    if (request.signal.aborted) return undefined;
    return error instanceof ApiProblem ? error : new ApiProblem(OFFLINE);
  },
};

export const api = createClient<paths>({ credentials: "same-origin" });
api.use(session_headers);

/** The answer itself: refusals were thrown on the way. Lists may also be asked as CSV text; that goes through download.ts. */
export async function call<Data>(answer: Promise<{ data?: Data }>): Promise<Exclude<Data, string>> {
  return (await answer).data as Exclude<Data, string>;
}
