// RowMenu.tsx: what can be done with one row, at the pointer.
import { Menu } from "@mantine/core";
import { IconArrowUpRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FloatingMenu } from "./FloatingMenu";
import type { RowAction } from "./types";

interface RowMenuProps<Row> {
  row: Row;
  at: { x: number; y: number };
  actions: RowAction<Row>[];
  open?: (row: Row) => void;
  close: () => void;
}

export function RowMenu<Row>({ row, at, actions, open, close }: RowMenuProps<Row>) {
  const { t } = useTranslation();
  return (
    <FloatingMenu at={at} label={t("sheet.row_menu")} close={close}>
      {open && (
        <Menu.Item leftSection={<IconArrowUpRight size={15} stroke={1.600} />} onClick={() => open(row)}>
          {t("sheet.open")}
        </Menu.Item>
      )}
      {actions
        .filter((action) => action.shown?.(row) !== false)
        .map((action) => (
          <Menu.Item key={action.key} leftSection={action.icon} color={action.danger ? "red" : undefined} onClick={() => action.run(row)}>
            {action.label}
          </Menu.Item>
        ))}
    </FloatingMenu>
  );
}
