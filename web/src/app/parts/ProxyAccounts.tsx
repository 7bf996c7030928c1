// ProxyAccounts.tsx: who is on a proxy, inside its panel.
import { Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accounts_on_proxy_query } from "@/features/accounts/queries";
import { STATE_TONES } from "@/features/accounts/states";
import { paths } from "@/lib/paths";
import { FieldList } from "@/ui/FieldList";
import { ToneBadge } from "@/ui/ToneBadge";

export function ProxyAccounts({ proxy_id }: { proxy_id: number }) {
  const { t } = useTranslation();
  const { data } = useQuery(accounts_on_proxy_query(proxy_id));
  return (
    <>
      <Title order={3} fz={13} mt="lg" mb={4}>
        {t("proxies.accounts_on")}
      </Title>
      {data === undefined ? (
        <Skeleton h={60} />
      ) : data.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("proxies.accounts_none")}
        </Text>
      ) : (
        <FieldList
          fields={data.items.map((account) => [
            account.username,
            <ToneBadge key={account.id} tone={STATE_TONES[account.lifecycle_state]}>{t(`accounts.state.${account.lifecycle_state}`)}</ToneBadge>,
            paths.account(account.id),
          ])}
        />
      )}
    </>
  );
}
