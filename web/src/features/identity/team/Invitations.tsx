// Invitations.tsx: links that are still open, and who came through them.
import { Button, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { notify_problem } from "@/ui/notify";
import { RelativeTime } from "@/ui/RelativeTime";
import { Section } from "@/ui/Section";
import { SimpleTable } from "@/ui/SimpleTable";
import { ToneBadge } from "@/ui/ToneBadge";
import { invitations_query, withdraw } from "./queries";

export function Invitations() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(invitations_query());
  const take_back = (id: number) =>
    withdraw(id).then(
      () => client.invalidateQueries({ queryKey: ["team"] }),
      (error: unknown) => notify_problem(t("team.withdraw"), error),
    );
  return (
    <Section title={t("team.invitations")}>
      {data?.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("team.no_invitations")}
        </Text>
      ) : (
        <SimpleTable
          label={t("team.invitations")}
          heads={[t("team.email"), t("team.role"), t("team.invited_by"), t("team.expires"), t("team.state"), ""]}
          rows={data?.items}
          row_key={(invitation) => invitation.id}
          cells={(invitation) => [
            invitation.email ?? t("team.anyone"),
            t(`identity.role.${invitation.role}`),
            invitation.invited_by,
            invitation.accepted_at === null ? <RelativeTime key="expires" at={invitation.expires_at} /> : "–",
            <ToneBadge key="state" tone={invitation.accepted_at === null ? "grey" : "green"}>
              {invitation.accepted_at === null ? t("team.open") : t("team.accepted")}
            </ToneBadge>,
            invitation.accepted_at === null && (
              <Button key="withdraw" variant="subtle" color="red" size="compact-xs" onClick={() => void take_back(invitation.id)}>
                {t("team.withdraw")}
              </Button>
            ),
          ]}
        />
      )}
    </Section>
  );
}
