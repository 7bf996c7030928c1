// AccountSheet.tsx: the account grid; the accounts page, the model hub and the review queue show it in their own scope.
import { useMemo } from "react";
import { DataSheet, type DataSheetProps } from "@/ui/data-sheet/DataSheet";
import type { BulkAction, SheetQuery, StateOption } from "@/ui/data-sheet/types";
import { as_row_actions } from "./bulk_actions";
import { account_columns } from "./columns";
import type { Account } from "./queries";
import { account_source, type AccountScope } from "./source";
import type { AccountActions } from "./use_account_actions";

interface AccountSheetProps {
  scope: AccountScope;
  query: SheetQuery;
  set_query: (query: SheetQuery) => void;
  models: StateOption[];
  may_change: boolean;
  hide_model?: boolean;
  actions: AccountActions;
  bulk: BulkAction[];
  on_open: (account: Account) => void;
  open_id?: number;
  empty: DataSheetProps<Account>["empty"];
  tools?: DataSheetProps<Account>["tools"];
  on_new_lines?: DataSheetProps<Account>["on_new_lines"];
  on_chosen?: DataSheetProps<Account>["on_chosen"];
  on_dragged?: DataSheetProps<Account>["on_dragged"];
}

export function AccountSheet(props: AccountSheetProps) {
  const { scope, models, may_change, hide_model, bulk } = props;
  const { name, trashed } = scope;
  const fixed = JSON.stringify(scope.fixed ?? {});
  const source = useMemo(
    () => account_source({ name, trashed, fixed: JSON.parse(fixed) as Record<string, string> }),
    [name, trashed, fixed],
  );
  const columns = useMemo(() => account_columns({ may_change, models, hide_model }), [may_change, models, hide_model]);
  return (
    <DataSheet
      source={source}
      columns={columns}
      query={props.query}
      on_query={props.set_query}
      on_open={props.on_open}
      open_id={props.open_id}
      history={props.actions.history}
      bulk_actions={bulk}
      row_actions={as_row_actions(bulk)}
      empty={props.empty}
      tools={props.tools}
      on_new_lines={props.on_new_lines}
      on_chosen={props.on_chosen}
      on_dragged={props.on_dragged}
    />
  );
}
