// AccountPanel.tsx: one account beside the list, with what can be done about it.
import { Button, Menu, Skeleton } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLiveQuery } from "@/lib/use_live";
import type { BulkAction } from "@/ui/data-sheet/types";
import { DetailPanel } from "@/ui/DetailPanel";
import { ErrorState } from "@/ui/ErrorState";
import { ToneBadge } from "@/ui/ToneBadge";
import { AccountDetails } from "./AccountDetails";
import { account_query } from "./queries";
import { STATE_TONES } from "./states";
import type { Names } from "./timeline_words";

interface AccountPanelProps {
  id: number;
  close: () => void;
  full_page: () => void;
  names: Names;
  may_reveal: boolean;
  actions: BulkAction[];
}

const SHOWN = 3;
const nothing = () => undefined;

export function AccountPanel({ id, close, full_page, names, may_reveal, actions }: AccountPanelProps) {
  const { t } = useTranslation();
  const { data: account, error, refetch } = useQuery(account_query(id));
  useLiveQuery(`accounts/${id}`, ["accounts"]);
  const run = (action: BulkAction) => action.run({ ids: [id], count: 1 }, nothing);
  const buttons = actions.length > 0 && (
    <>
      {actions.slice(0, SHOWN).map((action) => (
        <Button key={action.key} variant="default" leftSection={action.icon} onClick={() => run(action)}>
          {action.label}
        </Button>
      ))}
      {actions.length > SHOWN && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px={8} aria-label={t("common.more")}>
              <IconDots size={15} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {actions.slice(SHOWN).map((action) => (
              <Menu.Item key={action.key} leftSection={action.icon} color={action.danger ? "red" : undefined} onClick={() => run(action)}>
                {action.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
  return (
    <DetailPanel
      title={account?.username ?? "…"}
      badge={
        account && (
          <ToneBadge tone={account.requires_human_review ? "violet" : STATE_TONES[account.lifecycle_state]}>
            {account.requires_human_review ? t("accounts.needs_person") : t(`accounts.state.${account.lifecycle_state}`)}
          </ToneBadge>
        )
      }
      close={close}
      full_page={full_page}
      actions={buttons}
    >
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : account ? (
        <AccountDetails account={account} names={names} may_reveal={may_reveal} />
      ) : (
        <Skeleton h={260} />
      )}
    </DetailPanel>
  );
}
