// use_import.ts: where an import stands: upload, reading, check, run; what runs is kept in the address and found again there.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { is_job_started, is_open, job_query, track_job } from "@/api/jobs";
import { t } from "@/lib/i18n";
import { useSearchState } from "@/lib/use_search";
import { type ImportResult, preview_query, type Reading, start_import, upload_file } from "./queries";

interface Started {
  dry_run: boolean;
  result: ImportResult | null;
  job_id: number | null;
}

export function useImport() {
  const { search, set } = useSearchState();
  const id = search.upload === undefined ? null : Number(search.upload);
  const job_in_address = search.job === undefined ? null : Number(search.job);
  const [progress, set_progress] = useState(0);
  const [reading, set_reading] = useState<Reading>({});
  const [started, set_started] = useState<Started | null>(null);
  const abort = useRef<AbortController | null>(null);

  const send_file = useMutation({
    mutationFn: (file: File) => {
      abort.current = new AbortController();
      set_progress(0);
      return upload_file(file, set_progress, abort.current.signal);
    },
    onSuccess: (preview) => {
      set_reading({});
      set_started(null);
      set({ upload: String(preview.import_id), job: undefined });
    },
  });
  const preview = useQuery({ ...preview_query(id ?? 0, reading), enabled: id !== null && job_in_address === null });

  const start = useMutation({
    mutationFn: async (options: { model_id: number | null; dry_run: boolean; attest: boolean }) => {
      const answer = await start_import(id ?? 0, { ...options, ...reading });
      const job_id = is_job_started(answer) ? answer.job_id : null;
      if (job_id !== null && !options.dry_run) {
        track_job(job_id, `${t("accounts.importing.title")}: ${preview.data?.file_name ?? ""}`);
        set({ job: String(job_id) });
      }
      set_started({ dry_run: options.dry_run, result: is_job_started(answer) ? null : answer, job_id });
    },
  });

  const job_id = started?.job_id ?? (started === null ? job_in_address : null);
  const job = useQuery({ ...job_query<ImportResult>(job_id ?? 0), enabled: job_id !== null });
  const finished = job.data !== undefined && !is_open(job.data);
  return {
    id,
    progress,
    send_file,
    preview,
    reading,
    set_reading: (next: Reading) => {
      set_reading({ ...reading, ...next });
      set_started(null);
    },
    start,
    is_running: job_id !== null && !finished,
    is_dry_run: started?.dry_run ?? false,
    job: job_id === null ? undefined : job.data,
    result: started?.result ?? (finished ? job.data.result : null),
    problem: finished ? job.data.problem : null,
    reset: () => {
      abort.current?.abort();
      send_file.reset();
      start.reset();
      set_started(null);
      set({ upload: undefined, job: undefined });
    },
  };
}

export type ImportState = ReturnType<typeof useImport>;
