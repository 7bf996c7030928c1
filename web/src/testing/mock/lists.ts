// lists.ts: paging, search and filters of the stand-in. Sorting is by id alone unless a filter has made the list small.
import { ACCOUNT_COUNT, type MockAccount, type MockServer } from "./state";

const SCAN_LIMIT = 60_000;

function matches(row: MockAccount, name: string, wanted: string): boolean {
  const value = row[name as keyof MockAccount];
  if (wanted === "null:") return value === null;
  if (wanted === "ne:null:") return value !== null;
  const text = String(value ?? "").toLowerCase();
  const ordered = typeof value === "number" ? value - Number(wanted.slice(4)) : text.localeCompare(wanted.slice(4));
  if (wanted.startsWith("gte:")) return ordered >= 0;
  if (wanted.startsWith("lte:")) return ordered <= 0;
  if (wanted.startsWith("contains:")) return text.includes(wanted.slice(9).toLowerCase());
  if (wanted.startsWith("starts:")) return text.startsWith(wanted.slice(7).toLowerCase());
  return wanted.toLowerCase().split(",").includes(text);
}

function compare(sort: string) {
  const keys = sort.split(",").map((key) => ({ name: key.replace(/^-/, "") as keyof MockAccount, sign: key.startsWith("-") ? -1 : 1 }));
  return (a: MockAccount, b: MockAccount) => {
    for (const { name, sign } of keys) {
      const x = a[name] ?? "";
      const y = b[name] ?? "";
      if (x !== y) return (x < y ? -1 : 1) * sign;
    }
    return a.id - b.id;
  };
}

export function list_accounts(state: MockServer, params: URLSearchParams) {
  const limit = Number(params.get("limit") ?? 100);
  const offset = Number(params.get("offset") ?? 0);
  const sort = params.get("sort") ?? "";
  const q = params.get("q")?.toLowerCase() ?? "";
  const filters = [...params].flatMap(([name, value]) => {
    const found = /^filter\[(\w+)\]$/.exec(name);
    return found?.[1] ? [[found[1], value] as const] : [];
  });
  if (filters.length === 0 && q === "" && sort === "") {
    const count = Math.max(0, Math.min(limit, ACCOUNT_COUNT - offset));
    return page(Array.from({ length: count }, (_, i) => state.account(offset + i + 1)), ACCOUNT_COUNT);
  }
  const rows: MockAccount[] = [];
  for (let id = 1; id <= Math.min(ACCOUNT_COUNT, SCAN_LIMIT); id += 1) {
    const row = state.account(id);
    if (q !== "" && !row.username.includes(q)) continue;
    if (filters.every(([name, wanted]) => matches(row, name, wanted))) rows.push(row);
  }
  if (sort !== "") rows.sort(compare(sort));
  return page(rows.slice(offset, offset + limit), rows.length);
}

function page(items: MockAccount[], total: number) {
  return { items, total, total_is_estimate: false, next_cursor: null };
}
