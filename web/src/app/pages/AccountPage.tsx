// AccountPage.tsx: one account as a page of its own.
import { Button, Skeleton } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AccountDetails } from "@/features/accounts/AccountDetails";
import { account_bulk_actions } from "@/features/accounts/bulk_actions";
import { account_query } from "@/features/accounts/queries";
import { STATE_TONES } from "@/features/accounts/states";
import { useAccountActions } from "@/features/accounts/use_account_actions";
import { useModelOptions } from "@/features/models/use_model_options";
import { paths } from "@/lib/paths";
import { ErrorState } from "@/ui/ErrorState";
import { PageBody } from "@/ui/PageBody";
import { PageHeader } from "@/ui/PageHeader";
import { ToneBadge } from "@/ui/ToneBadge";
import { useNames } from "../use_names";
import { useSession } from "../use_session";

export function AccountPage() {
  const { t } = useTranslation();
  const { may } = useSession();
  const navigate = useNavigate();
  const id = Number((useParams({ strict: false }) as { accountId?: string }).accountId);
  const { data: account, error, refetch } = useQuery(account_query(id));
  const names = useNames();
  const actions = useAccountActions(useModelOptions());
  const bulk = may("change") ? account_bulk_actions(t, actions).slice(0, 4) : [];
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <>
      <PageHeader
        title={account?.username ?? "…"}
        lead={
          <Button variant="subtle" color="gray" px={6} aria-label={t("common.back")} onClick={() => void navigate({ href: paths.accounts() })}>
            <IconArrowLeft size={16} />
          </Button>
        }
        note={account && <ToneBadge tone={STATE_TONES[account.lifecycle_state]}>{t(`accounts.state.${account.lifecycle_state}`)}</ToneBadge>}
        actions={bulk.map((action) => (
          <Button key={action.key} variant="default" leftSection={action.icon} onClick={() => action.run({ ids: [id], count: 1 }, () => undefined)}>
            {action.label}
          </Button>
        ))}
      />
      <PageBody width={720}>
        {account ? <AccountDetails account={account} names={names} may_reveal={may("reveal")} /> : <Skeleton h={300} />}
      </PageBody>
      {actions.dialog}
    </>
  );
}
