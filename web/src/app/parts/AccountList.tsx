// AccountList.tsx: the account grid with its panel, for any scope.
import { Button } from "@mantine/core";
import { IconServer2 } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountPanel } from "@/features/accounts/AccountPanel";
import { AccountSheet } from "@/features/accounts/AccountSheet";
import { account_bulk_actions, review_actions, trash_actions } from "@/features/accounts/bulk_actions";
import { ProxyBoard } from "@/features/accounts/ProxyBoard";
import type { AccountScope } from "@/features/accounts/source";
import type { AccountActions } from "@/features/accounts/use_account_actions";
import { useModelOptions } from "@/features/models/use_model_options";
import { hold_pasted } from "@/lib/pasted";
import { paths } from "@/lib/paths";
import { useSearchState, useSheetQuery } from "@/lib/use_search";
import type { ChosenRows } from "@/ui/data-sheet/types";
import { SplitView } from "@/ui/SplitView";
import { useNames } from "../use_names";
import { useSession } from "../use_session";

interface AccountListProps {
  scope: AccountScope;
  actions: AccountActions;
  kind?: "accounts" | "review" | "trash";
  hide_model?: boolean;
  /** The import that takes pasted lines of new accounts; without it a list takes none. */
  import_href?: string;
  head: ReactNode;
  empty: { title: string; text: string; action?: ReactNode };
}

export function AccountList({ scope, actions, kind = "accounts", hide_model, import_href, head, empty }: AccountListProps) {
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
  const [chosen, set_chosen] = useState<ChosenRows | null>(null);
  const [dragged, set_dragged] = useState<ChosenRows | null>(null);
  const may_move = may("change") && kind !== "trash";
  const is_board_open = may_move && search.board === "proxies";
  const move = (rows: ChosenRows, proxy_id: number | null) =>
    void rows.target().then((target) => {
      if (target) void actions.run(t("accounts.action.move_proxy"), "assign-proxies", target, proxy_id === null ? {} : { proxy_id });
    });
  const import_lines = (href: string) => (text: string) => {
    hold_pasted(text);
    void navigate({ href });
  };
  const board = (is_board_open || dragged !== null) && (
    <ProxyBoard
      rows={dragged ?? chosen}
      is_dragging={dragged !== null}
      move={move}
      model_name={(id) => models.find(({ value }) => value === String(id))?.label}
      close={is_board_open ? () => set({ board: undefined }) : undefined}
    />
  );
  const panel = open_id !== undefined && (
    <AccountPanel
      id={open_id}
      close={() => set({ open: undefined })}
      full_page={() => void navigate({ href: paths.account(open_id) })}
      names={names}
      may_reveal={may("reveal")}
      actions={bulk}
    />
  );
  return (
    <SplitView panel={<>{panel}{board}</>}>
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
        on_new_lines={import_href === undefined || !may("change") ? undefined : import_lines(import_href)}
        on_chosen={set_chosen}
        on_dragged={may_move ? set_dragged : undefined}
        tools={
          may_move && (
            <Button
              variant={is_board_open ? "light" : "subtle"}
              color={is_board_open ? undefined : "gray"}
              size="compact-sm"
              fz={13}
              visibleFrom="sm"
              leftSection={<IconServer2 size={14} stroke={1.6} />}
              aria-pressed={is_board_open}
              onClick={() => set({ board: is_board_open ? undefined : "proxies" })}
            >
              {t("accounts.board.open")}
            </Button>
          )
        }
      />
      {actions.dialog}
    </SplitView>
  );
}
