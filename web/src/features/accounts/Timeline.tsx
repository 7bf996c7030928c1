// Timeline.tsx: what happened to an account, newest first: who, when and why.
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { account_events_query } from "./queries";
import classes from "./Timeline.module.css";
import { detail_words, event_title, event_tone, type Names } from "./timeline_words";

export function Timeline({ id, names }: { id: number; names: Names }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(account_events_query(id));
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={160} />;
  return (
    <ol className={classes.list}>
      {data.items.map((event) => {
        const detail = detail_words(event.detail, names);
        const actor = event.actor_kind === "bot" ? names.bot(event.actor) : event.actor;
        return (
          <li key={event.id} className={classes.entry} data-tone={event_tone(event)}>
            <div className={classes.line}>
              <strong>{event_title(event)}</strong>
            </div>
            {event.reason && <div className={classes.reason}>{event.reason}</div>}
            {detail !== "" && <div className={classes.meta}>{detail}</div>}
            <div className={classes.meta}>
              <RelativeTime at={event.at} /> · {t("accounts.event.by", { actor })}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
