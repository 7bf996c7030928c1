// use_names.ts: names for the ids in an account's record: its models and the bots that worked on it.
import { useMemo } from "react";
import { useBotNames } from "@/features/bots/use_bot_names";
import { useModelNames } from "@/features/models/use_model_names";

export function useNames() {
  const model = useModelNames();
  const bot = useBotNames();
  return useMemo(() => ({ model, bot }), [model, bot]);
}
