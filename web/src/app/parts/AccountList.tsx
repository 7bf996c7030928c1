// AccountList.tsx: the account grid with its panel, for any scope.
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AccountPanel } from "@/features/accounts/AccountPanel";
import { AccountSheet } from "@/features/accounts/AccountSheet";
import { account_bulk_actions, review_actions, trash_actions } from "@/features/accounts/bulk_actions";
import type { AccountScope } from "@/features/accounts/source";
import type { AccountActions } from "@/features/accounts/use_account_actions";
import { useModelOptions } from "@/features/models/use_model_options";
import { paths } from "@/lib/paths";
import { useSearchState, useSheetQuery } from "@/lib/use_search";
import { SplitView } from "@/ui/SplitView";
import { useNames } from "../use_names";
import { useSession } from "../use_session";

interface AccountListProps {
  scope: AccountScope;
  actions: AccountActions;
  kind?: "accounts" | "review" | "trash";
  hide_model?: boolean;
  head: ReactNode;
  empty: { title: string; text: string; action?: ReactNode };
}

export function AccountList({ scope, actions, kind = "accounts", hide_model, head, empty }: AccountListProps) {
  const { t } = useTranslation();
  const { may } = useSession();
  const navigate = useNavigate();
  const { search, set } = useSearchState();
  const [query, set_query] = useSheetQuery();
  const models = useModelOptions();
  const names = useNames();
  const open_id = search.open === undefined ? undefined : Number(search.open);
  const make = { accounts: account_bulk_actions, review: review_actions, trash: trash_actions }[kind];
  const bulk = may("change") ? make(t, actions) : [];
  return (
    <SplitView
      panel={
        open_id !== undefined && (
          <AccountPanel
            id={open_id}
            close={() => set({ open: undefined })}
            full_page={() => void navigate({ href: paths.account(open_id) })}
            names={names}
            may_reveal={may("reveal")}
            actions={bulk}
          />
        )
      }
    >
      {head}
      <AccountSheet
        scope={scope}
        query={query}
        set_query={set_query}
        models={models}
        may_change={may("change") && kind !== "trash"}
        hide_model={hide_model}
        actions={actions}
        bulk={bulk}
        on_open={(account) => set({ open: String(account.id) }, open_id !== undefined)}
        open_id={open_id}
        empty={empty}
      />
      {actions.dialog}
    </SplitView>
  );
}
