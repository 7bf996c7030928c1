// source.ts: accounts as the grid reads and changes them: every editable column has its own route behind it.
import { api, call } from "@/api/client";
import { list_params, list_query, within } from "@/ui/data-sheet/query";
import type { CellValue, Changed, SheetSource } from "@/ui/data-sheet/types";
import { learn_proxies, proxy_at } from "./proxy_lookup";
import { parse_address } from "./proxy_names";
import {
  type Account, type LifecycleState, move_to_proxy, reassign, set_lifecycle, take_back, update_account,
} from "./queries";

export interface AccountScope {
  /** Names the grid's preferences. */
  name?: string;
  fixed?: Record<string, string>;
  trashed?: boolean;
}

const as_id = (value: CellValue) => (value === null || value === "" ? null : Number(value));
const as_proxy = (value: CellValue) => (typeof value === "string" && parse_address(value) ? proxy_at(value) : as_id(value));

/** Rows are shown when the proxies they name are known too: addresses that come later would make the column flicker. */
async function with_proxies<Answer extends { items: Account[] }>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const page = await answer;
  await learn_proxies(page.items.flatMap(({ proxy_id }) => (proxy_id === null ? [] : [proxy_id])), signal);
  return page;
}

export const split_tags = (text: CellValue) =>
  String(text ?? "").split(",").map((tag) => tag.trim()).filter((tag) => tag !== "");

/** One gesture on one row: each changed column goes its own way, in an order in which the later ones can succeed. */
async function change(id: number, changes: Record<string, CellValue>): Promise<Changed<Account>> {
  const undo_ids: number[] = [];
  const keep = (answer: { undo_id?: number | null }) => {
    if (answer.undo_id) undo_ids.push(answer.undo_id);
  };
  const { username, email, tags } = changes;
  const plain = {
    ...(username === undefined ? {} : { username: String(username) }),
    ...(email === undefined ? {} : { email: email === null ? null : String(email) }),
    ...(tags === undefined ? {} : { tags: split_tags(tags) }),
  };
  if (Object.keys(plain).length > 0) keep(await update_account(id, plain));
  if (changes.model_id !== undefined) keep(await reassign(id, as_id(changes.model_id)));
  if (changes.proxy_id !== undefined) keep(await move_to_proxy(id, await as_proxy(changes.proxy_id)));
  if (changes.lifecycle_state !== undefined) keep(await set_lifecycle(id, changes.lifecycle_state as LifecycleState));
  const row = await call(api.GET("/api/accounts/{id}", { params: { path: { id } } }));
  if (row.proxy_id !== null) await learn_proxies([row.proxy_id]);
  return { row, undo_ids };
}

export function account_source({ name = "accounts", fixed = {}, trashed }: AccountScope): SheetSource<Account> {
  return {
    name,
    fixed,
    topic: "accounts",
    id: (account) => account.id,
    read: (query, offset, limit, signal) =>
      with_proxies(call(api.GET("/api/accounts", { params: { query: { ...list_query(query, fixed, offset, limit), trashed } }, signal })), signal),
    change: (id, changes) => change(Number(id), changes),
    undo: take_back,
    csv: (query) => {
      const params = list_params(within(query, fixed));
      if (trashed) params.set("trashed", "true");
      return { path: "/api/accounts", params };
    },
  };
}
