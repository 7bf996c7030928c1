// ProxyPanel.tsx: one proxy beside the list: what it is, who is on it, test, password, delete.
import { Button, Code } from "@mantine/core";
import { IconPlugConnected, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { format_money, format_number } from "@/lib/format";
import { DetailPanel } from "@/ui/DetailPanel";
import { ErrorState } from "@/ui/ErrorState";
import { FieldList } from "@/ui/FieldList";
import { notify_problem } from "@/ui/notify";
import { RelativeTime } from "@/ui/RelativeTime";
import { ToneBadge } from "@/ui/ToneBadge";
import { status_tone } from "./columns";
import { type Proxy, proxy_query, reveal_proxy } from "./queries";

interface ProxyPanelProps {
  id: number;
  close: () => void;
  may_change: boolean;
  may_reveal: boolean;
  on_edit: (proxy: Proxy) => void;
  on_test: (proxy: Proxy) => void;
  on_delete: (proxy: Proxy) => void;
  accounts: ReactNode;
}

function Password({ proxy }: { proxy: Proxy }) {
  const { t } = useTranslation();
  const reveal = useMutation({
    mutationFn: () => reveal_proxy(proxy.id),
    onError: (error) => notify_problem(t("proxies.action.reveal"), error),
  });
  if (reveal.data) return <Code>{reveal.data.password ?? t("common.none")}</Code>;
  return (
    <Button variant="default" size="compact-xs" loading={reveal.isPending} onClick={() => reveal.mutate()}>
      {t("common.reveal")}
    </Button>
  );
}

export function ProxyPanel({ id, close, may_change, may_reveal, on_edit, on_test, on_delete, accounts }: ProxyPanelProps) {
  const { t } = useTranslation();
  const { data: proxy, error, refetch } = useQuery(proxy_query(id));
  if (error) {
    return (
      <DetailPanel title={t("proxies.title")} close={close}>
        <ErrorState error={error} retry={() => void refetch()} />
      </DetailPanel>
    );
  }
  if (proxy === undefined) return <DetailPanel title="…" close={close}>{null}</DetailPanel>;
  const ICON = { size: 14, stroke: 1.6 } as const;
  const actions = may_change && (
    <>
      <Button variant="default" leftSection={<IconPlugConnected {...ICON} />} onClick={() => on_test(proxy)}>
        {t("proxies.action.test")}
      </Button>
      <Button variant="default" leftSection={<IconPencil {...ICON} />} onClick={() => on_edit(proxy)}>
        {t("proxies.action.edit")}
      </Button>
      <Button variant="default" color="red" leftSection={<IconTrash {...ICON} />} onClick={() => on_delete(proxy)}>
        {t("proxies.action.delete")}
      </Button>
    </>
  );
  const c = (key: string) => t(`proxies.column.${key}` as "proxies.column.port");
  return (
    <DetailPanel
      title={`${proxy.host}:${proxy.port}`}
      badge={<ToneBadge tone={status_tone(proxy.status)}>{t(`proxies.status.${proxy.status}`)}</ToneBadge>}
      close={close}
      actions={actions}
    >
      <FieldList
        fields={[
          [c("kind"), proxy.kind.toUpperCase()],
          [c("slots"), `${format_number(proxy.account_count)} / ${format_number(proxy.max_accounts)}`],
          [c("max_concurrent"), proxy.max_concurrent],
          [c("username"), proxy.username],
          [t("proxies.form.password"), proxy.has_password && may_reveal ? <Password key={proxy.id} proxy={proxy} /> : proxy.has_password ? "••••••" : null],
          [c("provider"), proxy.provider],
          [c("location"), [proxy.city, proxy.country].filter(Boolean).join(", ") || proxy.location],
          [c("cost"), format_money(proxy.monthly_cost_cents, proxy.currency)],
          [c("tested"), proxy.last_tested_at && <RelativeTime key="tested" at={proxy.last_tested_at} />],
          [c("latency"), proxy.latency_ms === null ? null : t("proxies.latency", { ms: proxy.latency_ms })],
          [c("exit"), proxy.exit_address],
          [c("error"), proxy.last_error_message],
          [c("created"), <RelativeTime key="created" at={proxy.created_at} />],
        ]}
      />
      {accounts}
    </DetailPanel>
  );
}
