// Sessions.tsx: where this person is logged in, each to be ended.
import { Button, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { notify_problem } from "@/ui/notify";
import { RelativeTime } from "@/ui/RelativeTime";
import { Section } from "@/ui/Section";
import { SimpleTable } from "@/ui/SimpleTable";
import { ToneBadge } from "@/ui/ToneBadge";
import { end_other_sessions, end_session, sessions_query } from "./queries";

export function Sessions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(sessions_query());
  const end = (work: Promise<unknown>) =>
    work.then(
      () => client.invalidateQueries({ queryKey: ["team"] }),
      (error: unknown) => notify_problem(t("team.end"), error),
    );
  const others = data?.items.filter((entry) => !entry.current) ?? [];
  return (
    <Section
      title={t("team.sessions")}
      action={
        others.length > 0 && (
          <Button variant="default" onClick={() => void end(end_other_sessions())}>
            {t("team.end_others")}
          </Button>
        )
      }
    >
      <SimpleTable
        label={t("team.sessions")}
        heads={["", "", t("team.last_used"), ""]}
        rows={data?.items}
        row_key={(entry) => entry.id}
        cells={(entry) => [
          <Text key="agent" size="sm" maw={420} truncate title={entry.user_agent}>{entry.user_agent}</Text>,
          entry.address,
          <RelativeTime key="used" at={entry.last_used_at} />,
          entry.current ? (
            <ToneBadge key="current" tone="green">{t("team.this_session")}</ToneBadge>
          ) : (
            <Button key="end" variant="subtle" color="red" size="compact-xs" onClick={() => void end(end_session(entry.id))}>
              {t("team.end")}
            </Button>
          ),
        ]}
      />
    </Section>
  );
}
