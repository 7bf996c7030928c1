// download.ts: files from the server: streamed to disk where the browser can, else through memory.
import { ApiProblem, read_problem } from "./problem";
import { session } from "./session";

interface SavePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{ createWritable: () => Promise<WritableStream> }>;
}

function hand_over(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function fetch_file(path: string, params: URLSearchParams, accept: string): Promise<Response> {
  const headers = new Headers({ Accept: accept });
  const workspace = session.workspace_id();
  if (workspace !== null) headers.set("X-Workspace-Id", String(workspace));
  const response = await fetch(params.size > 0 ? `${path}?${params}` : path, { headers, credentials: "same-origin" });
  if (!response.ok) throw new ApiProblem(await read_problem(response));
  return response;
}

export async function download_csv(path: string, params: URLSearchParams, name: string): Promise<void> {
  const picker = (window as SavePicker).showSaveFilePicker;
  if (picker === undefined || navigator.webdriver) {
    hand_over(await (await fetch_file(path, params, "text/csv")).blob(), name);
    return;
  }
  let file;
  try {
    file = await picker({ suggestedName: name });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    throw error;
  }
  const response = await fetch_file(path, params, "text/csv");
  await response.body?.pipeTo(await file.createWritable());
}

/** A picture as an address of this page's own: an <img> could not say which workspace it asks for. */
export async function fetch_picture(path: string): Promise<string> {
  return URL.createObjectURL(await (await fetch_file(path, new URLSearchParams(), "image/*")).blob());
}
