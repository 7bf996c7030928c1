// preferences.ts: small per-user settings kept on the server, written a moment after the last change.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { http } from "./http";
import { session } from "./session";

const WRITE_DELAY_MS = 600;
const timers = new Map<string, ReturnType<typeof setTimeout>>();

interface Stored<Value> {
  value: Value | null;
}

const path_of = (key: string) => `/api/preferences/${encodeURIComponent(key)}`;

/** A key that was never written is not a failure. */
async function read<Value>(key: string): Promise<Stored<Value>> {
  try {
    return await http.get<Stored<Value>>(path_of(key));
  } catch {
    return { value: null };
  }
}

function write_later(key: string, value: unknown): void {
  clearTimeout(timers.get(key));
  const write = () => void http.put(path_of(key), { value }).catch(() => undefined);
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
