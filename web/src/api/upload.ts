// upload.ts: sending a large file with its progress, which fetch cannot tell.
import { ApiProblem, OFFLINE } from "./problem";
import { session } from "./session";
import type { Problem } from "./types";

function problem_of(request: XMLHttpRequest): Problem {
  const request_id = request.getResponseHeader("X-Request-Id") ?? undefined;
  try {
    return { request_id, ...(JSON.parse(request.responseText) as Problem), status: request.status };
  } catch {
    return { title: request.statusText, status: request.status, code: `http.${request.status}`, request_id };
  }
}

export function upload<Answer>(
  path: string,
  form: FormData,
  on_progress: (ratio: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRF-Token", session.csrf_token() ?? "");
    const workspace = session.workspace_id();
    if (workspace !== null) request.setRequestHeader("X-Workspace-Id", String(workspace));
    request.upload.addEventListener("progress", (event) => on_progress(event.total > 0 ? event.loaded / event.total : 0));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Answer);
      else reject(new ApiProblem(problem_of(request)));
    });
    request.addEventListener("error", () => reject(new ApiProblem(OFFLINE)));
    request.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
