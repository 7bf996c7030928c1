// live.ts: the one WebSocket to /api/live: topics, catching up by sequence, and telling when everything must be read again.
import { session } from "@/api/session";

export interface LiveFrame {
  seq: number;
  topic: string;
  kind: "created" | "updated" | "deleted" | "progress" | "notice" | "resync";
  ids?: number[];
  patch?: Record<string, unknown>;
  [detail: string]: unknown;
}

export type LiveStatus = "connecting" | "live" | "offline";
type Handler = (frame: LiveFrame) => void;

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

export class LiveConnection {
  private socket: WebSocket | null = null;
  private readonly topics = new Map<string, Set<Handler>>();
  private readonly watchers = new Set<() => void>();
  private last_seq = 0;
  private retry_ms = FIRST_RETRY_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted = false;
  private was_open = false;
  status: LiveStatus = "offline";

  constructor(private readonly address: () => string) {}

  start(): void {
    this.wanted = true;
    if (this.socket === null) this.open();
  }

  /** Ends the connection and forgets the sequence: another workspace or person has another one. */
  stop(): void {
    this.wanted = false;
    this.last_seq = 0;
    this.was_open = false;
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
    this.set_status("offline");
  }

  subscribe(topic: string, handler: Handler): () => void {
    const handlers = this.topics.get(topic) ?? new Set<Handler>();
    const is_new = handlers.size === 0;
    handlers.add(handler);
    this.topics.set(topic, handlers);
    if (is_new) this.send({ op: "subscribe", topics: [topic] });
    return () => this.unsubscribe(topic, handler);
  }

  watch_status = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  private unsubscribe(topic: string, handler: Handler): void {
    const handlers = this.topics.get(topic);
    handlers?.delete(handler);
    if (handlers?.size !== 0) return;
    this.topics.delete(topic);
    this.send({ op: "unsubscribe", topics: [topic] });
  }

  private open(): void {
    this.set_status("connecting");
    const socket = new WebSocket(this.address());
    this.socket = socket;
    socket.onopen = () => {
      this.retry_ms = FIRST_RETRY_MS;
      this.set_status("live");
      this.catch_up();
    };
    socket.onmessage = (event) => this.receive(String(event.data));
    socket.onclose = () => {
      if (this.socket === socket) this.closed();
    };
  }

  /** Asks for what was missed. Who has seen no frame yet knows no sequence: then everything is read again. */
  private catch_up(): void {
    const topics = [...this.topics.keys()];
    const after = this.last_seq > 0 ? this.last_seq : undefined;
    if (topics.length > 0) this.send({ op: "subscribe", topics, after });
    if (after === undefined && this.was_open) this.receive_resync();
    this.was_open = true;
  }

  private receive_resync(): void {
    const handlers = [...this.topics.values()].flatMap((set) => [...set]);
    for (const handler of handlers) handler({ seq: 0, topic: "", kind: "resync" });
  }

  private closed(): void {
    this.socket = null;
    this.set_status("offline");
    if (!this.wanted) return;
    // Half of the wait is random, so that a restarted server is not met by every browser at once.
    const wait_ms = this.retry_ms * (0.5 + Math.random() / 2);
    this.retry_ms = Math.min(this.retry_ms * 2, LAST_RETRY_MS);
    this.timer = setTimeout(() => this.open(), wait_ms);
  }

  private receive(text: string): void {
    const frame = parse_frame(text);
    if (frame === null) return;
    if (frame.seq > this.last_seq) this.last_seq = frame.seq;
    if (frame.kind === "resync") return this.receive_resync();
    // Who follows `jobs` also hears of `jobs/17`.
    const [group = ""] = frame.topic.split("/");
    const heard = new Set([...(this.topics.get(frame.topic) ?? []), ...(this.topics.get(group) ?? [])]);
    for (const handler of heard) handler(frame);
  }

  private send(message: unknown): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private set_status(status: LiveStatus): void {
    if (this.status === status) return;
    this.status = status;
    for (const watcher of this.watchers) watcher();
  }
}

function parse_frame(text: string): LiveFrame | null {
  try {
    const frame = JSON.parse(text) as Partial<LiveFrame>;
    if (typeof frame.kind !== "string") return null;
    return { ...frame, seq: frame.seq ?? 0, topic: frame.topic ?? "" } as LiveFrame;
  } catch {
    return null;
  }
}

function live_address(): string {
  const address = new URL("/api/live", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const workspace = session.workspace_id();
  if (workspace !== null) address.searchParams.set("workspace", String(workspace));
  return address.href;
}

export const live = new LiveConnection(live_address);
