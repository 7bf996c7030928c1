// FailingNow.tsx: on top of the warm-up: accounts whose step fails, with error, tries, the last picture, and what can be done about it.
import { Anchor, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { useLiveQuery } from "@/lib/use_live";
import { RelativeTime } from "@/ui/RelativeTime";
import { ToneBadge } from "@/ui/ToneBadge";
import { review_actions } from "./bulk_actions";
import { Evidence } from "./Evidence";
import classes from "./FailingNow.module.css";
import type { Account } from "./queries";
import { error_words, step_name } from "./states";
import type { AccountActions } from "./use_account_actions";
import { failing_query, last_attempt_query } from "./warmup_queries";

interface FailingNowProps {
  /** The filter of models whose accounts are shown. */
  models: string;
  actions: AccountActions;
  may_change: boolean;
  open: (id: number) => void;
  show_all: () => void;
}

const nothing = () => undefined;

function Row({ account, actions, may_change, open }: { account: Account } & Pick<FailingNowProps, "actions" | "may_change" | "open">) {
  const { t } = useTranslation();
  const { data } = useQuery(last_attempt_query(account.id, account.version));
  const last = data?.items[0];
  const picture = last?.evidence[0];
  const needs_person = account.requires_human_review;
  return (
    <li className={classes.row}>
      {picture && <div className={classes.picture}><Evidence sha256={picture.sha256} /></div>}
      <div className={classes.words}>
        <div className={classes.line}>
          <Anchor component="button" type="button" size="sm" fw={550} onClick={() => open(account.id)}>
            {account.username}
          </Anchor>
          <ToneBadge tone={needs_person ? "violet" : "amber"}>{needs_person ? t("accounts.needs_person") : t("accounts.failing.retrying")}</ToneBadge>
          <span className={classes.meta}>
            {[step_name(account), last && t("accounts.panel.attempt", { n: last.attempt })].filter(Boolean).join(" · ")}
            {account.last_error_at && " · "}
            {account.last_error_at && <RelativeTime at={account.last_error_at} />}
          </span>
        </div>
        <div className={classes.error}>{[error_words(account.last_error_code), account.last_error_message].filter(Boolean).join(": ")}</div>
      </div>
      {needs_person && may_change && (
        <div className={classes.buttons}>
          {review_actions(t, actions).map((action) => (
            <Button
              key={action.key}
              variant="default"
              size="compact-xs"
              color={action.danger ? "red" : undefined}
              aria-label={`${action.label}: ${account.username}`}
              onClick={() => action.run({ ids: [account.id], count: 1 }, nothing)}
            >
              {action.label}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

export function FailingNow({ models, show_all, ...row }: FailingNowProps) {
  const { t } = useTranslation();
  const { data } = useQuery(failing_query(models));
  useLiveQuery("accounts", failing_query(models).queryKey);
  if (data === undefined || data.total === 0) return null;
  return (
    <section className={classes.frame} aria-label={t("models.hub.failing")}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t("models.hub.failing")}</h2>
        <span className={`${classes.meta} tabular`}>{format_number(data.total)}</span>
        <Button variant="subtle" size="compact-xs" onClick={show_all}>
          {t("accounts.failing.show_all")}
        </Button>
      </div>
      <ul className={classes.list}>
        {data.items.map((account) => (
          <Row key={account.id} account={account} {...row} />
        ))}
      </ul>
    </section>
  );
}
