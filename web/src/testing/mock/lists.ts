// lists.ts: paging, search and filters of the stand-in. Sorting is by id alone unless a filter has made the list small.
interface Row {
  id: number;
}

const SCAN_LIMIT = 60_000;

function matches(row: Row, name: string, wanted: string): boolean {
  const value = (row as unknown as Record<string, unknown>)[name];
  if (wanted === "null:") return value === null;
  if (wanted === "ne:null:") return value !== null;
  const text = (typeof value === "object" ? "" : String(value)).toLowerCase();
  const operand = wanted.slice(wanted.indexOf(":") + 1);
  const ordered = typeof value === "number" ? value - Number(operand) : text.localeCompare(operand);
  if (wanted.startsWith("gte:")) return ordered >= 0;
  if (wanted.startsWith("lte:")) return ordered <= 0;
  if (wanted.startsWith("gt:")) return ordered > 0;
  if (wanted.startsWith("contains:")) return text.includes(wanted.slice(9).toLowerCase());
  if (wanted.startsWith("starts:")) return text.startsWith(wanted.slice(7).toLowerCase());
  return wanted.toLowerCase().split(",").includes(text);
}

function compare(sort: string) {
  const keys = sort.split(",").map((key) => ({ name: key.replace(/^-/, ""), sign: key.startsWith("-") ? -1 : 1 }));
  return (a: Row, b: Row) => {
    for (const { name, sign } of keys) {
      const x = (a as unknown as Record<string, string>)[name] ?? "";
      const y = (b as unknown as Record<string, string>)[name] ?? "";
      if (x !== y) return (x < y ? -1 : 1) * sign;
    }
    return a.id - b.id;
  };
}

export function list_rows<R extends Row>(length: number, make: (id: number) => R, params: URLSearchParams) {
  const limit = Number(params.get("limit") ?? 100);
  const offset = Number(params.get("offset") ?? 0);
  const sort = params.get("sort") ?? "";
  const q = params.get("q")?.toLowerCase() ?? "";
  const filters = [...params].flatMap(([name, value]) => {
    const found = /^filter\[(\w+)\]$/.exec(name);
    return found?.[1] ? [[found[1], value] as const] : [];
  });
  if (filters.length === 0 && q === "" && sort === "") {
    const count = Math.max(0, Math.min(limit, length - offset));
    return page(Array.from({ length: count }, (_, i) => make(offset + i + 1)), length);
  }
  const rows: R[] = [];
  for (let id = 1; id <= Math.min(length, SCAN_LIMIT); id += 1) {
    const row = make(id);
    if (q !== "" && !JSON.stringify(row).toLowerCase().includes(q)) continue;
    if (filters.every(([name, wanted]) => matches(row, name, wanted))) rows.push(row);
  }
  if (sort !== "") rows.sort(compare(sort));
  return page(rows.slice(offset, offset + limit), rows.length);
}

function page(items: Row[], total: number) {
  return { items, total, total_is_estimate: false, next_cursor: null };
}
