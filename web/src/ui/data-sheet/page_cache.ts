// page_cache.ts: the pages of a long list that are near the eye, least recently used ones dropped; knows nothing of drawing.
import type { Page } from "@/api/types";
import type { RowId } from "./types";

export const PAGE_SIZE = 200;
const MAX_PAGES = 60;
const MAX_READS = 4;

interface CachedPage<Row> {
  rows: Row[];
  stale: boolean;
  /** The next answer updates rows where they stand instead of putting others in their place. */
  held: boolean;
}

export interface PageCacheHooks<Row> {
  id: (row: Row) => RowId;
  read: (offset: number, limit: number, signal: AbortSignal) => Promise<Page<Row>>;
  /** Rows [first, last) can be drawn anew. */
  on_rows: (first: number, last: number) => void;
  /** The length, or what stands where, has changed. */
  on_shape: () => void;
  /** Live news changed this row where it stands. */
  on_touched: (id: RowId) => void;
  /** Rows have come, gone or moved, but those on screen were held in place. */
  on_moved: () => void;
  on_error: (error: unknown) => void;
}

export class PageCache<Row> {
  private readonly pages = new Map<number, CachedPage<Row>>();
  private readonly reads = new Map<number, AbortController>();
  private wanted: number[] = [];
  /** Counts the refreshes: an answer to a question older than the last one is shown, and asked for again. */
  private refreshes = 0;
  private closed = false;
  total: number | null = null;
  total_is_estimate = false;

  constructor(private readonly hooks: PageCacheHooks<Row>) {}

  row(index: number): Row | undefined {
    return this.pages.get(Math.floor(index / PAGE_SIZE))?.rows[index % PAGE_SIZE];
  }

  index_of(id: RowId): number {
    for (const [page, { rows }] of this.pages) {
      const found = rows.findIndex((row) => this.hooks.id(row) === id);
      if (found >= 0) return page * PAGE_SIZE + found;
    }
    return -1;
  }

  /** Says which rows are in view; their pages are read first, reads for others that wait are dropped. */
  look_at(first: number, last: number): void {
    const from = Math.max(0, Math.floor(first / PAGE_SIZE));
    const to = Math.max(from, Math.floor(Math.max(0, last - 1) / PAGE_SIZE));
    this.wanted = [];
    for (let page = from; page <= to; page += 1) this.wanted.push(page);
    for (const page of this.wanted) this.touch(page);
    for (const [page, read] of this.reads) {
      if (page < from - 1 || page > to + 1) {
        read.abort();
        this.reads.delete(page);
      }
    }
    this.pump();
  }

  /** Every loaded row is asked for again; what is shown stays until the answer is there, and with `hold` stays in place. */
  refresh(hold = false): void {
    this.refreshes += 1;
    for (const page of this.pages.values()) {
      page.stale = true;
      page.held = hold;
    }
    for (const page of [...this.pages.keys()]) if (!this.wanted.includes(page)) this.pages.delete(page);
    if (this.wanted.length === 0) this.wanted = [0];
    this.pump();
  }

  /** Replaces a row in place, by id; answers the row it replaced. */
  replace(id: RowId, next: Row): Row | undefined {
    const index = this.index_of(id);
    if (index < 0) return undefined;
    const page = this.pages.get(Math.floor(index / PAGE_SIZE));
    const old = page?.rows[index % PAGE_SIZE];
    if (page) page.rows[index % PAGE_SIZE] = next;
    this.hooks.on_rows(index, index + 1);
    return old;
  }

  /** Rows [first, last), read where they are missing, without moving what is kept for the eye. */
  async range(first: number, last: number, signal: AbortSignal = new AbortController().signal): Promise<Row[]> {
    const rows: Row[] = [];
    const end = Math.min(last, this.total ?? last);
    for (let index = first; index < end; ) {
      const page = Math.floor(index / PAGE_SIZE);
      const known = this.pages.get(page)?.rows ?? (await this.hooks.read(page * PAGE_SIZE, PAGE_SIZE, signal)).items;
      const until = Math.min(end, (page + 1) * PAGE_SIZE);
      for (; index < until; index += 1) {
        const row = known[index % PAGE_SIZE];
        if (row === undefined) return rows;
        rows.push(row);
      }
    }
    return rows;
  }

  /** Where the rows with these ids are now, as far as they are loaded. */
  loaded_indexes(ids: ReadonlySet<RowId>): number[] {
    const found: number[] = [];
    for (const [page, { rows }] of this.pages) {
      rows.forEach((row, place) => {
        if (ids.has(this.hooks.id(row))) found.push(page * PAGE_SIZE + place);
      });
    }
    return found;
  }

  open(): void {
    this.closed = false;
  }

  close(): void {
    this.closed = true;
    for (const read of this.reads.values()) read.abort();
    this.reads.clear();
  }

  private touch(page: number): void {
    const cached = this.pages.get(page);
    if (cached === undefined) return;
    this.pages.delete(page);
    this.pages.set(page, cached);
  }

  private pump(): void {
    for (const page of this.wanted) {
      if (this.reads.size >= MAX_READS) return;
      const cached = this.pages.get(page);
      if ((cached === undefined || cached.stale) && !this.reads.has(page)) void this.read_page(page);
    }
  }

  private async read_page(page: number): Promise<void> {
    const read = new AbortController();
    const asked_at = this.refreshes;
    this.reads.set(page, read);
    try {
      const answer = await this.hooks.read(page * PAGE_SIZE, PAGE_SIZE, read.signal);
      if (!read.signal.aborted && !this.closed) this.keep(page, answer, asked_at !== this.refreshes);
    } catch (error) {
      // A page that failed is not asked for again until someone looks at it anew.
      if (!read.signal.aborted && !this.closed) {
        this.wanted = this.wanted.filter((other) => other !== page);
        this.hooks.on_error(error);
      }
    } finally {
      if (this.reads.get(page) === read) this.reads.delete(page);
      if (!this.closed) this.pump();
    }
  }

  private keep(page: number, answer: Page<Row>, stale: boolean): void {
    const old = this.pages.get(page);
    const rows = old?.stale ? this.merge(old, answer.items) : answer.items;
    this.pages.delete(page);
    this.pages.set(page, { rows, stale, held: stale && (old?.held ?? false) });
    this.evict();
    const shape_changed = this.total !== answer.total;
    this.total = answer.total;
    this.total_is_estimate = answer.total_is_estimate;
    if (shape_changed) this.hooks.on_shape();
    this.hooks.on_rows(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  }

  private merge(old: CachedPage<Row>, fresh: Row[]): Row[] {
    const { id } = this.hooks;
    const before = new Map(old.rows.map((row) => [id(row), row]));
    for (const row of fresh) {
      const known = before.get(id(row));
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(row)) this.hooks.on_touched(id(row));
    }
    const in_place = fresh.length === old.rows.length && fresh.every((row, i) => id(row) === id(old.rows[i] as Row));
    if (in_place || !old.held) return fresh;
    this.hooks.on_moved();
    const now = new Map(fresh.map((row) => [id(row), row]));
    return old.rows.map((row) => now.get(id(row)) ?? row);
  }

  private evict(): void {
    for (const page of this.pages.keys()) {
      if (this.pages.size <= MAX_PAGES) return;
      if (!this.wanted.includes(page)) this.pages.delete(page);
    }
  }
}
