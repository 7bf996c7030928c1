// proxy_names.ts: what is known of the proxies that account rows name by number, and how their addresses are written.
import type { Schemas } from "@/api/types";

type Proxy = Schemas["Proxy"];

const known = new Map<number, { proxy: Proxy; kept_at: number }>();

export const known_proxy = (id: number): Proxy | undefined => known.get(id)?.proxy;

export function keep_proxies(proxies: readonly Proxy[], now: number): void {
  for (const proxy of proxies) known.set(proxy.id, { proxy, kept_at: now });
}

/** Those not heard of since a moment. */
export const not_known_since = (ids: Iterable<number>, moment: number): number[] =>
  [...new Set(ids)].filter((id) => (known.get(id)?.kept_at ?? 0) < moment);

export const known_count = () => known.size;
export const forget_proxies = () => known.clear();

/** As a person would type it to mean exactly this one. */
export const full_address = ({ username, host, port }: Proxy) => `${username === "" ? "" : `${username}@`}${host}:${port}`;

/** For a cell: what may be cut off stands last. One gateway sells many proxies, which differ by their user. */
export const short_address = ({ host, port, country, username }: Proxy) => [`${host}:${port}`, country, username].filter(Boolean).join(" · ");

const ADDRESS = /^(?:(?<user>\S+)@)?(?<host>\[[^\]\s]+\]|[^\s:@]+):(?<port>\d{1,5})$/;

export interface ProxyAddress {
  user?: string;
  host: string;
  port: string;
}

/** `user@host:port`, the user may be left out; null when it is no address. */
export function parse_address(text: string): ProxyAddress | null {
  const groups = ADDRESS.exec(text)?.groups;
  if (groups === undefined) return null;
  const { user, host = "", port = "" } = groups;
  return { user, host: host.replace(/^\[|\]$/g, ""), port };
}
