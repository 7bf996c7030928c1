// BotsPage.tsx: the bots of the workspace.
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { BotPanel } from "@/features/bots/BotPanel";
import { BotSheet } from "@/features/bots/BotSheet";
import { CreateBot } from "@/features/bots/CreateBot";
import { useBotActions } from "@/features/bots/use_bot_actions";
import { useSearchState } from "@/lib/use_search";
import { PageHeader } from "@/ui/PageHeader";
import { SplitView } from "@/ui/SplitView";
import { useSession } from "../use_session";

export function BotsPage() {
  const { t } = useTranslation();
  const { may } = useSession();
  const { search, set } = useSearchState();
  const { actions, dialog } = useBotActions();
  const open_id = search.open === undefined ? undefined : Number(search.open);
  const create = may("change") && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => set({ new: "1" })}>
      {t("bots.create")}
    </Button>
  );
  return (
    <SplitView
      panel={open_id !== undefined && <BotPanel id={open_id} close={() => set({ open: undefined })} actions={may("change") ? actions : []} />}
    >
      <PageHeader title={t("bots.title")} actions={create} />
      <BotSheet
        may_change={may("change")}
        open_id={open_id}
        on_open={(bot) => set({ open: String(bot.id) }, open_id !== undefined)}
        actions={actions}
        empty_action={create}
      />
      {search.new && may("change") && <CreateBot close={() => set({ new: undefined }, true)} />}
      {dialog}
    </SplitView>
  );
}
