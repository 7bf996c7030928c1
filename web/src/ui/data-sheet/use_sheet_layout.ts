// use_sheet_layout.ts: a grid's columns and saved views as this person left them, kept on the server.
import { useEffect, useEffectEvent, useMemo, useRef } from "react";
import { usePreference } from "@/api/preferences";
import { type SavedView, type SheetLayout, type SheetPreferences, visible } from "./layout";
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
    views: preferences.views ?? [],
    set_layout: (next: SheetLayout) => save({ layout: next }),
    set_query: (next: SheetQuery) => {
      restored.current = true;
      save({ query: next });
      if (!same_query(next, query)) on_query(next);
    },
    save_view: (view: SavedView) => {
      const others = (preferences.views ?? []).filter((other) => other.id !== view.id);
      save({ views: [...others, view] });
    },
    delete_view: (id: string) => save({ views: (preferences.views ?? []).filter((view) => view.id !== id) }),
    open_view: (view: SavedView) => {
      save({ layout: view.layout, query: view.query });
      on_query(view.query);
    },
  };
}
