// use_live.ts: React's view of the live connection.
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { live, type LiveFrame, type LiveStatus } from "./live";

export function useLiveTopic(topic: string | null, on_frame: (frame: LiveFrame) => void): void {
  const handle = useEffectEvent(on_frame);
  useEffect(() => (topic === null ? undefined : live.subscribe(topic, (frame) => handle(frame))), [topic]);
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(live.watch_status, () => live.status);
}
