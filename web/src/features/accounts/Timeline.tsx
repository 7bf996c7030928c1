// Timeline.tsx: what happened to an account, newest first: who, when and why.
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import type { Tone } from "@/ui/tokens";
import { account_events_query, type AccountEvent, type LifecycleState } from "./queries";
import { STATE_TONES } from "./states";
import classes from "./Timeline.module.css";

function useEventWords() {
  const { t } = useTranslation();
  const state = (value: string) => t(`accounts.state.${value}` as "accounts.state.ready", { defaultValue: value });
  return (event: AccountEvent) => {
    if (event.to_state !== null && event.from_state !== null && event.from_state !== event.to_state) {
      return t("accounts.event.from_to", { from: state(event.from_state), to: state(event.to_state) });
    }
    // The server's actions are words of its own: accounts.reassign reads as "Reassign".
    const plain = event.action.replace(/^.*\./, "").replaceAll("_", " ");
    return plain.charAt(0).toUpperCase() + plain.slice(1);
  };
}

function detail_words(detail: AccountEvent["detail"]): string {
  const known = Object.entries(detail).filter(([, value]) => typeof value === "string" || typeof value === "number");
  return known.map(([name, value]) => `${name.replaceAll("_", " ")}: ${String(value)}`).join(" · ");
}

export function Timeline({ id }: { id: number }) {
  const { t } = useTranslation();
  const words = useEventWords();
  const { data, error, refetch } = useQuery(account_events_query(id));
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={160} />;
  return (
    <ol className={classes.list}>
      {data.items.map((event) => {
        const tone: Tone = event.to_state === null ? "grey" : STATE_TONES[event.to_state as LifecycleState];
        const detail = detail_words(event.detail);
        return (
          <li key={event.id} className={classes.entry} data-tone={tone}>
            <div className={classes.line}>
              <strong>{words(event)}</strong>
            </div>
            {event.reason && <div className={classes.reason}>{event.reason}</div>}
            {detail !== "" && <div className={classes.meta}>{detail}</div>}
            <div className={classes.meta}>
              <RelativeTime at={event.at} /> {t("accounts.event.by", { actor: event.actor })}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
