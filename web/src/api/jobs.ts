// jobs.ts: the jobs this person started, kept over reloads, followed live and by asking.
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api, call } from "./client";
import { session } from "./session";
import type { Job, JobStarted } from "./types";

export interface TrackedJob {
  id: number;
  title: string;
}

const listeners = new Set<() => void>();
const storage_key = () => `roost.jobs.${session.workspace_id() ?? 0}`;
let cache: { key: string; jobs: TrackedJob[] } | null = null;

function read(): TrackedJob[] {
  const key = storage_key();
  if (cache?.key === key) return cache.jobs;
  try {
    cache = { key, jobs: JSON.parse(localStorage.getItem(key) ?? "[]") as TrackedJob[] };
  } catch {
    cache = { key, jobs: [] };
  }
  return cache.jobs;
}

function write(jobs: TrackedJob[]): void {
  cache = { key: storage_key(), jobs };
  localStorage.setItem(cache.key, JSON.stringify(jobs));
  for (const listener of listeners) listener();
}

export function track_job(id: number, title: string): void {
  write([{ id, title }, ...read().filter((job) => job.id !== id)].slice(0, 20));
}

export function forget_job(id: number): void {
  write(read().filter((job) => job.id !== id));
}

export function useTrackedJobs(): TrackedJob[] {
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return useSyncExternalStore(subscribe, read);
}

export function is_job_started(answer: unknown): answer is JobStarted {
  return typeof answer === "object" && answer !== null && "job_id" in answer && "status_url" in answer;
}

/** What runs in the workspace, whoever started it. */
export const running_jobs_query = () =>
  queryOptions({
    queryKey: ["jobs", "running", session.workspace_id()],
    refetchInterval: 15_000,
    queryFn: () => call(api.GET("/api/jobs", { params: { query: { limit: 20, filter: { state: "queued,running" } } } })),
  });

export const is_open = (job: Job) => job.state === "queued" || job.state === "running";

/** Asks once a second while the job runs; a live frame only makes it sooner. */
export const job_query = <Result = Record<string, unknown>>(id: number) =>
  queryOptions({
    queryKey: ["jobs", id],
    // What a job's result is depends on its kind, which the document can't say.
    queryFn: async () => (await call(api.GET("/api/jobs/{id}", { params: { path: { id } } }))) as Job<Result>,
    refetchInterval: (query) => (query.state.data && !is_open(query.state.data as Job) ? false : 1000),
    retry: 1,
  });

export function useCancelJob() {
  const client = useQueryClient();
  return async (id: number) => {
    await api.DELETE("/api/jobs/{id}", { params: { path: { id } } });
    await client.invalidateQueries({ queryKey: ["jobs", id] });
  };
}
