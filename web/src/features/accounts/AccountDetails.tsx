// AccountDetails.tsx: one account in full: fields, attempts, timeline; in the panel and as a page.
import { Anchor, Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/lib/paths";
import { FieldList } from "@/ui/FieldList";
import { RelativeTime } from "@/ui/RelativeTime";
import { StepBar } from "@/ui/StepBar";
import { Attempts } from "./Attempts";
import { proxy_words } from "./proxy_words";
import { type Account, account_proxy_query } from "./queries";
import { Secrets } from "./Secrets";
import { progress, step_name } from "./states";
import { Timeline } from "./Timeline";
import type { Names } from "./timeline_words";

interface AccountDetailsProps {
  account: Account;
  names: Names;
  may_reveal: boolean;
}

function ProxyName({ id }: { id: number }) {
  const { data, isPending } = useQuery(account_proxy_query(id));
  if (isPending) return <Skeleton h={12} w={110} />;
  return (
    <Anchor size="sm" fz={13} component={Link} to={paths.proxy(id)}>
      {data ? proxy_words(data) : `#${id}`}
    </Anchor>
  );
}

function Overview({ account, names, may_reveal }: AccountDetailsProps) {
  const { t } = useTranslation();
  const c = (key: string) => t(`accounts.column.${key}` as "accounts.column.username");
  const when = (at: string | null) => at && <RelativeTime at={at} />;
  const { done, of, tone } = progress(account);
  return (
    <>
      <FieldList
        fields={[
          [c("warmup"), <StepBar key="steps" done={done} of={of} tone={tone} label={step_name(account)} />],
          [c("model"), account.model_id === null ? null : (names.model(account.model_id) ?? `#${account.model_id}`)],
          [c("proxy"), account.proxy_id === null ? null : <ProxyName key="proxy" id={account.proxy_id} />],
          [c("email"), account.email],
          [c("tags"), account.tags.join(", ")],
          [c("due_at"), when(account.due_at)],
          [c("retries"), account.retry_count],
          [c("error"), account.last_error_message],
          [c("last_error_at"), when(account.last_error_at)],
          [c("last_bot_action_at"), when(account.last_bot_action_at)],
          [c("bot"), account.last_bot_action_by && names.bot(account.last_bot_action_by)],
          [c("warmup_started_at"), when(account.warmup_started_at)],
          [c("warmup_completed_at"), when(account.warmup_completed_at)],
          [c("created_at"), when(account.created_at)],
        ]}
      />
      {may_reveal && account.has_password && <Secrets key={account.id} id={account.id} />}
    </>
  );
}

export function AccountDetails(props: AccountDetailsProps) {
  const { t } = useTranslation();
  const [tab, set_tab] = useState<string | null>("overview");
  const { account: { id }, names } = props;
  return (
    <Tabs value={tab} onChange={set_tab} keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="overview">{t("accounts.panel.overview")}</Tabs.Tab>
        <Tabs.Tab value="attempts">{t("accounts.panel.attempts")}</Tabs.Tab>
        <Tabs.Tab value="timeline">{t("accounts.panel.timeline")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Overview {...props} />
      </Tabs.Panel>
      <Tabs.Panel value="attempts">
        <Attempts id={id} bot_name={names.bot} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline">
        <Timeline id={id} names={names} />
      </Tabs.Panel>
    </Tabs>
  );
}
