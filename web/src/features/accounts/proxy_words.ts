// proxy_words.ts: a proxy in one line: one host sells many, so the user and the place tell them apart.
import type { Schemas } from "@/api/types";

export function proxy_words({ host, port, username, city, country, location }: Schemas["Proxy"]): string {
  const address = `${username === "" ? "" : `${username}@`}${host}:${port}`;
  const place = [city, country].filter(Boolean).join(", ") || location;
  return place === "" ? address : `${address} · ${place}`;
}
