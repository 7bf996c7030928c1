// SelectionBar.tsx: count, sum and average of what is selected, and what can be done with it.
import type { GridSelection } from "@glideapps/glide-data-grid";
import { Button, CloseButton, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { notify_problem, notify_text } from "../notify";
import type { PageCache } from "./page_cache";
import { MAX_CHOSEN_ROWS, selected_target, type Sums } from "./selection";
import classes from "./SelectionBar.module.css";
import type { BulkAction, SheetColumn, SheetQuery, SheetSource } from "./types";
import { useSums } from "./use_sums";

interface SelectionBarProps<Row> {
  selection: GridSelection;
  clear: () => void;
  source: SheetSource<Row>;
  query: SheetQuery;
  columns: SheetColumn<Row>[];
  cache: PageCache<Row>;
  actions: BulkAction[];
}

const SHOWN_ACTIONS = 4;

function SumText({ sums }: { sums: Sums | null }) {
  const { t } = useTranslation();
  if (sums === null || sums.numbers === 0) return null;
  const average = Math.round((sums.sum / sums.numbers) * 100) / 100;
  return (
    <span className={`${classes.sums} tabular`}>
      {t("sheet.sum", { sum: format_number(sums.sum) })} · {t("sheet.average", { average: format_number(average) })}
    </span>
  );
}

export function SelectionBar<Row>({ selection, clear, source, query, columns, cache, actions }: SelectionBarProps<Row>) {
  const { t } = useTranslation();
  const [all_of, set_all_of] = useState<GridSelection | null>(null);
  const reader = useMemo(() => ({ range: (first: number, last: number) => cache.range(first, last) }), [cache]);
  const sums = useSums(selection, reader, columns);
  const total = cache.total ?? 0;
  const chosen = selection.rows.length;
  const cells = selection.current ? selection.current.range.width * selection.current.range.height : 0;
  if (chosen === 0 && cells < 2) return null;
  const is_all = chosen > 0 && (chosen >= total || all_of === selection);
  const count = is_all ? total : chosen;

  const run = async (action: BulkAction) => {
    try {
      const target = await selected_target({ source, query, cache }, selection, is_all);
      if (target === null) notify_text(t("sheet.too_many"), t("sheet.too_many_hint", { max: MAX_CHOSEN_ROWS }));
      else action.run(target, clear);
    } catch (error) {
      notify_problem(action.label, error);
    }
  };
  const button = (action: BulkAction) => (
    <Button key={action.key} variant="default" size="xs" leftSection={action.icon} color={action.danger ? "red" : undefined} onClick={() => void run(action)}>
      {action.label}
    </Button>
  );
  return (
    <div className={classes.bar} role="region" aria-label={t("sheet.selection")}>
      <span className={`${classes.count} tabular`}>
        {chosen > 0 ? t("sheet.selected", { count, number: format_number(count) }) : t("sheet.cells", { count: cells, number: format_number(cells) })}
      </span>
      <SumText sums={sums} />
      {chosen > 0 && !is_all && (
        <Button variant="subtle" size="compact-xs" onClick={() => set_all_of(selection)}>
          {t("sheet.select_all", { number: format_number(total) })}
        </Button>
      )}
      {chosen > 0 && (
        <div className={classes.actions}>
          {actions.slice(0, SHOWN_ACTIONS).map(button)}
          {actions.length > SHOWN_ACTIONS && (
            <Menu position="top-end">
              <Menu.Target>
                <Button variant="default" size="xs" aria-label={t("common.more")} px={8}>
                  <IconDots size={15} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {actions.slice(SHOWN_ACTIONS).map((action) => (
                  <Menu.Item key={action.key} leftSection={action.icon} color={action.danger ? "red" : undefined} onClick={() => void run(action)}>
                    {action.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      )}
      <CloseButton size="sm" aria-label={t("sheet.clear_selection")} onClick={clear} />
    </div>
  );
}
