// use_sheet_layout.ts: a grid's columns and saved views as this person left them, kept on the server.
import { useEffect, useEffectEvent, useMemo, useRef } from "react";
import { usePreference } from "@/api/preferences";
import { type SheetLayout, type SheetPreferences, type ViewDefinition, visible } from "./layout";
import { is_empty_query, same_query } from "./query";
import type { SheetColumn, SheetQuery } from "./types";

interface Options<Row> {
  name: string;
  columns: SheetColumn<Row>[];
  query: SheetQuery;
  on_query: (query: SheetQuery) => void;
}

const NO_LAYOUT: SheetLayout = {};

export function useSheetLayout<Row>({ name, columns, query, on_query }: Options<Row>) {
  const stored = usePreference<SheetPreferences>(`sheet.${name}`, {});
  const preferences = stored.value;
  const layout = preferences.layout ?? NO_LAYOUT;
  const shown = useMemo(() => visible(columns, layout), [columns, layout]);

  // An address without a query brings back the last one; an address with one wins over it.
  const restored = useRef(false);
  const restore = useEffectEvent(() => {
    if (preferences.query && is_empty_query(query) && !is_empty_query(preferences.query)) on_query(preferences.query);
  });
  useEffect(() => {
    if (stored.is_loading || restored.current) return;
    restored.current = true;
    restore();
  }, [stored.is_loading]);

  const save = (changes: Partial<SheetPreferences>) => stored.set({ ...preferences, ...changes });
  return {
    layout,
    shown,
    set_layout: (next: SheetLayout) => save({ layout: next }),
    set_query: (next: SheetQuery) => {
      restored.current = true;
      save({ query: next });
      if (!same_query(next, query)) on_query(next);
    },
    open_view: (view: ViewDefinition) => {
      save(view);
      on_query(view.query);
    },
  };
}
