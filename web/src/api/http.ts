// http.ts: the one place that talks to the server: headers, JSON, problems and waiting for short jobs.
import { ApiProblem, OFFLINE, read_problem } from "./problem";
import { session } from "./session";
import type { JobStarted } from "./types";

export type QueryValue = string | number | boolean | null | undefined;

export interface RequestOptions {
  query?: Record<string, QueryValue> | URLSearchParams;
  body?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export function api_url(path: string, query?: RequestOptions["query"]): string {
  if (query === undefined) return path;
  const params = query instanceof URLSearchParams ? query : new URLSearchParams();
  if (!(query instanceof URLSearchParams)) {
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) params.set(name, String(value));
    }
  }
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
}

function headers_for(method: string, options: RequestOptions): Headers {
  const headers = new Headers(options.headers);
  headers.set("Accept", "application/json");
  if (options.body !== undefined) headers.set("Content-Type", "application/json");
  const workspace = session.workspace_id();
  if (workspace !== null) headers.set("X-Workspace-Id", String(workspace));
  const csrf = session.csrf_token();
  if (method !== "GET" && csrf !== null) headers.set("X-CSRF-Token", csrf);
  return headers;
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  try {
    return await fetch(api_url(path, options.query), {
      method,
      headers: headers_for(method, options),
      body: options.form ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiProblem(OFFLINE);
  }
}

export async function request<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(method, path, options);
  if (!response.ok) throw new ApiProblem(await read_problem(response));
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

export const http = {
  get: <Answer>(path: string, options?: RequestOptions) => request<Answer>("GET", path, options),
  post: <Answer>(path: string, body?: unknown, options?: RequestOptions) =>
    request<Answer>("POST", path, { ...options, body: body ?? {} }),
  put: <Answer>(path: string, body: unknown, options?: RequestOptions) =>
    request<Answer>("PUT", path, { ...options, body }),
  patch: <Answer>(path: string, body: unknown, options?: RequestOptions) =>
    request<Answer>("PATCH", path, { ...options, body }),
  delete: <Answer>(path: string, options?: RequestOptions) => request<Answer>("DELETE", path, options),
};

export function is_job_started(answer: unknown): answer is JobStarted {
  return typeof answer === "object" && answer !== null && "job_id" in answer && "status_url" in answer;
}
