// query.ts: search, sort and filters of a grid, as the address of the page and as the server's parameters.
import type { SheetQuery, SortKey } from "./types";

const FILTER_PREFIX = "f.";

export function parse_sort(text: string): SortKey[] {
  const keys = text.split(",").filter((part) => part.replace(/^-/, "") !== "");
  return keys.map((part) => ({ column: part.replace(/^-/, ""), descending: part.startsWith("-") }));
}

export function format_sort(sort: SortKey[]): string {
  return sort.map(({ column, descending }) => (descending ? `-${column}` : column)).join(",");
}

export function read_query(search: Record<string, string>): SheetQuery {
  const filters: Record<string, string> = {};
  for (const [name, value] of Object.entries(search)) {
    if (name.startsWith(FILTER_PREFIX) && value !== "") filters[name.slice(FILTER_PREFIX.length)] = value;
  }
  return { q: search.q ?? "", sort: parse_sort(search.sort ?? ""), filters };
}

/** The same search with this query in it; whatever else stands in the address stays. */
export function write_query(search: Record<string, string>, query: SheetQuery): Record<string, string> {
  const kept = Object.entries(search).filter(
    ([name]) => name !== "q" && name !== "sort" && !name.startsWith(FILTER_PREFIX),
  );
  const written: Record<string, string> = Object.fromEntries(kept);
  if (query.q !== "") written.q = query.q;
  if (query.sort.length > 0) written.sort = format_sort(query.sort);
  for (const [column, value] of Object.entries(query.filters)) written[FILTER_PREFIX + column] = value;
  return written;
}

export function list_params(query: SheetQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.q !== "") params.set("q", query.q);
  if (query.sort.length > 0) params.set("sort", format_sort(query.sort));
  for (const [column, value] of Object.entries(query.filters)) params.set(`filter[${column}]`, value);
  return params;
}

/** The form a bulk change takes: {"q", "<column>": text}. */
export function bulk_filter(query: SheetQuery): Record<string, string> {
  return query.q === "" ? { ...query.filters } : { q: query.q, ...query.filters };
}

/** Ascending, descending, unsorted; Shift keeps the other columns. */
export function toggle_sort(sort: SortKey[], column: string, add: boolean): SortKey[] {
  const old = sort.find((key) => key.column === column);
  const next: SortKey[] = old?.descending ? [] : [{ column, descending: old !== undefined }];
  if (!add) return next;
  if (old === undefined) return [...sort, ...next];
  return sort.flatMap((key) => (key.column === column ? next : [key]));
}

export function set_filter(query: SheetQuery, column: string, value: string | null): SheetQuery {
  const filters = { ...query.filters };
  if (value === null || value === "") delete filters[column];
  else filters[column] = value;
  return { ...query, filters };
}

export function is_empty_query(query: SheetQuery): boolean {
  return query.q === "" && query.sort.length === 0 && Object.keys(query.filters).length === 0;
}

export function is_filtered(query: SheetQuery): boolean {
  return query.q !== "" || Object.keys(query.filters).length > 0;
}

export function same_query(a: SheetQuery, b: SheetQuery): boolean {
  return list_params(a).toString() === list_params(b).toString();
}

/** What a row may have, or null where the filter is a comparison; `null:` stands for having none. */
function values_of(text: string): string[] | null {
  const values = text.split(",");
  return values.some((value) => value.includes(":") && value !== "null:") ? null : values;
}

/** The person's filters within those of the view: a state picked among the view's states leaves that one, nothing leads out of the view. */
export function within(query: SheetQuery, fixed: Record<string, string> = {}): SheetQuery {
  const narrowed = Object.entries(fixed).map(([column, text]) => {
    const asked = values_of(query.filters[column] ?? "") ?? [];
    const both = (values_of(text) ?? []).filter((value) => asked.includes(value));
    return [column, both.length === 0 ? text : both.join(",")];
  });
  return { ...query, filters: { ...query.filters, ...Object.fromEntries(narrowed) } };
}

/** The query in the form of the typed client. */
export function list_query(query: SheetQuery, fixed: Record<string, string>, offset: number, limit: number) {
  const filter = within(query, fixed).filters;
  return {
    offset,
    limit,
    q: query.q === "" ? undefined : query.q,
    sort: query.sort.length === 0 ? undefined : format_sort(query.sort),
    filter: Object.keys(filter).length === 0 ? undefined : filter,
  };
}
