// TeamPage.tsx: members, invitations, API tokens and own sessions.
import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Invitations } from "@/features/identity/team/Invitations";
import { InviteDialog } from "@/features/identity/team/InviteDialog";
import { Members } from "@/features/identity/team/Members";
import { Sessions } from "@/features/identity/team/Sessions";
import { Tokens } from "@/features/identity/team/Tokens";
import { useSearchState } from "@/lib/use_search";
import { PageBody } from "@/ui/PageBody";
import { PageHeader } from "@/ui/PageHeader";
import { useSession } from "../use_session";

export function TeamPage() {
  const { t } = useTranslation();
  const { user, may } = useSession();
  const { search, set } = useSearchState();
  return (
    <>
      <PageHeader
        title={t("team.title")}
        actions={
          may("members") && (
            <Button leftSection={<IconUserPlus size={14} />} onClick={() => set({ new: "1" })}>
              {t("team.invite")}
            </Button>
          )
        }
      />
      <PageBody width={960}>
        <Members own_id={user.id} may_change={may("members")} />
        {may("members") && <Invitations />}
        <Tokens />
        <Sessions />
      </PageBody>
      {search.new && may("members") && <InviteDialog close={() => set({ new: undefined }, true)} />}
    </>
  );
}
