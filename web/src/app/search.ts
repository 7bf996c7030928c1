// search.ts: the query part of an address as plain text pairs: ?q=ann&sort=-created_at&f.state=ready.
export type Search = Record<string, string>;

export function parse_search(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringify_search(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== "") params.set(name, String(value));
  }
  // Commas and colons are legal in a query and make a filter readable.
  const written = params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return written === "" ? "" : `?${written}`;
}

export function only_text(search: Record<string, unknown>): Search {
  const texts: Search = {};
  for (const [name, value] of Object.entries(search)) if (value !== undefined) texts[name] = String(value);
  return texts;
}
