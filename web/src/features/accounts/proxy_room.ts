// proxy_room.ts: whether a proxy takes so many more accounts, in the words that its place on the board shows.
import type { Schemas } from "@/api/types";
import { format_number } from "@/lib/format";
import { t } from "@/lib/i18n";
import type { Tone } from "@/ui/tokens";

type Proxy = Pick<Schemas["Proxy"], "status" | "account_count" | "max_accounts">;

export interface Room {
  words: string;
  tone: Tone;
  /** Nothing fits: it takes no drop. */
  is_closed: boolean;
}

/** `count` accounts are to be moved; 0 while none are chosen. */
export function room_for({ status, account_count, max_accounts }: Proxy, count: number): Room {
  const free = Math.max(0, max_accounts - account_count);
  if (status === "disabled") return { words: t("accounts.board.disabled"), tone: "grey", is_closed: true };
  if (free === 0) return { words: t("accounts.board.full"), tone: "red", is_closed: true };
  const numbers = { count: free, free: format_number(free), wanted: format_number(count) };
  if (free < count) return { words: t("accounts.board.some_fit", numbers), tone: "amber", is_closed: false };
  return { words: t("accounts.board.free", numbers), tone: "green", is_closed: false };
}
