// preferences.ts: small per-user settings kept on the server, written a moment after the last change.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, call } from "./client";
import { session } from "./session";

const WRITE_DELAY_MS = 600;
const timers = new Map<string, ReturnType<typeof setTimeout>>();

interface Stored<Value> {
  value: Value | null;
}

async function read<Value>(key: string): Promise<Stored<Value>> {
  const stored = await call(api.GET("/api/preferences/{key}", { params: { path: { key } } }));
  return { value: (stored.value ?? null) as Value | null };
}

function write_later(key: string, value: unknown): void {
  clearTimeout(timers.get(key));
  // A preference that could not be kept is not worth a notice: the next change writes it again.
  const write = () => void api.PUT("/api/preferences/{key}", { params: { path: { key } }, body: { value } }).catch(() => undefined);
  timers.set(key, setTimeout(write, WRITE_DELAY_MS));
}

export function usePreference<Value>(key: string, initial: Value) {
  const client = useQueryClient();
  const query_key = ["preferences", session.workspace_id(), key];
  const query = useQuery({ queryKey: query_key, queryFn: () => read<Value>(key), staleTime: Infinity });
  const value = query.data?.value ?? initial;
  const set = useCallback(
    (next: Value) => {
      client.setQueryData(["preferences", session.workspace_id(), key], { value: next });
      write_later(key, next);
    },
    [client, key],
  );
  return { value, set, is_loading: query.isPending };
}
