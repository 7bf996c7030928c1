// HeaderMenu.tsx: what can be done with a column: sort, filter, pin, hide.
import { Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconEyeOff, IconPin, IconPinnedOff, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FilterEditor } from "./FilterEditor";
import { FloatingMenu } from "./FloatingMenu";
import { is_pinned, set_hidden, set_pinned } from "./layout";
import { set_filter } from "./query";
import type { DOMRectLike } from "./SheetCanvas";
import type { SheetColumn, SheetQuery } from "./types";
import type { useSheetLayout } from "./use_sheet_layout";

interface HeaderMenuProps<Row> {
  column: SheetColumn<Row>;
  columns: SheetColumn<Row>[];
  at: DOMRectLike;
  query: SheetQuery;
  set_query: (query: SheetQuery) => void;
  layout: Pick<ReturnType<typeof useSheetLayout>, "layout" | "set_layout">;
  close: () => void;
}

const ICON = { size: 15, stroke: 1.6 } as const;

export function HeaderMenu<Row>({ column, columns, at, query, set_query, layout, close }: HeaderMenuProps<Row>) {
  const { t } = useTranslation();
  const pinned = is_pinned(column, layout.layout);
  const sort = (descending: boolean, add: boolean) => {
    const others = add ? query.sort.filter((key) => key.column !== column.key) : [];
    set_query({ ...query, sort: [...others, { column: column.key, descending }] });
  };
  return (
    <FloatingMenu at={at} label={column.title} close={close}>
      {column.sortable !== false && (
        <>
          <Menu.Item leftSection={<IconArrowUp {...ICON} />} onClick={() => sort(false, false)}>
            {t("sheet.sort_ascending")}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown {...ICON} />} onClick={() => sort(true, false)}>
            {t("sheet.sort_descending")}
          </Menu.Item>
          {query.sort.length > 0 && (
            <Menu.Item leftSection={<IconPlus {...ICON} />} onClick={() => sort(false, true)}>
              {t("sheet.sort_also")}
            </Menu.Item>
          )}
        </>
      )}
      <Menu.Item
        leftSection={pinned ? <IconPinnedOff {...ICON} /> : <IconPin {...ICON} />}
        onClick={() => layout.set_layout(set_pinned(columns, layout.layout, column.key, !pinned))}
      >
        {pinned ? t("sheet.unpin") : t("sheet.pin")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconEyeOff {...ICON} />}
        onClick={() => layout.set_layout(set_hidden(columns, layout.layout, column.key, true))}
      >
        {t("sheet.hide")}
      </Menu.Item>
      {column.filterable !== false && (
        <>
          <Menu.Divider />
          <div style={{ padding: "4px 10px 8px" }}>
            <FilterEditor
              column={column}
              text={query.filters[column.key] ?? ""}
              apply={(text) => {
                close();
                set_query(set_filter(query, column.key, text));
              }}
            />
          </div>
        </>
      )}
    </FloatingMenu>
  );
}
