// BotsPage.tsx: the bots of the workspace.
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { BotSheet } from "@/features/bots/BotSheet";
import { CreateBot } from "@/features/bots/CreateBot";
import { useSearchState } from "@/lib/use_search";
import { PageHeader } from "@/ui/PageHeader";
import { useSession } from "../use_session";

export function BotsPage() {
  const { t } = useTranslation();
  const { may } = useSession();
  const { search, set } = useSearchState();
  const create = may("change") && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => set({ new: "1" })}>
      {t("bots.create")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("bots.title")} actions={create} />
      <BotSheet empty_action={create} />
      {search.new && may("change") && <CreateBot close={() => set({ new: undefined }, true)} />}
    </>
  );
}
