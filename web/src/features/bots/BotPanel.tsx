// BotPanel.tsx: one bot beside the list: what it does now, how well, and its last attempts.
import { Button, Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { format_number, format_percent } from "@/lib/format";
import { paths } from "@/lib/paths";
import { useLiveQuery } from "@/lib/use_live";
import type { RowAction } from "@/ui/data-sheet/types";
import { DetailPanel } from "@/ui/DetailPanel";
import { ErrorState } from "@/ui/ErrorState";
import { FieldList } from "@/ui/FieldList";
import { RelativeTime } from "@/ui/RelativeTime";
import { ToneBadge } from "@/ui/ToneBadge";
import type { Tone } from "@/ui/tokens";
import { type Bot, bot_attempts_query, bot_query, type BotAttempt } from "./queries";
import { BOT_TONES, shown_status } from "./states";

const ATTEMPT_TONES: Record<BotAttempt["status"], Tone> = {
  pending: "grey", in_progress: "blue", completed: "green", failed: "red", requires_review: "violet", skipped: "grey",
};

function LastAttempts({ bot_id }: { bot_id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(bot_attempts_query(bot_id));
  if (data === undefined) return <Skeleton h={80} />;
  if (data.items.length === 0) return <Text size="sm" c="dimmed">{t("bots.no_attempts")}</Text>;
  return (
    <FieldList
      fields={data.items.map((attempt) => [
        attempt.username,
        <span key={attempt.id} style={{ display: "inline-flex", gap: 8, alignItems: "center" }}>
          <ToneBadge tone={ATTEMPT_TONES[attempt.status]}>{t(`accounts.step_status.${attempt.status}`)}</ToneBadge>
          <Text size="xs" c="dimmed">
            <RelativeTime at={attempt.created_at} />
          </Text>
        </span>,
        paths.account(attempt.account_id),
      ])}
    />
  );
}

interface BotPanelProps {
  id: number;
  close: () => void;
  actions: RowAction<Bot>[];
}

export function BotPanel({ id, close, actions }: BotPanelProps) {
  const { t } = useTranslation();
  const { data: bot, error, refetch } = useQuery(bot_query(id));
  useLiveQuery("bots", ["bots"]);
  const c = (key: string) => t(`bots.column.${key}` as "bots.column.name");
  const when = (at: string | null) => at && <RelativeTime at={at} />;
  return (
    <DetailPanel
      title={bot?.name ?? "…"}
      badge={bot && <ToneBadge tone={BOT_TONES[shown_status(bot)]}>{t(`bots.status.${shown_status(bot)}`)}</ToneBadge>}
      close={close}
      actions={
        bot &&
        actions
          .filter((action) => action.shown?.(bot) !== false)
          .map((action) => (
            <Button key={action.key} variant="default" onClick={() => action.run(bot)}>
              {action.label}
            </Button>
          ))
      }
    >
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {bot && (
        <>
          <FieldList
            fields={[
              [c("id"), bot.bot_id],
              [c("task"), bot.current_task && `${bot.current_task.username} · ${t(`accounts.step.${bot.current_task.step.name}`)}`],
              [t("bots.lease"), when(bot.current_task?.lease_expires_at ?? null)],
              [c("success"), bot.success_rate === null ? null : format_percent(bot.success_rate)],
              [c("completed"), format_number(bot.completed)],
              [c("failed"), format_number(bot.failed)],
              [c("version"), bot.version],
              [c("last_seen"), when(bot.last_seen_at)],
              [c("created"), when(bot.created_at)],
              [t("bots.created_by"), bot.created_by],
            ]}
          />
          <Title order={3} fz={13} mt="lg" mb={4}>
            {t("bots.attempts")}
          </Title>
          <LastAttempts bot_id={bot.bot_id} />
        </>
      )}
    </DetailPanel>
  );
}
