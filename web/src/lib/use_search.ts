// use_search.ts: the query part of the address as state: what a page shows can be sent as a link, and Back works.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { read_query, write_query } from "@/ui/data-sheet/query";
import type { SheetQuery } from "@/ui/data-sheet/types";

type Search = Record<string, string>;

export function useSearchState() {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  /** Undefined takes a name away. */
  const set = (changes: Record<string, string | undefined>, replace = false) => {
    const next: Record<string, string | undefined> = { ...search, ...changes };
    void navigate({ to: ".", search: next as never, replace });
  };
  return { search, set };
}

export function useSheetQuery(): [SheetQuery, (query: SheetQuery) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const set = (query: SheetQuery) => void navigate({ to: ".", search: ((old: Search) => write_query(old, query)) as never, replace: true });
  return [read_query(search), set];
}
