// Attempts.tsx: every try of a step: what came of it, who did it, how long it took, what went wrong.
import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { format_duration } from "@/lib/format";
import { EmptyState } from "@/ui/EmptyState";
import { Evidence } from "./Evidence";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import type { Tone } from "@/ui/tokens";
import { ToneBadge } from "@/ui/ToneBadge";
import classes from "./Timeline.module.css";
import type { Names } from "./timeline_words";
import { attempts_query, type StepAttempt } from "./warmup_queries";

const TONES: Record<StepAttempt["status"], Tone> = {
  pending: "grey", in_progress: "blue", completed: "green", failed: "red", requires_review: "violet", skipped: "grey",
};

function Attempt({ attempt, bot_name }: { attempt: StepAttempt; bot_name: Names["bot"] }) {
  const { t } = useTranslation();
  const at = attempt.completed_at ?? attempt.started_at;
  const took = attempt.execution_time_ms === null ? null : t("accounts.panel.took", { time: format_duration(attempt.execution_time_ms / 1000) });
  const by = attempt.bot_id === null ? null : t("accounts.panel.by_bot", { bot: bot_name(attempt.bot_id) });
  return (
    <li className={classes.entry} data-tone={TONES[attempt.status]}>
      <div className={classes.line}>
        <strong>{`${attempt.step_number} · ${t(`accounts.step.${attempt.step_name}` as "accounts.step.add_post", { defaultValue: attempt.step_name })}`}</strong>
        <ToneBadge tone={TONES[attempt.status]}>{t(`accounts.step_status.${attempt.status}`)}</ToneBadge>
      </div>
      <div className={classes.meta}>
        {[t("accounts.panel.attempt", { n: attempt.attempt }), took, by].filter(Boolean).join(" · ")}
        {at && " · "}
        {at && <RelativeTime at={at} />}
      </div>
      {attempt.error_message && (
        <Text size="xs" c="red" mt={2}>
          {[attempt.error_code, attempt.error_message].filter(Boolean).join(": ")}
        </Text>
      )}
      {attempt.evidence.map((picture) => (
        <Evidence key={picture.sha256} sha256={picture.sha256} />
      ))}
    </li>
  );
}

export function Attempts({ id, bot_name }: { id: number; bot_name: Names["bot"] }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(attempts_query(id));
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={120} />;
  if (data.items.length === 0) return <EmptyState title={t("accounts.panel.none_attempts")} text={t("accounts.panel.none_attempts_text")} />;
  return (
    <ol className={classes.list}>
      {data.items.map((attempt) => (
        <Attempt key={attempt.id} attempt={attempt} bot_name={bot_name} />
      ))}
    </ol>
  );
}
