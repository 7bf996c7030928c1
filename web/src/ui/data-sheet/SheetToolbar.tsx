// SheetToolbar.tsx: quick search, the filters that are on, and the menus of a grid.
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { mod_key } from "../hotkeys";
import { ColumnsMenu } from "./ColumnsMenu";
import { ExportButton } from "./ExportButton";
import { FilterBar } from "./FilterBar";
import { QuickSearch } from "./QuickSearch";
import type { EditHistory } from "./history";
import classes from "./SheetToolbar.module.css";
import type { SheetColumn, SheetQuery, SheetSource } from "./types";
import type { useSheetEdits } from "./use_sheet_edits";
import type { useSheetLayout } from "./use_sheet_layout";
import type { SheetModel } from "./use_sheet_model";
import { ViewsMenu } from "./ViewsMenu";

interface SheetToolbarProps<Row extends object> {
  source: SheetSource<Row>;
  columns: SheetColumn<Row>[];
  query: SheetQuery;
  set_query: (query: SheetQuery) => void;
  layout: ReturnType<typeof useSheetLayout<Row>>;
  model: SheetModel<Row>;
  edits: ReturnType<typeof useSheetEdits>;
  tools?: ReactNode;
}

function UndoButtons({ history, edits }: { history: EditHistory; edits: SheetToolbarProps<object>["edits"] }) {
  const { t } = useTranslation();
  const button = (name: string, keys: string, can: boolean, run: () => void, icon: ReactNode) => (
    <Tooltip label={`${name} (${mod_key} ${keys})`}>
      <ActionIcon variant="transparent" color="gray" size={28} aria-label={name} disabled={!can} onClick={run}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <>
      {button(t("common.undo"), "Z", history.can_undo, edits.undo, <IconArrowBackUp size={16} stroke={1.600} />)}
      {button(t("common.redo"), "Y", history.can_redo, edits.redo, <IconArrowForwardUp size={16} stroke={1.600} />)}
    </>
  );
}

export function SheetToolbar<Row extends object>(props: SheetToolbarProps<Row>) {
  const { source, columns, query, set_query, layout, model, edits } = props;
  const { t } = useTranslation();
  const { total, total_is_estimate } = model.cache;
  const invalid = model.edits.invalid_count;
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t("sheet.toolbar")}>
      <QuickSearch value={query.q} on_change={(q) => set_query({ ...query, q })} />
      <FilterBar columns={columns} query={query} set_query={set_query} />
      {props.tools}
      <div className={classes.right}>
        {model.has_moved && (
          <Button variant="light" size="compact-xs" leftSection={<IconRefresh size={13} />} onClick={model.refresh}>
            {t("sheet.list_changed")}
          </Button>
        )}
        {invalid > 0 && (
          <Button variant="light" color="red" size="compact-xs" onClick={() => model.edits.discard_invalid()}>
            {t("sheet.discard_invalid", { count: invalid })}
          </Button>
        )}
        <span className={`${classes.count} tabular`} role="status">
          {total !== null && t("sheet.rows", { count: total, number: `${total_is_estimate ? "≈ " : ""}${format_number(total)}` })}
        </span>
        {source.change && <UndoButtons history={model.history} edits={edits} />}
        <ViewsMenu list={source.name} current={{ query, layout: layout.layout }} open={layout.open_view} />
        <ColumnsMenu columns={columns} layout={layout.layout} set_layout={layout.set_layout} />
        {source.csv && <ExportButton csv={source.csv(query)} name={source.name} />}
      </div>
    </div>
  );
}
