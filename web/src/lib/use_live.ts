// use_live.ts: React's view of the live connection.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { coalesce } from "./coalesce";
import { live, type LiveFrame, type LiveStatus } from "./live";

/** News come in bursts; what shows them asks once for each burst. */
export const LIVE_DELAY_MS = 400;

export function useLiveTopic(topic: string | null, on_frame: (frame: LiveFrame) => void): void {
  const handle = useEffectEvent(on_frame);
  useEffect(() => (topic === null ? undefined : live.subscribe(topic, (frame) => handle(frame))), [topic]);
}

/** By what they ask for: one answer that many places show is asked for once. */
const refreshes = new WeakMap<QueryClient, Map<string, () => void>>();

function refresh_of(client: QueryClient, key: string): () => void {
  const of_client = refreshes.get(client) ?? new Map<string, () => void>();
  refreshes.set(client, of_client);
  const refresh = of_client.get(key) ?? coalesce(() => client.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] }), LIVE_DELAY_MS);
  of_client.set(key, refresh);
  return refresh;
}

/** Asks anew for the answers under `query_key` when a topic has news. */
export function useLiveQuery(topic: string, query_key: readonly unknown[]): void {
  const client = useQueryClient();
  useLiveTopic(topic, () => refresh_of(client, JSON.stringify(query_key))());
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(live.watch_status, () => live.status);
}
