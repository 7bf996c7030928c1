// use_bot_names.ts: names for the bot ids that stand in attempts and timelines.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { bot_names_query } from "./queries";

/** The id itself stands for a bot that is not known. */
export function useBotNames(): (bot_id: string) => string {
  const { data } = useQuery({ ...bot_names_query(), staleTime: 60_000 });
  return useMemo(() => {
    const names = new Map(data?.items.map((bot) => [bot.bot_id, bot.name]));
    return (bot_id: string) => names.get(bot_id) ?? bot_id;
  }, [data]);
}
