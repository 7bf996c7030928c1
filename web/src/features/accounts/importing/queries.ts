// queries.ts: an import from upload to result.
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { session } from "@/api/session";
import type { Schemas } from "@/api/types";
import { upload } from "@/api/upload";

export type Preview = Schemas["AccountImportPreview"];
export type ImportResult = Schemas["AccountImportResult"];

export interface Reading {
  delimiter?: string;
  columns?: string;
}

export function upload_file(file: File, on_progress: (ratio: number) => void, signal: AbortSignal): Promise<Preview> {
  const form = new FormData();
  form.set("file", file, file.name);
  return upload<Preview>("/api/accounts/import/preview", form, on_progress, signal);
}

export const preview_query = (id: number, reading: Reading) =>
  queryOptions({
    queryKey: ["account-import", session.workspace_id(), id, reading],
    queryFn: () => call(api.GET("/api/accounts/imports/{id}/preview", { params: { path: { id }, query: reading } })),
    placeholderData: (before) => before,
  });

export interface StartOptions extends Reading {
  model_id: number | null;
  dry_run: boolean;
  attest: boolean;
}

/** How long the answer is waited for; a longer import goes on as a job. */
const WAIT = "wait=1";

export const start_import = (id: number, body: StartOptions) =>
  call(api.POST("/api/accounts/imports/{id}/start", { params: { path: { id }, header: { Prefer: WAIT } }, body }));
