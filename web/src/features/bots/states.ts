// states.ts: the words and colours of what a bot is doing.
import { t } from "@/lib/i18n";
import type { StateOption } from "@/ui/data-sheet/types";
import type { Tone } from "@/ui/tokens";
import type { Bot } from "./queries";

const SHOWN = ["working", "idle", "paused", "stopping", "offline", "revoked"] as const;
export type ShownStatus = (typeof SHOWN)[number];

export const BOT_TONES: Record<ShownStatus, Tone> = {
  working: "blue", idle: "green", paused: "amber", stopping: "grey", offline: "grey", revoked: "red",
};

export function shown_status(bot: Bot): ShownStatus {
  if (bot.revoked_at !== null) return "revoked";
  if (bot.paused) return "paused";
  if (!bot.online || bot.status === "unknown") return "offline";
  return bot.current_task !== null && bot.status === "idle" ? "working" : bot.status;
}

export const bot_states = (): StateOption[] => SHOWN.map((value) => ({ value, label: t(`bots.status.${value}`), tone: BOT_TONES[value] }));
