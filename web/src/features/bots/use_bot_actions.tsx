// use_bot_actions.tsx: pause, resume, a new token, revoke.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RowAction } from "@/ui/data-sheet/types";
import { FormDialog } from "@/ui/FormDialog";
import { notify_done, notify_problem } from "@/ui/notify";
import { OnceSecret } from "@/ui/OnceSecret";
import { type Bot, change_bot, revoke_bot, rotate_bot } from "./queries";

interface Shown {
  bot_id: string;
  token: string;
}

export function useBotActions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [secret, set_secret] = useState<Shown | null>(null);
  const [leaving, set_leaving] = useState<Bot | null>(null);
  const run = async (title: string, work: () => Promise<unknown>) => {
    try {
      await work();
      await client.invalidateQueries({ queryKey: ["bots"] });
    } catch (error) {
      notify_problem(title, error);
    }
  };
  const pause = (bot: Bot, paused: boolean) => {
    const title = paused ? t("bots.action.pause") : t("bots.action.resume");
    return run(title, async () => {
      await change_bot(bot.id, { paused });
      notify_done(`${title}: ${bot.name}`, () => void pause(bot, !paused));
    });
  };
  const actions: RowAction<Bot>[] = [
    { key: "pause", label: t("bots.action.pause"), shown: (bot) => !bot.paused && bot.revoked_at === null, run: (bot) => void pause(bot, true) },
    { key: "resume", label: t("bots.action.resume"), shown: (bot) => bot.paused && bot.revoked_at === null, run: (bot) => void pause(bot, false) },
    { key: "rotate", label: t("bots.action.rotate"), shown: (bot) => bot.revoked_at === null,
      run: (bot) => void run(t("bots.action.rotate"), async () => set_secret(await rotate_bot(bot.id))) },
    { key: "revoke", label: t("bots.action.revoke"), danger: true, shown: (bot) => bot.revoked_at === null, run: set_leaving },
  ];
  const dialog = (
    <>
      {secret && (
        <OnceSecret
          title={t("bots.created_title")}
          text={t("bots.created_text")}
          values={[[t("bots.bot_id"), secret.bot_id], [t("bots.token"), secret.token]]}
          close={() => set_secret(null)}
        />
      )}
      {leaving && (
        <FormDialog
          title={t("bots.revoke_title", { name: leaving.name })}
          text={t("bots.revoke_text")}
          submit={t("bots.action.revoke")}
          danger
          close={() => set_leaving(null)}
          on_submit={() => {
            set_leaving(null);
            void run(t("bots.action.revoke"), () => revoke_bot(leaving.id));
          }}
        />
      )}
    </>
  );
  return { actions, dialog };
}
