// use_sheet_model.ts: one list's cached pages, edits and history for as long as its query stands.
import { useCallback, useEffect, useEffectEvent, useMemo, useReducer, useRef, useState } from "react";
import type { LiveFrame } from "@/lib/live";
import { LIVE_DELAY_MS, useLiveTopic } from "@/lib/use_live";
import { Edits } from "./edits";
import { EditHistory } from "./history";
import { PageCache } from "./page_cache";
import { format_sort, list_params, within } from "./query";
import type { RowId, SheetQuery, SheetSource } from "./types";

const RENDER_DELAY_MS = 120;
const FIRST_LOOK_ROWS = 60;

export interface SheetModel<Row extends object> {
  cache: PageCache<Row>;
  edits: Edits<Row>;
  history: EditHistory;
  error: unknown;
  /** Rows came, went or moved while those on screen were held. */
  has_moved: boolean;
  touched_at: (id: RowId) => number | undefined;
  refresh: () => void;
}

interface Options<Row extends object> {
  source: SheetSource<Row>;
  query: SheetQuery;
  history?: EditHistory;
  redraw: (first: number, last: number) => void;
  /** The person is in the middle of something: rows must stay where they are. */
  must_hold: () => boolean;
}

export function useSheetModel<Row extends object>({ source, query, history, redraw, must_hold }: Options<Row>): SheetModel<Row> {
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const [failure, set_failure] = useState<{ key: string; error: unknown } | null>(null);
  const [moved_key, set_moved_key] = useState<string | null>(null);
  const touched = useRef(new Map<RowId, number>());
  const on_rows = useEffectEvent(redraw);
  // The canvas is drawn at once; the table that screen readers read follows a moment later, once for many rows.
  const render_timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const render_soon = useEffectEvent(() => {
    render_timer.current ??= setTimeout(() => {
      render_timer.current = undefined;
      rerender();
    }, RENDER_DELAY_MS);
  });
  const holds = useEffectEvent(must_hold);
  const key = `${source.name}?${list_params(within(query, source.fixed)).toString()}&${format_sort(query.sort)}`;

  const [own_history] = useState(() => new EditHistory());
  const parts = useMemo(() => {
    const cache: PageCache<Row> = new PageCache<Row>({
      id: source.id,
      read: (offset, limit, signal) => source.read(query, offset, limit, signal),
      on_rows: (first, last) => {
        set_failure(null);
        on_rows(first, last);
        render_soon();
      },
      on_shape: rerender,
      on_touched: (id) => touched.current.set(id, performance.now()),
      on_moved: () => set_moved_key(key),
      on_error: (error) => set_failure({ key, error }),
    });
    const edits = new Edits<Row>({
      id: source.id,
      find: (id) => cache.row(cache.index_of(id)),
      replace: (id, next) => void cache.replace(id, next),
      change: source.change ?? (() => Promise.reject(new Error("this list cannot be changed"))),
      on_marks: () => {
        rerender();
        on_rows(0, Number.MAX_SAFE_INTEGER);
      },
    });
    return { cache, edits };
    // The source is described anew by every render of a view; its name and query say when it is another list.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);

  // A new list is looked at from its top: the canvas reports a view only when it changes.
  useEffect(() => {
    parts.cache.open();
    parts.cache.look_at(0, FIRST_LOOK_ROWS);
    return () => parts.cache.close();
  }, [parts]);

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const on_frame = (frame: LiveFrame) => {
    if (frame.kind === "progress" || frame.kind === "notice" || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      parts.cache.refresh(holds());
    }, LIVE_DELAY_MS);
  };
  useLiveTopic(source.topic ?? null, on_frame);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      clearTimeout(render_timer.current);
      render_timer.current = undefined;
    },
    [],
  );

  const refresh = useCallback(() => {
    set_moved_key(null);
    set_failure(null);
    parts.cache.refresh();
  }, [parts]);
  return {
    ...parts,
    history: history ?? own_history,
    refresh,
    error: failure?.key === key ? failure.error : null,
    has_moved: moved_key === key,
    touched_at: (id) => touched.current.get(id),
  };
}
