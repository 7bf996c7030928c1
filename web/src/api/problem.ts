// problem.ts: a refusal of the server (RFC 9457) as an error that can be thrown and explained.
import type { Problem } from "./types";

export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ApiProblem";
  }
  get status() {
    return this.problem.status;
  }
  get code() {
    return this.problem.code;
  }
}

export const OFFLINE: Problem = { title: "offline", status: 0, code: "network.offline" };

export async function read_problem(response: Response): Promise<Problem> {
  const request_id = response.headers.get("X-Request-Id") ?? undefined;
  try {
    const problem = (await response.json()) as Problem;
    if (typeof problem.code === "string") return { request_id, ...problem, status: response.status };
  } catch {
    // Not JSON: something between us and the server answered; the status still tells what happened.
  }
  return { title: response.statusText, status: response.status, code: `http.${response.status}`, request_id };
}
